import { Refusal } from '#contracts/mod.ts';
import type { Queryable } from '#platform/mod.ts';

import { grantOf } from '../bonuses/take-bonus.ts';
import type { BetRow } from '../placement/bet-row.ts';
import type { QuotePort } from '../quote-port.ts';
import { askLegs, type AskedLegs } from './legs.ts';
import { partOf, valueOf, type Part, type Value } from './value.ts';

/** An offer to buy a part of a bet back. `expiresAt` UTC ms. */
export type CashOutOffer = Part &
  Value &
  Readonly<{
    quoteId: string;
    partBps: number;
    epoch: number;
    oddsSeq: number;
    delayMs: number;
    expiresAt: number;
    open: AskedLegs['open'];
  }>;

export type QuotePorts = Readonly<{ pool: Queryable; quotes: QuotePort; newId: () => string }>;

const notPossible = (detail: Readonly<Record<string, unknown>>): Refusal =>
  new Refusal('QUOTE_NOT_POSSIBLE', detail);

/** The part of a bet that may be bought back; throws QUOTE_NOT_POSSIBLE. */
export function partToBuy(bet: BetRow, partBps: number): Part {
  if (bet.status !== 'accepted') throw notPossible({ status: bet.status });
  if (grantOf(bet.bonus) !== null)
    throw notPossible({ problem: 'A bet with a free bet or a boost is not bought back.' });
  const isPlain = bet.bonus === null || bet.bonus.kind === 'accumulator';
  if (!isPlain || bet.terms?.eachWay === true)
    throw notPossible({ problem: 'Free bets, boosted and each-way bets are not bought back.' });
  const part = partOf(bet, partBps);
  if (part === undefined) throw notPossible({ problem: 'The stake cannot be divided like this.' });
  return part;
}

/**
 * What the part of an open bet is worth now. All hosts of open selections must answer. Throws QUOTE_NOT_POSSIBLE, or
 * the refusal of a host.
 */
export async function priceCashOut(
  { quotes, newId }: Pick<QuotePorts, 'quotes' | 'newId'>,
  bet: BetRow,
  partBps: number,
): Promise<CashOutOffer> {
  const part = partToBuy(bet, partBps);
  const { values, open } = await askLegs(quotes, bet);
  const value = valueOf(bet, values, part.stakeMinor);
  const [first] = open;
  if (first === undefined || value.valueMinor === 0n)
    throw notPossible({ problem: 'The part is worth nothing.' });
  return {
    ...part,
    ...value,
    quoteId: newId(),
    partBps,
    epoch: first.epoch,
    oddsSeq: first.oddsSeq,
    delayMs: Math.max(...open.map(({ delayMs }) => delayMs)),
    expiresAt: Math.floor(Math.min(...open.map(({ expiresAt }) => expiresAt))),
    open,
  };
}

/** Keeps an offer under its id, by which it can be taken once until it expires. */
export async function insertQuote(db: Queryable, bet: BetRow, offer: CashOutOffer): Promise<void> {
  const legs = offer.open.map(({ fixtureId, epoch, oddsSeq, stateHash }) => ({
    fixtureId,
    epoch,
    oddsSeq,
    stateHash,
  }));
  await db.query(
    `INSERT INTO cash_out_quote
       (id, bet_id, bet_version, part_bps, stake_minor, value_minor, delay_ms, legs, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      offer.quoteId,
      bet.betId,
      bet.version,
      offer.partBps,
      offer.stakeMinor,
      offer.valueMinor,
      offer.delayMs,
      JSON.stringify(legs),
      offer.expiresAt,
    ],
  );
}

const KEPT_FOR_MS = 3_600_000;

/** Deletes quotes that nobody took, an hour after they expired. */
export async function purgeQuotes(db: Queryable, now: number): Promise<void> {
  await db.query(
    `DELETE FROM cash_out_quote WHERE id IN (
       SELECT id FROM cash_out_quote AS q WHERE expires_at < $1
         AND NOT EXISTS (SELECT FROM cash_out AS c WHERE c.quote_id = q.id)
       ORDER BY expires_at LIMIT 1000 FOR UPDATE SKIP LOCKED)`,
    [now - KEPT_FOR_MS],
  );
}
