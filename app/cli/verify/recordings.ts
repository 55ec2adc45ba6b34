import type { Command } from 'commander';

import {
  defaultDataDir,
  openWyscout,
  verifyCompetition,
  WYSCOUT_ATTRIBUTION,
  wyscoutDir,
} from '#feeds/mod.ts';

import { print, table } from '../calculate/calculation.ts';
import { UsageError } from '../usage-error.ts';

const EXAMPLES = `
Half-time, full-time, extra-time and shoot-out scores of the replayed events are compared with the official record;
a match whose events do not explain it is for review and never settles by itself.

Examples:
  $ npm run -s overround -- verify recordings
  $ npm run -s overround -- verify recordings --data ../shared/data --json
`;

type Options = Readonly<{ data?: string; json?: boolean }>;

export function addVerifyRecordings(verify: Command): void {
  verify
    .command('recordings')
    .description('Replay every match of the Wyscout recordings against its official record')
    .option('--data <dir>', 'folder of the open data sets')
    .option('--json', 'print one JSON document')
    .addHelpText('after', EXAMPLES)
    .action((options: Options) => {
      const dataDir = options.data ?? defaultDataDir();
      const dir = wyscoutDir(dataDir);
      if (dir === undefined)
        throw new UsageError(`${dataDir} has no Wyscout recordings; name the folder with --data.`);
      const archive = openWyscout(dir);
      const reports = archive.competitions.map((name) => verifyCompetition(archive, name));
      print({ attribution: WYSCOUT_ATTRIBUTION, reports }, options, () => [
        ...table([
          ['competition', 'matches', 'agree', 'review', 'extra time', 'shoot-outs', 'unreadable'],
          ...reports.map((report) => [
            report.competition,
            String(report.matches),
            String(report.agreeing),
            String(report.matches - report.agreeing),
            String(report.withExtraTime),
            String(report.withShootOut),
            String(report.badLines.length),
          ]),
        ]),
        ...reports.flatMap(({ contradictions }) => contradictions.map((why) => `review: ${why}`)),
        WYSCOUT_ATTRIBUTION,
      ]);
      if (reports.some(({ badLines }) => badLines.length > 0)) process.exitCode = 1;
    });
}
