import { join } from 'node:path';

import { httpProvider, startPayments, startSimulatedProvider } from '#payments/mod.ts';
import { secretFile } from '#platform/mod.ts';

import type { Context } from '../context.ts';
import type { StartedRole } from '../started-role.ts';

/** How long the simulated provider takes for each change of a payment, and between two handovers of money. */
const SIMULATED_STEP_MS = 1_000;
const SIMULATED_CLEARING_MS = 60_000;
const READ_LOG_EVERY_MS = 5_000;
const PROVIDER_TIMEOUT_MS = 10_000;

/** Deposits and withdrawals, with a simulated provider in this process where there is no other. */
export async function startPaymentsRole(context: Context): Promise<StartedRole> {
  const { config, pool, clock, log, metrics } = context;
  const { payments: settings, dataDir, host } = config;
  const apiKey = settings.providerKey ?? secretFile(dataDir, 'payment-provider.key');
  const kept = settings.webhookSecrets.length > 0;
  const secrets = kept ? settings.webhookSecrets : [secretFile(dataDir, 'payment-webhook.secret')];
  if (settings.providerUrl === undefined && !config.demoUsers) {
    log.warn('payments are off: set OVERROUND_PAYMENT_PROVIDER_URL to turn them on');
    return { stop: () => Promise.resolve() };
  }
  const simulated =
    settings.providerUrl === undefined
      ? await startSimulatedProvider({
          ...context,
          port: settings.simulatedPort,
          host,
          apiKey,
          webhookSecrets: secrets,
          stepMs: SIMULATED_STEP_MS,
          clearEveryMs: SIMULATED_CLEARING_MS,
          journal: join(dataDir, 'payment-provider.jsonl'),
        })
      : undefined;
  const url = settings.providerUrl ?? simulated?.url ?? '';
  const { webhookPort: port, webhookUrl: publicUrl } = settings;
  const service = await startPayments({
    pool,
    clock,
    log,
    metrics,
    provider: httpProvider({ name: 'simulated', url, apiKey, timeoutMs: PROVIDER_TIMEOUT_MS }),
    webhook: { port, host, secrets, publicUrl },
    readLogEveryMs: READ_LOG_EVERY_MS,
  }).catch(async (error: unknown) => {
    await simulated?.stop();
    throw error;
  });
  return {
    addresses: {
      webhooks: service.webhookUrl,
      ...(simulated ? { paymentProvider: simulated.url } : {}),
    },
    async stop() {
      await service.stop();
      await simulated?.stop();
    },
  };
}
