import { BetMessageSchema, subjects } from '#contracts/mod.ts';
import {
  consumeJson,
  decodeJson,
  followJson,
  InvalidMessageError,
  parserOf,
  sendJson,
  type Clock,
  type Logger,
  type Nats,
} from '#platform/mod.ts';

import { DEFAULT_RATES, type HouseRates } from './exposure/mod.ts';
import { DEFAULT_LEASES, type LeasePolicy } from './leases.ts';
import { HostAliveSchema, RiskLeasesSchema } from './messages.ts';
import { RiskService, type BetSource } from './service.ts';

const parseBet = parserOf(BetMessageSchema);
const parseLeases = parserOf(RiskLeasesSchema);
const parseAlive = parserOf(HostAliveSchema);

export type RiskServiceSettings = Readonly<{
  nats: Nats;
  clock: Clock;
  log: Logger;
  source: BetSource;
  rates?: HouseRates;
  leases?: LeasePolicy;
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

function followHosts(service: RiskService, { nats, log }: RiskServiceSettings) {
  return nats.connection.subscribe(subjects.hostAlive, {
    callback: (failure, message) => {
      try {
        if (failure) throw failure;
        service.onHostAlive(decodeJson(message.data, parseAlive));
      } catch (error) {
        if (!failure && !(error instanceof InvalidMessageError)) throw error;
        log.error({ err: error, subject: subjects.hostAlive }, 'a message was refused');
      }
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
  const hosts = followHosts(service, settings);
  const stop = async () => {
    hosts.unsubscribe();
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
