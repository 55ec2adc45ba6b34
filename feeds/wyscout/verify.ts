import { extraTime, fixtureStatus, shootOut } from '#markets/mod.ts';

import { recordOfScript } from '../script-record.ts';
import type { WyscoutArchive } from './archive.ts';
import type { BadLine, WyscoutCompetition } from './files.ts';

export type VerifyReport = Readonly<{
  competition: WyscoutCompetition;
  matches: number;
  /** Matches whose replayed goals give the official half-time, full-time, extra-time and shoot-out scores. */
  agreeing: number;
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
  const counts = { matches: 0, agreeing: 0, withExtraTime: 0, withShootOut: 0 };
  for (const script of archive.scripts(competition, (bad) => badLines.push(bad))) {
    if (counts.matches >= limit) break;
    const { record, contradictions: found } = recordOfScript(script);
    counts.matches += 1;
    counts.agreeing += found.length === 0 && fixtureStatus(record) === 'closed' ? 1 : 0;
    counts.withExtraTime += extraTime(record) === null ? 0 : 1;
    counts.withShootOut += shootOut(record) === null ? 0 : 1;
    contradictions.push(...found);
  }
  return { competition, ...counts, contradictions, badLines };
}
