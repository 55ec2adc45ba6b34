import { ODDS_SCALE, Refusal, type FixtureId, type QuoteRequestOf } from '#contracts/mod.ts';
import { builderResult, legFactor, rational, selectionsOf, type Rational } from '#markets/mod.ts';

import type { BetRow, LegRow } from '../placement/bet-row.ts';
import type { QuotePort } from '../quote-port.ts';
import { WHOLE_BPS, type LegValue } from './value.ts';

/** What the host of an open selection answered by. */
export type QuotedLeg = Readonly<{
  fixtureId: FixtureId;
  epoch: number;
  oddsSeq: number;
  stateHash: string;
}>;
export type AskedLeg = QuotedLeg & Readonly<{ delayMs: number; expiresAt: number }>;

/** All selections of a bet with what they are worth, and the answers for those that are open. */
export type AskedLegs = Readonly<{ values: readonly LegValue[]; open: readonly AskedLeg[] }>;

type Decision = QuoteRequestOf<'cash-out'>['decision'];
type Parts = readonly [LegRow, ...LegRow[]];

const BILLION = 1_000_000_000n;

/**
 * Asks the hosts of all open selections what those are worth; with `decisionOf` it is the second look. Settled ones
 * count with what they paid. Throws the first host's refusal, or HOST_UNAVAILABLE.
 */
export async function askLegs(
  quotes: QuotePort,
  bet: BetRow,
  decisionOf: (fixture: FixtureId) => Decision = () => undefined,
): Promise<AskedLegs> {
  const asked = await Promise.all(
    selectionsOf(bet.legs).map((parts) => askLeg(quotes, bet, parts, decisionOf)),
  );
  return {
    values: asked.map(({ value }) => value),
    open: asked.flatMap(({ leg }) => leg ?? []),
  };
}

async function askLeg(
  quotes: QuotePort,
  { stakeMinor }: BetRow,
  parts: Parts,
  decisionOf: (fixture: FixtureId) => Decision,
): Promise<Readonly<{ value: LegValue; leg: AskedLeg | null }>> {
  const [{ fixtureId, marketKey, outcomeId, banker, odds }, ...others] = parts;
  if (odds === null) throw new Refusal('QUOTE_NOT_POSSIBLE', { problem: 'a leg has no price' });
  const fair = paidBy(parts, odds);
  if (fair !== null) return { value: { fair, keptBps: 0, banker }, leg: null };
  const also = others.map((part) => ({ marketKey: part.marketKey, outcomeId: part.outcomeId }));
  const decision = decisionOf(fixtureId);
  const quote = await quotes.cashOut({
    op: 'cash-out',
    fixtureId,
    marketKey,
    outcomeId,
    ...(also.length === 0 ? {} : { also }),
    odds,
    stakeMinor: String(stakeMinor),
    partBps: WHOLE_BPS,
    ...(decision === undefined ? {} : { decision }),
  });
  const { epoch, oddsSeq, stateHash, delayMs, expiresAt } = quote;
  const expected = rational(BigInt(quote.factorBillionths), BILLION);
  return {
    value: { fair: expected, keptBps: quote.marginBps, banker },
    leg: { fixtureId, epoch, oddsSeq, stateHash, delayMs, expiresAt },
  };
}

/** What a settled selection pays per unit; null while it is open. */
function paidBy(parts: Parts, odds: number): Rational | null {
  const result =
    parts.length === 1 ? parts[0].result : builderResult(parts.map((part) => part.result));
  return result && legFactor({ odds: rational(BigInt(odds), BigInt(ODDS_SCALE)), result });
}
