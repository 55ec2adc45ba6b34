import { exposeMetrics, runFirst, startOutboxRelay, type Config } from '#platform/mod.ts';

import { openContext, type Context, type ServerUrls } from '../context.ts';
import type { Role } from '../roles.ts';
import type { StartedRole } from '../started-role.ts';
import { onStop } from './on-stop.ts';
import type { ChildMessage } from './supervisor.ts';

// Each is loaded when it is started: a gateway needs neither the ledger nor the models.
const STARTERS: Readonly<Record<Role, (context: Context) => Promise<StartedRole>>> = {
  feeds: async (context) => (await import('../services/feeds.ts')).startFeedsRole(context),
  host: async (context) => (await import('../services/host.ts')).startHostRole(context),
  gateway: async (context) => (await import('../services/gateway.ts')).startGatewayRole(context),
  risk: async (context) => (await import('../services/risk.ts')).startRiskRole(context),
  'bet-api': async (context) => (await import('../services/bet-api.ts')).startBetApiRole(context),
  settlement: async (context) =>
    (await import('../services/settlement.ts')).startSettlementRole(context),
  payments: async (context) => (await import('../services/payments.ts')).startPaymentsRole(context),
  sealer: async (context) => (await import('../services/sealer.ts')).startSealerRole(context),
  analytics: async (context) =>
    (await import('../services/analytics.ts')).startAnalyticsRole(context),
};

/** Roles that write the outbox bring a relay; of all relays on one database one works and the others stand by. */
const WRITES_OUTBOX: readonly Role[] = ['bet-api', 'settlement', 'payments', 'sealer'];

/** Roles that every price goes through. */
const CARRIES_PRICES: readonly Role[] = ['host', 'gateway'];

/** Starts the roles in this process; the returned service stops them in the opposite order. */
export async function startRoles(
  roles: readonly Role[],
  config: Config,
  urls: ServerUrls,
): Promise<StartedRole & Readonly<{ context: Context }>> {
  const context = await openContext(roles.join('+'), config, urls);
  const started: StartedRole[] = [];
  const addresses: Record<string, string> = {};
  const stop = async (): Promise<void> => {
    for (const service of started.splice(0).reverse()) await service.stop();
    await context.close();
  };
  try {
    if (roles.some((role) => WRITES_OUTBOX.includes(role))) started.push(startOutboxRelay(context));
    for (const role of roles) {
      const service = await STARTERS[role](context);
      started.push(service);
      Object.assign(addresses, service.addresses);
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return { context, addresses, stop };
}

/** Between the last client of a gateway and the end of its process. */
const STOP_AFTER_DRAIN_MS = 4_000;

/**
 * The life of a service process: starts its roles, says so to its parent, and stops them on a signal or
 * when the parent is gone.
 */
export async function runRoles(
  roles: readonly Role[],
  config: Config,
  urls: ServerUrls,
): Promise<void> {
  const tell = (message: ChildMessage): void => {
    if (process.connected) process.send?.(message);
  };
  // Before the first thread is made: threads have the priority of who made them.
  if (config.runsFirst && roles.every((role) => CARRIES_PRICES.includes(role))) runFirst();
  try {
    const service = await startRoles(roles, config, urls);
    const metrics =
      config.metricsPort === undefined
        ? undefined
        : await exposeMetrics(service.context.metrics, {
            port: config.metricsPort,
            host: config.host,
          });
    const { clock, log } = service.context;
    const delayMs = Math.max(7_000, config.gateway.drainMs + STOP_AFTER_DRAIN_MS);
    const stopping = onStop({ clock, delayMs }, async (failure) => {
      if (failure !== undefined) log.error({ err: failure }, 'stopping after a failure');
      await metrics?.stop();
      await service.stop();
    });
    process.once('disconnect', () => {
      stopping.now();
    });
    tell({ type: 'ready', addresses: service.addresses ?? {} });
    log.info({ roles, ...service.addresses }, 'ready');
  } catch (error) {
    tell({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
    throw error;
  }
}
