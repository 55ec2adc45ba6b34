import { once } from 'node:events';

import { InvalidArgumentError, Option, type Command } from 'commander';

import type { Score } from '#contracts/mod.ts';
import {
  defaultDataDir,
  listMatches,
  MatchNotFoundError,
  RecordingError,
  replayMatch,
  type ReplayReport,
} from '#feeds/mod.ts';
import { loadConfig } from '#platform/mod.ts';

import { openContext } from '../context.ts';
import { replayCheck } from './replay-check.ts';
import { RAW_TARGETS, replayRaw, type RawOptions } from './replay-raw.ts';
import { serverUrls } from './servers.ts';
import { UsageError } from './usage-error.ts';

type Options = Readonly<{
  speed?: number;
  list?: boolean;
  json?: boolean;
  data?: string;
  raw?: boolean;
  check?: boolean;
  to: RawOptions['to'];
  producer?: string;
  since?: number;
  until?: number;
  nats?: string;
}>;

const DEFAULT_SPEED = 60;
const EXAMPLES = `
Examples:
  $ npm run overround -- replay --list
  $ npm run overround -- replay italy-france-2006 --speed 120
  $ npm run -s overround -- replay --check ../shared/data
  $ npm run -s overround -- replay exchange.tape --raw --speed max > lines.jsonl
  $ npm run -s overround -- replay feed.tape --raw --speed 50 --to nats
  $ npm run -s overround -- replay acme.tape --raw --to feed --producer acme
  $ npm run -s overround -- replay exchange.tape --raw --to feed --producer exchange
  $ npm run -s overround -- replay acme.jsonl.bz2 --raw --to feed --producer acme --since 2024-08-17T15:00:00Z
`;

export function addReplay(program: Command): void {
  program
    .command('replay')
    .description(
      'Play one match on the clock, as a new fixture of the running engine, or a raw recording; or check recordings',
    )
    .argument(
      '[match]',
      'a recording, a Wyscout match id, or a recording file; a file or folder with --check',
    )
    .option('--speed <factor>', 'match minutes per real minute: 60 unless given', speedOf)
    .option(
      '--raw',
      'the file is of "overround record": its bytes are played, at speed 1 or as given, or max',
    )
    .addOption(
      new Option(
        '--to <target>',
        'where a raw recording goes: its bytes or JSON to the output, its subjects of NATS, or, as fast as it is taken, what its adapter makes of it into the streams of the feed',
      )
        .choices(RAW_TARGETS)
        .default('stdout'),
    )
    .option('--producer <name>', '--to feed: under whose name it is brought in')
    .option(
      '--since <time>',
      '--to feed: events that occurred from then on, as 2024-08-17T15:00:00Z',
      timeOf,
    )
    .option('--until <time>', '--to feed: events that occurred before then', timeOf)
    .option('--nats <url>', "the server of --to nats; the running engine's unless given")
    .option(
      '--check',
      'replay every recording of a folder (Wyscout, exchange, Unified Odds Feed, results, our own) and tell what agrees',
    )
    .option('--data <dir>', 'folder of the open data sets')
    .option('--list', 'list what can be replayed')
    .option('--json', 'print the report as one JSON object')
    .addHelpText('after', EXAMPLES)
    .action(async (match: string | undefined, options: Options) => {
      if (options.list === true) list(options);
      else if (options.check === true) await replayCheck(match ?? defaultDataDir(), options);
      else if (match === undefined) throw new UsageError('Name a match, or --list them.');
      else if (options.raw === true)
        await replayRaw(match, { ...options, speed: options.speed ?? 1 });
      else if (options.speed === Infinity) throw new UsageError('Only what is --raw plays at max.');
      else await replay(match, options);
    });
}

function timeOf(text: string): number {
  const at = /^\d{4}-\d{2}-\d{2}/u.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(at))
    throw new InvalidArgumentError('It must be a time as 2024-08-17T15:00:00Z.');
  return at;
}

function speedOf(text: string): number {
  if (text === 'max') return Infinity;
  const speed = Number(text);
  if (!(speed > 0 && speed <= 100_000)) {
    throw new InvalidArgumentError('It must be above 0 and at most 100000.');
  }
  return speed;
}

function list({ json, data }: Options): void {
  const matches = listMatches(data);
  if (json === true) console.log(JSON.stringify(matches));
  else
    for (const { id, title, competition } of matches)
      console.log(`${id.padEnd(32)} ${title} (${competition})`);
}

async function replay(
  match: string,
  { speed = DEFAULT_SPEED, json, data }: Options,
): Promise<void> {
  const config = loadConfig();
  const context = await openContext('replay', { ...config, logLevel: 'warn' }, serverUrls(config));
  const stopping = new AbortController();
  // An interrupted replay goes on where it was when the same match is replayed again.
  void once(process, 'SIGINT').then(() => {
    stopping.abort(new UsageError('The replay was stopped; replay the same match to go on.'));
  });
  try {
    const report = await replayMatch(match, {
      ...context,
      speed,
      ...(data === undefined ? {} : { dataDir: data }),
      signal: stopping.signal,
      onEvent: (event) => {
        if (json === true || event.kind === 'clock') return;
        const minute = Math.floor(event.clock.elapsedMs / 60_000);
        const side = 'side' in event ? event.side : '';
        console.log(
          `${event.clock.phase.padEnd(14)} ${String(minute).padStart(3)}'  ${event.kind} ${side}`,
        );
      },
    });
    console.log(json === true ? JSON.stringify(report) : textOf(report));
    if (!report.agrees) process.exitCode = 1;
  } catch (error) {
    const expected = error instanceof MatchNotFoundError || error instanceof RecordingError;
    throw expected ? new UsageError(`${error.message}; --list shows what there is.`) : error;
  } finally {
    await context.close();
  }
}

const scoreText = ({ home, away }: Score): string => `${String(home)}-${String(away)}`;

function textOf(report: ReplayReport): string {
  const { title, fixtureId, halfTime, fullTime, extraTime, shootOut } = report;
  return [
    `${title} (${fixtureId}, ${String(report.events)} events)`,
    `half time ${scoreText(halfTime)}, full time ${scoreText(fullTime)}`,
    extraTime === null ? '' : `extra time ${scoreText(extraTime)}`,
    shootOut === null ? '' : `penalties ${scoreText(shootOut)}`,
    report.agrees
      ? 'The events explain the official result.'
      : `The events do not explain the official result: ${report.contradictions.join('; ')}`,
  ]
    .filter((line) => line !== '')
    .join('\n');
}
