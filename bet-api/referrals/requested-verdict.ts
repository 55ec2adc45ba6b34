import {
  oddsFromDecimal,
  parseMoney,
  Refusal,
  type Odds,
  type ReferralVerdictBody,
} from '#contracts/mod.ts';
import { selectionsOf } from '#markets/mod.ts';

import { grantOf } from '../bonuses/take-bonus.ts';
import type { BetRow } from '../placement/bet-row.ts';
import type { Verdict } from './verdicts.ts';

type Terms = Pick<Verdict, 'verdict' | 'stakeMinor' | 'odds' | 'note'>;

/** What a trader says about the bet. Throws OFFER_INVALID. */
export function requestedVerdict(
  { verdict, stake, odds, note }: ReferralVerdictBody,
  bet: BetRow,
): Terms {
  const isOffer = verdict === 'offer';
  if (!isOffer && (stake !== undefined || odds !== undefined))
    throw invalid('only an offer has a stake or a price');
  if (!isOffer) return { verdict, stakeMinor: null, odds: null, note };
  if (stake === undefined && odds === undefined) throw invalid('an offer has a stake or a price');
  if (grantOf(bet.bonus) !== null) throw invalid('a bonus is for the bet as it is');
  return {
    verdict,
    note,
    stakeMinor: stake === undefined ? null : offeredStake(stake, bet),
    odds: odds === undefined ? null : offeredOdds(odds, bet),
  };
}

const invalid = (why: string): Refusal => new Refusal('OFFER_INVALID', { why });

function offeredStake(stake: string, { currency, stakeMinor, terms }: BetRow): bigint {
  const offered = parseMoney(stake, currency);
  if (offered === undefined || offered <= 0n || offered >= stakeMinor)
    throw invalid('the stake must be above zero and below the one asked for');
  if (offered % BigInt(terms?.lines ?? 1) !== 0n)
    throw invalid('the stake must be the same on every line');
  return offered;
}

function offeredOdds(decimal: number, { legs }: BetRow): Odds {
  const offered = oddsFromDecimal(decimal);
  if (selectionsOf(legs).length > 1) throw invalid('a bet of several selections has no one price');
  if (offered === undefined || offered >= legs[0].requestedOdds)
    throw invalid('the price must be below the one asked for, with at most four decimals');
  return offered;
}
