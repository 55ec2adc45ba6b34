import { InvalidArgumentError, type Command } from 'commander';

import type { MarketQuotes } from '#contracts/mod.ts';
import {
  makeCatalogueLines,
  makeDescriptions,
  makeFixtureIdentity,
  makeUofRest,
  makeUnknownElements,
  producersOf,
  runUofClient,
  UofFeed,
} from '#feeds/uof/mod.ts';
import { scriptedMatch, startUofTestServer } from '#feeds/uof/test-server/mod.ts';
import { createLogger, systemClock, systemRandom } from '#platform/mod.ts';

const EXAMPLES = `
Examples:
  $ npm run -s overround -- uof serve --amqp-port 5673 --api-port 8090 --speed 60
  $ npm run -s overround -- uof watch --amqp-port 5673 --api http://127.0.0.1:8090/v1
`;
const NODE = 1;
const ALIVE_EVERY_MS = 1_000;
/** Live and prematch, which scripted matches have. */
const PRODUCTS = [1, 3];

type ServeOptions = Readonly<{ amqpPort: number; apiPort: number; speed: number }>;
type WatchOptions = Readonly<{
  host: string;
  amqpPort: number;
  api: string;
  token: string;
  vhost: string;
  tls?: boolean;
  messages: number;
}>;

const numberBetween = (least: number, most: number) => (text: string) => {
  const value = Number(text);
  if (!(value >= least && value <= most))
    throw new InvalidArgumentError(`It must be from ${least} to ${most}.`);
  return value;
};
const port = numberBetween(0, 65_535);

export function addUof(program: Command): void {
  const uof = program
    .command('uof')
    .description(
      'The Unified Odds Feed: a server that plays the provider, and what a client makes of it',
    )
    .addHelpText('after', EXAMPLES);
  uof
    .command('serve')
    .description(
      'Play a scripted match again and again over AMQP, with the REST interface beside it',
    )
    .option('--amqp-port <port>', 'port of the broker; 0 takes any free one', port, 0)
    .option('--api-port <port>', 'port of the REST interface; 0 takes any free one', port, 0)
    .option('--speed <factor>', 'match minutes per real minute', numberBetween(1, 100_000), 60)
    .addHelpText('after', EXAMPLES)
    .action(serve);
  uof
    .command('watch')
    .description('Follow a feed, and print what its messages come to, one JSON document a line')
    .requiredOption('--amqp-port <port>', 'port of the broker', port)
    .requiredOption('--api <url>', 'address of the REST interface')
    .option('--host <name>', 'host of the broker', '127.0.0.1')
    .option('--token <token>', 'the access token', 'test')
    .option('--vhost <name>', 'the virtual host', '/unifiedfeed/1')
    .option('--tls', 'over TLS')
    .option(
      '--messages <count>',
      'end after so many messages; 0 never ends',
      numberBetween(0, 1e9),
      0,
    )
    .addHelpText('after', EXAMPLES)
    .action(watch);
}

/** Aborts when the user has had enough. */
function untilInterrupted(): AbortController {
  const stopping = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const)
    process.once(name, () => {
      stopping.abort(new Error('stopped'));
    });
  return stopping;
}

async function serve({ amqpPort, apiPort, speed }: ServeOptions): Promise<void> {
  const { signal } = untilInterrupted();
  const clock = systemClock;
  const server = await startUofTestServer({ clock, amqpPort, apiPort });
  console.log(JSON.stringify({ amqpPort: server.broker.port, api: server.apiUrl }));
  const stopAlives = clock.every(ALIVE_EVERY_MS, () => {
    for (const product of PRODUCTS) server.alive(product);
  });
  const isStopped = (): boolean => signal.aborted;
  try {
    for (let match = 1; !isStopped(); match += 1) {
      const urn = `sr:match:${match}`;
      const kickOffAt = clock.now();
      server.addEvent(urn, kickOffAt);
      let before: number | undefined;
      for (const message of scriptedMatch(urn, kickOffAt)) {
        await clock.sleep((message.at - (before ?? message.at)) / speed, signal);
        before = message.at;
        server.send(message);
      }
    }
  } catch (error) {
    if (!isStopped()) throw error;
  } finally {
    stopAlives();
    await server.close();
  }
}

const quoteLine = ({ marketKey, marketUrn, status, outcomes }: MarketQuotes) => ({
  market: marketKey ?? marketUrn,
  status,
  odds: Object.fromEntries(
    outcomes.map(({ outcomeId, providerId, back }) => [
      outcomeId ?? providerId,
      back?.odds ?? null,
    ]),
  ),
});

async function watch(options: WatchOptions): Promise<void> {
  const stopping = untilInterrupted();
  const unknown = makeUnknownElements();
  const clock = systemClock;
  const rest = makeUofRest({ clock, baseUrl: options.api, token: options.token, unknown }, NODE);
  const producers = producersOf(await rest.producers());
  const descriptions = makeDescriptions(await rest.descriptions());
  const feed = new UofFeed({
    ...{ producer: 'uof', descriptions, lines: makeCatalogueLines(descriptions) },
    identity: makeFixtureIdentity(),
  });
  const line = (value: object): void => {
    console.log(JSON.stringify(value));
  };
  let messages = 0;
  await runUofClient({
    ...{ clock, random: systemRandom, rest, feed, unknown, nodeId: NODE, signal: stopping.signal },
    log: createLogger({ name: 'uof', level: 'warn', format: 'json' }),
    broker: {
      ...{ hostname: options.host, port: options.amqpPort, isTls: options.tls === true },
      ...{ token: options.token, vhost: options.vhost, heartbeatS: 10, timeoutMs: 10_000 },
    },
    ...{ producers, descriptions },
    onOutputs: ({ drafts, quotes, settlements }) => {
      for (const { kind, eventId, fixtureId } of drafts)
        line({ fixture: fixtureId, kind, eventId });
      for (const quote of quotes) line(quoteLine(quote));
      for (const { kind, marketKey, marketUrn } of settlements)
        line({ claim: kind, market: marketKey ?? marketUrn });
    },
    onProducer: ({ name }, down) => {
      line({ producer: name, down });
    },
    onPoison: ({ reason }) => {
      line({ poison: reason });
    },
    onMessage: () => {
      messages += 1;
      if (messages === options.messages) stopping.abort(new Error('enough'));
    },
  });
}
