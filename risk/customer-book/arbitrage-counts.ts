import { isCurrency, parseMoney, roundSumMinor } from '#contracts/mod.ts';
import { definitionOf, identifyMarket } from '#markets/mod.ts';

import { isLocked, type ArbitrageEvidence, type SideBet } from '../customers/mod.ts';
import type { ClosingTaken } from './closing-values.ts';

/** A single, accepted or refused; amounts in minor units. */
export type SingleRow = SideBet &
  Readonly<{
    account: string;
    currency: string;
    fixture: string;
    market: string;
    at: number;
    inPlay: boolean;
    rejected: boolean;
    /** The largest stake that a refusal told. */
    told: string | null;
  }>;

/** A stake that is no multiple of about five euros is no round sum. */
const ROUND_EURO_CENTS = 500n;
/** A largest stake that was told is used within so long, to the hundredth. */
const TOLD_FOR_MS = 300_000;
/** Of it, in hundredths: whoever stakes as much has taken it. */
const NEARLY_PERCENT = 99n;

type Counts = { -readonly [Name in keyof ArbitrageEvidence]: ArbitrageEvidence[Name] };
const none = (): Counts => ({
  markets: 0,
  locked: 0,
  closed: 0,
  beaten: 0,
  bets: 0,
  oddStakes: 0,
  maxStakes: 0,
});

const isOddStake = ({ currency, stakeMinor }: SingleRow): boolean =>
  isCurrency(currency) &&
  BigInt(stakeMinor) % maxOne(roundSumMinor(ROUND_EURO_CENTS, currency)) !== 0n;
const maxOne = (minor: bigint): bigint => (minor > 1n ? minor : 1n);

function toldMinor({ told, currency }: SingleRow): bigint | undefined {
  return told === null || !isCurrency(currency) ? undefined : parseMoney(told, currency);
}

/** All outcomes of a market; empty for one of another catalogue. */
function outcomesOf(market: string): readonly string[] {
  const identity = identifyMarket(market);
  return identity === undefined ? [] : definitionOf(identity.type).outcomes(identity.specifiers);
}

/** The counts of every customer: of singles in the order in which they came, and of prices against the closing ones. */
export function evidenceOf(
  singles: readonly SingleRow[],
  closing: readonly ClosingTaken[],
): ReadonlyMap<string, ArbitrageEvidence> {
  const all = new Map<string, Counts>();
  const of = (account: string): Counts => {
    const counts = all.get(account) ?? none();
    all.set(account, counts);
    return counts;
  };
  const told = new Map<string, Readonly<{ minor: bigint; at: number }>>();
  for (const single of singles) {
    const { account, fixture, market, outcomeId, at, stakeMinor } = single;
    const selection = `${account} ${fixture} ${market} ${outcomeId}`;
    if (single.rejected) {
      const minor = toldMinor(single);
      if (minor !== undefined) told.set(selection, { minor, at });
      continue;
    }
    const counts = of(account);
    counts.bets += 1;
    if (isOddStake(single)) counts.oddStakes += 1;
    const limit = told.get(selection);
    const wasTold = limit !== undefined && at - limit.at <= TOLD_FOR_MS;
    if (wasTold && BigInt(stakeMinor) * 100n >= NEARLY_PERCENT * limit.minor) counts.maxStakes += 1;
  }
  const before = singles.filter(({ rejected, inPlay }) => !rejected && !inPlay);
  for (const side of Map.groupBy(
    before,
    ({ account, fixture, market }) => `${account} ${fixture} ${market}`,
  ).values()) {
    const [{ account, market } = { account: '', market: '' }] = side;
    const counts = of(account);
    counts.markets += 1;
    if (isLocked(side, outcomesOf(market))) counts.locked += 1;
  }
  for (const { accountId, taken, fairClose } of closing) {
    const counts = of(accountId);
    counts.closed += 1;
    if (taken > fairClose) counts.beaten += 1;
  }
  return all;
}
