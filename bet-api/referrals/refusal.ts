import { formatMoney, oddsToDecimal } from '#contracts/mod.ts';

import type { Offer } from '../offers/offer.ts';
import type { BetRow } from '../placement/bet-row.ts';
import { refused, type Refused } from '../placement/order.ts';
import type { Verdict } from './verdicts.ts';

/** How long what a trader offered can be taken. */
const TRADER_OFFER_LIFE_MS = 60_000;

/** Why a bet is not taken after the waiting; undefined: a trader took it. */
export function refusalBy(verdict: Verdict, bet: BetRow): Refused | undefined {
  switch (verdict.verdict) {
    case 'accept':
      return undefined;
    case 'offer':
      return refused('REFERRAL_OFFERED', { offer: offerBy(verdict, bet) });
    case 'reject':
      return refused('REFERRAL_REJECTED');
    case 'cancel':
      return refused('BET_TAKEN_BACK');
    case 'expire':
      return refused('REFERRAL_EXPIRED');
  }
}

const offerBy = ({ stakeMinor, odds, at }: Verdict, { betId, currency }: BetRow): Offer => ({
  offerId: betId,
  ...(odds === null ? {} : { odds: oddsToDecimal(odds) }),
  ...(stakeMinor === null ? {} : { stake: formatMoney(stakeMinor, currency) }),
  byTrader: true,
  expiresAt: at + TRADER_OFFER_LIFE_MS,
});
