import {
  betId,
  oddsFromDecimal,
  parseMoney,
  Refusal,
  type AccountId,
  type BetId,
} from '#contracts/mod.ts';
import { selectionsOf } from '#markets/mod.ts';

import { betOfAccount } from '../bets/queries.ts';
import { bonusWish } from '../bonuses/bonus-wish.ts';
import type { BetRow } from '../placement/bet-row.ts';
import { bodyHashOf, type BetOrder, type OrderLeg } from '../placement/order.ts';
import type { Placed } from '../placement/placement.ts';
import { findRequests, repeatedAnswer } from '../placement/requests.ts';
import type { RoutePorts } from '../ports.ts';
import { offerOf, type Offer } from './offer.ts';

/**
 * Places the bet that was offered in the place of a refused one. The offer's id is its idempotency key: taken once,
 * however often it is asked for. Throws OFFER_NOT_FOUND, OFFER_EXPIRED.
 */
export async function takeOffer(
  ports: RoutePorts,
  accountId: AccountId,
  offerId: BetId,
): Promise<Placed> {
  const { pool, placement, clock } = ports;
  const refused = await betOfAccount(pool, accountId, offerId);
  const offer = refused && offerOf(refused);
  if (!offer) throw new Refusal('OFFER_NOT_FOUND');
  const key = `offer-${offerId}`;
  const bodyHash = bodyHashOf({ offerId });
  const [earlier] = await findRequests(pool, [{ accountId, key }]);
  if (earlier) return { kind: 'answered', answer: repeatedAnswer(earlier, bodyHash) };
  const { expiresAt } = offer;
  if (clock.now() >= expiresAt) throw new Refusal('OFFER_EXPIRED', { expiresAt });
  return placement.place({ ...orderOf(ports, refused, offer), key, bodyHash });
}

function orderOf(
  { book, clock, newId, config }: RoutePorts,
  refused: BetRow,
  offer: Offer,
): Omit<BetOrder, 'key' | 'bodyHash'> {
  const { accountId, currency, policy } = refused;
  const [first, ...others] = selectionsOf(refused.legs).map((parts, at) =>
    legOf(parts, at === (offer.leg ?? 0) ? offer.odds : undefined),
  );
  if (first === undefined) throw new Error('a bet without legs');
  const legs = [first, ...others] as const;
  const staked = stakeOf(refused, offer);
  const wanted = { legs, terms: staked.terms, currency, bonusId: undefined };
  return {
    betId: betId(newId()),
    accountId,
    currency,
    legs,
    ...staked,
    policy,
    receivedAt: clock.now(),
    ...bonusWish(wanted, { book, isAutomatic: config.accumulatorBonus }),
    ...(offer.byTrader === true ? { referral: grantedBy(refused) } : {}),
  };
}

const grantedBy = ({ betId, legs }: BetRow): NonNullable<BetOrder['referral']> => ({
  kind: 'granted',
  by: betId,
  stateHashes: selectionsOf(legs).map(([{ stateHash }]) => stateHash),
});

function legOf(
  [first, ...others]: readonly [BetRow['legs'][0], ...BetRow['legs'][0][]],
  offered: number | undefined,
): OrderLeg {
  const { fixtureId, marketKey, outcomeId, home, away, banker, requestedOdds } = first;
  const odds = (offered === undefined ? undefined : oddsFromDecimal(offered)) ?? requestedOdds;
  const also = others.map((part) => ({ marketKey: part.marketKey, outcomeId: part.outcomeId }));
  const parts = also.length === 0 ? {} : { also };
  return {
    selection: { fixtureId, marketKey, outcomeId, odds, ...parts },
    teams: { home, away },
    banker,
  };
}

function stakeOf(
  { currency, stakeMinor, terms }: BetRow,
  { stake }: Offer,
): Pick<BetOrder, 'stakeMinor' | 'terms'> {
  const offered = (stake === undefined ? undefined : parseMoney(stake, currency)) ?? stakeMinor;
  if (terms === null) return { stakeMinor: offered, terms };
  const unitStakeMinor = String(offered / BigInt(terms.lines));
  return { stakeMinor: offered, terms: { ...terms, unitStakeMinor } };
}
