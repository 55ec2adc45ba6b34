import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { recordOfScript } from '../script-record.ts';
import type { MatchScript } from '../script.ts';
import { fixtureStatus } from '#markets/mod.ts';
import { openWyscout, type WyscoutArchive } from '../wyscout/archive.ts';
import { leanFile } from '../wyscout/competitions.ts';
import type { BadLine } from '../wyscout/files.ts';
import { rowOf, verdictOf, whyOf, type CheckRow } from './check-row.ts';

const REASONS_KEPT = 20;

/**
 * Replays all matches below a folder of Wyscout's recordings: half-time, full-time, extra-time and shoot-out scores of the
 * events must be those of the official records.
 */
export function* checkWyscout(dir: string): Generator<CheckRow> {
  const archive = openWyscout(dir);
  for (const name of archive.competitions) {
    const file = leanFile(dir, name) ?? name;
    yield orUnreadable(file, () => leanRow(archive, name, file));
  }
  for (const file of existsSync(join(dir, 'full')) ? readdirSync(join(dir, 'full')).sort() : []) {
    const [, matchId] = /^(\d{1,12})\.json(?:\.gz)?$/u.exec(file) ?? [];
    if (matchId !== undefined)
      yield orUnreadable(`full/${file}`, () => fullRow(archive, Number(matchId), `full/${file}`));
  }
}

function leanRow(archive: WyscoutArchive, competition: string, file: string): CheckRow {
  const bad: BadLine[] = [];
  const scripts = [...archive.scripts(competition, (line) => bad.push(line))];
  const unread = bad.map(({ line, reason }) => `${line.slice(0, 40)}: ${reason}`);
  return rowOfScripts(file, scripts, unread);
}

function fullRow(archive: WyscoutArchive, matchId: number, file: string): CheckRow {
  const script = archive.script(matchId);
  return script === undefined
    ? rowOf(file, 'wyscout', {
        ...{ messages: 1, understood: 1, units: 1, verdict: 'review' },
        reasons: ['matches.zip has no record of it'],
      })
    : rowOfScripts(file, [script], []);
}

/** A message is a match here; `units` are the matches that have a record to agree with. */
function rowOfScripts(
  file: string,
  scripts: readonly MatchScript[],
  unread: readonly string[],
): CheckRow {
  const agreeing = scripts.filter(
    (script) =>
      script.problems.length === 0 && fixtureStatus(recordOfScript(script).record) === 'closed',
  ).length;
  const counts = {
    ...{ messages: scripts.length + unread.length, understood: scripts.length },
    ...{ units: scripts.length, agreeing },
  };
  const reasons = [...unread, ...scripts.flatMap(({ problems }) => problems)];
  return rowOf(file, 'wyscout', {
    ...{ ...counts, verdict: verdictOf(counts), reasons: reasons.slice(0, REASONS_KEPT) },
  });
}

function orUnreadable(file: string, check: () => CheckRow): CheckRow {
  try {
    return check();
  } catch (error) {
    return rowOf(file, 'wyscout', { verdict: 'unreadable', reasons: [whyOf(error)] });
  }
}
