import { parseArgs } from 'node:util';

import { readFeedLine } from '#feeds/mod.ts';
import { makeBooks, parseMessage, quotesOf } from '#feeds/exchange/mod.ts';
import { seededRandom, type Random } from '#platform/mod.ts';

import { percentile } from '../report/percentiles.ts';
import { bar, type BenchResult } from '../report/report.ts';
import { eventLines } from './event-lines.ts';
import { exchangeLoad } from './exchange-load.ts';
import type { LagTrend } from './lag.ts';
import { liveLoad, type LiveLoad } from './live-load.ts';
import { uofLoad, uofReader } from './uof-load.ts';

const MARKETS = 50;
const RUNNERS = 12;

type Speed = Readonly<{ perSecond: number; medianUs: number; p99Us: number }>;

/** Every line timed by itself: `done` units in all, and how long one line takes. */
function timed<Item>(items: readonly Item[], done: number, work: (item: Item) => void): Speed {
  const takenUs = new Float64Array(items.length);
  items.forEach((item, at) => {
    const startedAt = performance.now();
    work(item);
    takenUs[at] = 1_000 * (performance.now() - startedAt);
  });
  const all = [...takenUs];
  const seconds = all.reduce((sum, one) => sum + one, 0) / 1e6;
  return {
    perSecond: done / seconds,
    medianUs: percentile(all, 0.5),
    p99Us: percentile(all, 0.99),
  };
}

/** The middle one by speed of several rounds, after one that is not counted. */
function middle(rounds: number, round: () => Speed): Speed {
  round();
  const all = Array.from({ length: rounds }, round).sort((a, b) => a.perSecond - b.perSecond);
  const found = all[Math.floor(all.length / 2)];
  if (found === undefined) throw new Error('no round was run');
  return found;
}

const lagFigures = (of: string, { medianMs, p99Ms, slopeMsPerS }: LagTrend) => ({
  [`lagMedianMs${of}`]: medianMs,
  [`lagP99Ms${of}`]: p99Ms,
  [`lagSlopeMsPerS${of}`]: slopeMsPerS,
});

const liveFigures = ({ all, byProducer, eventsPerSecond, fixtures }: LiveLoad) => ({
  ...{ liveFixtures: fixtures, liveEvents: all.events, liveEventsPerSecond: eventsPerSecond },
  ...lagFigures('', all),
  ...Object.fromEntries(
    [...byProducer].flatMap(([name, trend]) => Object.entries(lagFigures(` of ${name}`, trend))),
  ),
});

/** Lines of an exchange into books, and of each change of a market its quotes. */
function readExchange(random: Random, messages: number, rounds: number) {
  const { lines, runnerChanges } = exchangeLoad({
    ...{ random, messages, markets: MARKETS, runners: RUNNERS },
  });
  let quoted = 0;
  const speed = middle(rounds, () => {
    const books = makeBooks();
    return timed(lines, runnerChanges, (line) => {
      const message = parseMessage(line);
      if (message.op !== 'mcm') return;
      for (const id of books.apply(message)) {
        const book = books.market(id);
        if (book !== undefined) quoted += quotesOf('exchange', book).length;
      }
    });
  });
  return { lines, runnerChanges, quoted, speed };
}

/**
 * What one core reads of feeds: lines of an exchange stream to best prices, changes of odds in XML to quotes and facts,
 * and canonical event lines to events. From the bytes on; the network is not in it. Then many matches at once at many
 * times their rate through the feed service with real servers, and whether it falls behind.
 */
export async function feeds(args: readonly string[]): Promise<BenchResult> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      messages: { type: 'string', default: '20000' },
      rounds: { type: 'string', default: '5' },
      fixtures: { type: 'string', default: '300' },
      rate: { type: 'string', default: '50' },
      seconds: { type: 'string', default: '60' },
    },
  });
  const [messages, rounds] = [Number(values.messages), Number(values.rounds)];
  const random = seededRandom('feeds');
  const { lines, runnerChanges, quoted, speed: exchange } = readExchange(random, messages, rounds);
  const events = eventLines(random, messages);
  let read = 0;
  const normaliser = middle(rounds, () =>
    timed(events, events.length, (line) => {
      read += readFeedLine(line, 'bench', 1_900_000_000_000).kind.length > 0 ? 1 : 0;
    }),
  );
  const uof = uofLoad(messages);
  let uofQuotes = 0;
  const xml = middle(rounds, () => {
    const read = uofReader();
    return timed(uof.messages, uof.units, (bytes) => {
      uofQuotes += read(bytes) > 0 ? 1 : 0;
    });
  });
  const fixtures = Number(values.fixtures);
  const live = await liveLoad({
    ...{ fixtures, rate: Number(values.rate), seconds: Number(values.seconds) },
  });
  return {
    metrics: {
      ...{ messages: lines.length, runnerChanges, markets: MARKETS, rounds },
      exchangeDeltasPerSecond: exchange.perSecond,
      exchangeLineMedianUs: exchange.medianUs,
      exchangeLineP99Us: exchange.p99Us,
      uofUnitsPerSecond: xml.perSecond,
      uofMessageMedianUs: xml.medianUs,
      uofMessageP99Us: xml.p99Us,
      ...{ uofMedianBytes: uof.medianBytes, uofLargestBytes: uof.largestBytes },
      eventsPerSecond: normaliser.perSecond,
      normaliserMedianUs: normaliser.medianUs,
      normaliserP99Us: normaliser.p99Us,
      ...liveFigures(live),
    },
    bars: [
      bar('exchange deltas a second on one core', exchange.perSecond, '>=', 20_000),
      bar('UOF changes of odds a second on one core', xml.perSecond, '>=', 5_000),
      bar('normaliser p99, ms', normaliser.p99Us / 1_000, '<=', 1),
      bar('growth of the lag of live matches, ms a second', live.all.slopeMsPerS, '<=', 0.5),
    ],
    checks: {
      everyMessageMadeQuotes: quoted === (rounds + 1) * (messages + MARKETS),
      everyOddsChangeMadeQuotes: uofQuotes === (rounds + 1) * uof.messages.length,
      everyEventWasRead: read === (rounds + 1) * events.length,
      everyFixtureWasLive: live.fixtures >= fixtures,
      everyEventInOrder: live.outOfOrder === 0 && live.all.events > 0,
    },
  };
}
