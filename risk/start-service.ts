import {
  BetMessageSchema,
  InputError,
  subjects,
  TailQuestionSchema,
  type TailAnswer,
} from '#contracts/mod.ts';
import {
  consumeJson,
  decodeJson,
  followJson,
  InvalidMessageError,
  parserOf,
  sendJson,
  serveJson,
  type Clock,
  type Logger,
  type Metrics,
  type Nats,
} from '#platform/mod.ts';

import { DEFAULT_RATES, type HouseRates } from './exposure/mod.ts';
import type { SampleSize } from './exposure/scenarios/mod.ts';
import { DEFAULT_LEASES, type LeasePolicy } from './leases.ts';
import { FixtureChancesSchema, HostAliveSchema, RiskLeasesSchema } from './messages.ts';
import { RiskService, type BetSource } from './service.ts';

const parseBet = parserOf(BetMessageSchema);
const parseLeases = parserOf(RiskLeasesSchema);
const parseAlive = parserOf(HostAliveSchema);
const parseChances = parserOf(FixtureChancesSchema);
const parseQuestion = parserOf(TailQuestionSchema);

export type RiskServiceSettings = Readonly<{
  nats: Nats;
  clock: Clock;
  log: Logger;
  source: BetSource;
  rates?: HouseRates;
  leases?: LeasePolicy;
  sample?: SampleSize;
  tailLimitMinor?: bigint;
  metrics?: Metrics;
}>;

/** Reads the newest leases of an earlier run; resolves when there are none, too. */
async function restoreLeases(service: RiskService, { nats, log }: RiskServiceSettings) {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const reading = await followJson(nats, {
    stream: 'FACTS',
    filter: subjects.risk('lease'),
    from: 'last-per-subject',
    parse: parseLeases,
    handle: (leases) => {
      service.restore(leases);
    },
    onError: (error) => {
      log.warn({ err: error }, 'the last leases cannot be read');
    },
    onCaughtUp: () => {
      resolve(undefined);
    },
  });
  await promise;
  await reading.stop();
}

const MEASURE_MS = 5_000;

/** Tail and open bets of the house as gauges, every few seconds. */
function measureTail({ tail }: RiskService, { metrics, clock }: RiskServiceSettings): () => void {
  if (metrics === undefined) return () => undefined;
  const loss = metrics.gauge(
    'overround_risk_tail_loss_minor',
    'Loss of the whole book in house minor units, by figure',
    ['figure'],
  );
  const pending = metrics.gauge('overround_risk_pending_bets', 'Bets that wait for a decision');
  return clock.every(MEASURE_MS, () => {
    pending.set(tail.pending.size);
    for (const [figure, amount] of Object.entries(tail.house())) loss.set({ figure }, amount);
  });
}

/** Plain messages of hosts; one that cannot be read is refused, and the next one comes. */
function follow(
  { nats, log }: RiskServiceSettings,
  subject: string,
  take: (data: Uint8Array) => void,
) {
  return nats.connection.subscribe(subject, {
    callback: (failure, message) => {
      try {
        if (failure) throw failure;
        take(message.data);
      } catch (error) {
        const isRefused = error instanceof InvalidMessageError || error instanceof InputError;
        if (!failure && !isRefused) throw error;
        log.error({ err: error, subject: message.subject }, 'a message was refused');
      }
    },
  });
}

function serveTail({ tail }: RiskService, { nats, clock, log }: RiskServiceSettings) {
  return serveJson(nats, {
    subject: subjects.tail,
    parse: parseQuestion,
    handle: (question): TailAnswer => {
      try {
        return tail.answer(question, clock.now());
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        return { ok: false, field: error.field, message: error.message };
      }
    },
    onError: (error) => {
      log.warn({ err: error }, 'a question about the tail failed');
    },
  });
}

/**
 * Runs the risk service on NATS: `bet.*` in, `risk.lease` and `risk.portfolio` out. One copy at a time:
 * two would each lease out the whole budget.
 */
export async function startRiskService(
  settings: RiskServiceSettings,
): Promise<Readonly<{ service: RiskService; stop: () => Promise<void> }>> {
  const { nats, clock, log, source } = settings;
  const service = new RiskService({
    clock,
    source,
    rates: settings.rates ?? DEFAULT_RATES,
    leases: settings.leases ?? DEFAULT_LEASES,
    sample: settings.sample,
    tailLimitMinor: settings.tailLimitMinor,
    publish: {
      leases: (leases) => {
        sendJson(nats, subjects.risk('lease'), leases);
      },
      portfolio: (portfolio) => {
        sendJson(nats, subjects.risk('portfolio'), portfolio);
      },
    },
    onError: (error) => {
      log.error({ err: error }, 'the risk service failed at a step');
    },
  });
  await restoreLeases(service, settings);
  // First the messages, then the open bets: whatever changes in between is seen at least once.
  const bets = await consumeJson(nats, {
    stream: 'FACTS',
    durable: 'risk',
    from: 'new',
    filter: subjects.betAll,
    parse: parseBet,
    handle: (message) => service.onBet(message),
    onDeadLetter: (letter) => {
      log.error({ letter }, 'a bet message was refused');
    },
    onError: (error, meta) => {
      log.error({ err: error, sequence: meta.sequence }, 'a bet message failed');
    },
  });
  const hosts = [
    follow(settings, subjects.hostAlive, (data) => {
      service.onHostAlive(decodeJson(data, parseAlive));
    }),
    follow(settings, subjects.chancesAll, (data) => {
      service.tail.believe(decodeJson(data, parseChances));
    }),
  ];
  const answers = serveTail(service, settings);
  const stopMeasuring = measureTail(service, settings);
  const stop = async () => {
    for (const host of hosts) host.unsubscribe();
    stopMeasuring();
    await answers.stop();
    await bets.stop();
    await service.stop();
  };
  try {
    await service.start();
  } catch (error) {
    await stop();
    throw error;
  }
  return { service, stop };
}
