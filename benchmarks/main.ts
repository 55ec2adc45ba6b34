import { calibration } from './calibration/calibration.ts';
import { crash } from './crash/crash.ts';
import { eventToOdds } from './event-to-odds/event-to-odds.ts';
import { fanout } from './fanout/fanout.ts';
import { feeds } from './feeds/feeds.ts';
import { firstRun } from './first-run/first-run.ts';
import { placement } from './placement/placement.ts';
import { pricing } from './pricing/pricing.ts';
import { reconnectStorm } from './reconnect-storm/reconnect-storm.ts';
import { printResult, type BenchResult } from './report/report.ts';
import { riskDetection } from './risk-season/risk-detection.ts';
import { riskSeason } from './risk-season/risk-season.ts';
import { riskSpeed } from './risk-speed/risk-speed.ts';
import { settlement } from './settlement/settlement.ts';

type Bench = Readonly<{ about: string; run: (args: readonly string[]) => Promise<BenchResult> }>;

const BENCHES: Readonly<Record<string, Bench>> = {
  'first-run': {
    about: 'seconds from `npm start` to the first odds on a WebSocket, cold and warm',
    run: firstRun,
  },
  pricing: {
    about: 'the whole in-play board, and single steps beside Python peers from PyPI',
    run: pricing,
  },
  placement: {
    about:
      'durable bets a second beside pgbench, in process and over HTTP (--rounds, --seconds, --no-http)',
    run: placement,
  },
  crash: {
    about: 'kill -9 of PostgreSQL, NATS and services under load: nothing lost (--rounds, --seed)',
    run: crash,
  },
  settlement: {
    about:
      'bets of one match paid, corrected and paid while others bet (--bets, --many 0 for no million)',
    run: settlement,
  },
  'event-to-odds': {
    about:
      'provider’s event to odds at 1,000 and 5,000 clients, hop by hop (--clients, --fixtures, --follow, --seconds, --deliveries, --view, --profile)',
    run: eventToOdds,
  },
  fanout: {
    about:
      'odds to thousands of clients beside ws, Socket.IO, Bun, NATS and Centrifugo (--clients, --bytes, --seconds, --rounds, --rate, --peers)',
    run: fanout,
  },
  feeds: {
    about: 'what one core reads of an exchange stream and of event lines (--messages, --rounds)',
    run: feeds,
  },
  'reconnect-storm': {
    about:
      'thousands of clients lose their gateway at once: time until all are right (--clients, --updates a second)',
    run: reconnectStorm,
  },
  'risk-speed': {
    about:
      'decisions, updates and a rebuild of the house’s risk with 200,000 open bets (--bets, --operations, --decisions)',
    run: riskSpeed,
  },
  'risk-detection': {
    about:
      'customers and fixes found on labelled data, as in risk-season (--customers, --fixtures)',
    run: riskDetection,
  },
  'risk-season': {
    about:
      'seasons of simulated customers, sold in five ways: variance, tail and hold with intervals; customers and fixes found on labelled data (--seeds, --seed, --matches, --threads, --customers, --fixtures, --out)',
    run: riskSeason,
  },
  calibration: {
    about:
      'ratings and in-play prices against what happened: log-loss and RPS (--data, --pictures)',
    run: calibration,
  },
};

const usage = (): string =>
  ['Usage: npm run bench -- NAME [options]', '']
    .concat(Object.entries(BENCHES).map(([name, { about }]) => `  ${name.padEnd(16)}${about}`))
    .concat(['', 'The last line printed is one JSON object; the table above it is for people.'])
    .join('\n');

/** What parseArgs says of an option that there is not. */
const isWrongOption = (error: unknown): error is Error =>
  error instanceof TypeError &&
  String((error as { code?: unknown }).code).startsWith('ERR_PARSE_ARGS');

const [name = '--help', ...args] = process.argv.slice(2);
const bench = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
if (bench === undefined) {
  const asked = ['--help', '-h'].includes(name);
  (asked ? console.log : console.error)(asked ? usage() : `No benchmark "${name}".\n\n${usage()}`);
  process.exitCode = asked ? 0 : 2;
} else if (args.includes('--help') || args.includes('-h')) {
  console.log(`Usage: npm run bench -- ${name} [options]\n\n  ${bench.about}`);
} else {
  try {
    const result = await bench.run(args);
    printResult(name, result);
    const sound =
      result.bars.every(({ ok }) => ok) && Object.values(result.checks).every((check) => check);
    process.exitCode = sound ? 0 : 1;
  } catch (error) {
    if (!isWrongOption(error)) throw error;
    console.error(`${error.message}\n\n  ${name}: ${bench.about}`);
    process.exitCode = 2;
  }
}
