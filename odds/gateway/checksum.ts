import { crc32 } from 'node:zlib';

import type { FixtureState } from '#contracts/mod.ts';

import type { CodedMarket } from './coded-market.ts';

/**
 * CRC-32 of the canonical text of a board: the line of its state, then those of its markets, which are in order of
 * their keys; see docs/stream.md.
 */
export const checksumOf = (stateLine: string, sorted: readonly CodedMarket[]): number =>
  crc32(stateLine + sorted.map(({ canonical }) => canonical).join(''));

type Score = FixtureState['score'];

/** What stands in the text for the state of a fixture. */
export function canonicalState(state: FixtureState): string {
  const { status, phase, clock, suspended } = state;
  const { score, halfTime, extraTime, shootOut, redCards, corners } = state;
  const scores = [score, halfTime, extraTime, shootOut, redCards, corners].map(canonicalScore);
  const time = [clock.phase, String(clock.elapsedMs)];
  return `${[status, phase, ...time, ...scores, suspended.join(',')].join('\t')}\n`;
}

const canonicalScore = (score: Score | null): string =>
  score === null ? '-' : `${String(score.home)}-${String(score.away)}`;
