import { join } from 'node:path';

import { DEFAULT_BET_API_CONFIG, startBetApi } from '#bet-api/mod.ts';
import { STREAM_PATH } from '#odds/gateway/mod.ts';
import { jwtSecret, repoDir } from '#platform/mod.ts';
import { approvalPolicy } from '#settlement/mod.ts';

import { ATTRIBUTIONS } from '../attributions.ts';
import type { Context } from '../context.ts';
import type { StartedRole } from '../started-role.ts';
import { FACTOR_RULES } from './factor-rules.ts';

export async function startBetApiRole(context: Context): Promise<StartedRole> {
  const { config, pool, nats, clock, newId, log, metrics } = context;
  const { host, apiPort, gatewayPort, gatewayUrl } = config;
  const api = await startBetApi({
    pool,
    nats,
    clock,
    newId,
    log,
    metrics,
    jwtSecret: jwtSecret(config),
    port: apiPort,
    host,
    factorRules: FACTOR_RULES,
    config: {
      gatewayUrl: gatewayUrl ?? `ws://${host}:${String(gatewayPort)}${STREAM_PATH}`,
      attributions: ATTRIBUTIONS,
      ticketLimits: config.bets,
      accumulatorBonus: config.bets.accumulatorBonus,
      referForMs: config.bets.referForMs,
      approvals: approvalPolicy(config.bets.aloneUpToMinor),
      demoDeposits: config.demoUsers,
      payments:
        config.demoUsers || config.payments.providerUrl !== undefined
          ? DEFAULT_BET_API_CONFIG.payments
          : undefined,
      consoleDir: join(repoDir(), 'console', 'dist'),
    },
  });
  return { addresses: { api: api.url }, stop: () => api.stop() };
}
