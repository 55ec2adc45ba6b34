import type { BetId } from '#contracts/mod.ts';

/** What tells two sets of bets and their versions apart but for one chance in billions; all of it are whole numbers. */
export type OpenSum = Readonly<{ bets: number; versions: number; tails: number }>;

const TAIL_LENGTH = 8;

/** The end of an id as PostgreSQL adds it up; the name of the column is part of the statement. */
export const tailSql = (id: string): string =>
  `('x' || right(${id}::text, ${String(TAIL_LENGTH)}))::bit(32)::bigint`;

/** Ends of UUIDs are random, so their sum stands for all of them; a million stay exact in a float. */
export function openSumOf(bets: Iterable<readonly [BetId, number]>): OpenSum {
  let [count, versions, tails] = [0, 0, 0];
  for (const [betId, version] of bets) {
    count += 1;
    versions += version;
    tails += parseInt(betId.slice(-TAIL_LENGTH), 16);
  }
  return { bets: count, versions, tails };
}

export const isSameSum = (one: OpenSum, other: OpenSum): boolean =>
  one.bets === other.bets && one.versions === other.versions && one.tails === other.tails;
