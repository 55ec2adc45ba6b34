import { extraTime, fixtureStatus, shootOut } from '#markets/mod.ts';

import { recordOfScript } from '../script-record.ts';
import type { WyscoutArchive } from './archive.ts';
import type { WyscoutCompetition } from './competitions.ts';
import type { BadLine } from './files.ts';

export type VerifyReport = Readonly<{
  competition: WyscoutCompetition;
  matches: number;
  /** Matches whose replayed goals give the official half-time, full-time, extra-time and shoot-out scores. */
  agreeing: number;
  /** Those that were called off: they have no result to agree with. */
  calledOff: number;
  withExtraTime: number;
  withShootOut: number;
  contradictions: readonly string[];
  badLines: readonly BadLine[];
}>;

/** Replays every match of a lean file and compares it with the official record. */
export function verifyCompetition(
  archive: WyscoutArchive,
  competition: WyscoutCompetition,
  limit = Number.POSITIVE_INFINITY,
): VerifyReport {
  const badLines: BadLine[] = [];
  const contradictions: string[] = [];
  const counts = { matches: 0, agreeing: 0, calledOff: 0, withExtraTime: 0, withShootOut: 0 };
  for (const script of archive.scripts(competition, (bad) => badLines.push(bad))) {
    if (counts.matches >= limit) break;
    const { record } = recordOfScript(script);
    const isClosed = fixtureStatus(record) === 'closed';
    counts.matches += 1;
    counts.agreeing += script.problems.length === 0 && isClosed ? 1 : 0;
    counts.calledOff += isClosed ? 0 : 1;
    counts.withExtraTime += extraTime(record) === null ? 0 : 1;
    counts.withShootOut += shootOut(record) === null ? 0 : 1;
    contradictions.push(...script.problems);
  }
  return { competition, ...counts, contradictions, badLines };
}
