import { setImmediate as turn } from 'node:timers/promises';

import {
  AliveSchema,
  BetMessageSchema,
  FixtureEventSchema,
  MarketQuotesSchema,
  subjects,
} from '#contracts/mod.ts';
import { followJson, parserOf, type Consumption, type Logger, type Nats } from '#platform/mod.ts';
import { RiskLeasesSchema } from '#risk/mod.ts';

import type { HostBudget } from './budget.ts';
import type { FixtureDesk } from './fixture-desk.ts';
import type { QuoteIntake } from './quote-intake.ts';

const parseEvent = parserOf(FixtureEventSchema);
const parseAlive = parserOf(AliveSchema);
const parseLeases = parserOf(RiskLeasesSchema);
const parseQuotes = parserOf(MarketQuotesSchema);
const parseBet = parserOf(BetMessageSchema);

/** So many are taken in one turn of the event loop: bets come in bursts, and a decision does not wait for a whole one. */
const BETS_A_TURN = 8;

type Readers = Readonly<{ desk: FixtureDesk; budget: HostBudget; intake: QuoteIntake }>;

/** What reaches the fixtures over NATS without being asked for: feed, signs of life, bets, the budget, quotes of others. */
export async function followInputs(
  { nats, log }: Readonly<{ nats: Nats; log: Logger }>,
  { desk, budget, intake }: Readers,
): Promise<readonly Consumption[]> {
  const onError = (error: unknown): void => {
    log.error({ err: error }, 'an input could not be taken');
  };
  const feed = await followJson(nats, {
    stream: 'FEED',
    filter: subjects.feedAll,
    from: 'new',
    parse: parseEvent,
    handle: (event) => {
      desk.feed(event);
    },
    onError,
  });
  let taken = 0;
  const bets = await followJson(nats, {
    stream: 'FACTS',
    filter: subjects.betAll,
    from: 'new',
    parse: parseBet,
    handle: (bet) => {
      desk.bet(bet);
      taken += 1;
      return taken % BETS_A_TURN === 0 ? turn() : undefined;
    },
    onError,
  });
  const quotes = await followJson(nats, {
    stream: 'QUOTES',
    from: 'last-per-subject',
    parse: parseQuotes,
    handle: (each) => {
      intake.take(each);
    },
    onError,
  });
  const listen = (subject: string, take: (value: unknown) => void): Consumption => {
    const subscription = nats.connection.subscribe(subject, {
      callback: (error, message) => {
        try {
          if (error) throw error;
          take(message.json());
        } catch (failure) {
          onError(failure);
        }
      },
    });
    return { stop: () => subscription.drain() };
  };
  // What a stream stores comes later than what is just passed on, so the stream only fills what that lost.
  const feedAtOnce = listen(subjects.feedAll, (value) => {
    desk.feed(parseEvent(value));
  });
  const alive = listen(subjects.aliveAll, (value) => {
    const { producer, at, fixtures } = parseAlive(value);
    for (const { fixtureId, version } of fixtures) desk.alive(producer, at, fixtureId, version);
  });
  const leases = listen(subjects.risk('lease'), (value) => {
    budget.take(parseLeases(value));
  });
  return [feed, feedAtOnce, bets, quotes, alive, leases];
}
