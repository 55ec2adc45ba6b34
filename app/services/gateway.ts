import { createTokens, DEFAULT_BET_API_CONFIG } from '#bet-api/mod.ts';
import { startGateway } from '#odds/gateway/mod.ts';
import { jwtSecret } from '#platform/mod.ts';

import type { Context } from '../context.ts';
import type { StartedRole } from '../started-role.ts';

/** Hosts speak once a second; whoever connects after that finds their boards. */
const READY_WITHIN_MS = 1500;

export async function startGatewayRole(context: Context): Promise<StartedRole> {
  const { config, nats, clock, log, metrics } = context;
  const { tokenLifeMs: lifeMs } = DEFAULT_BET_API_CONFIG;
  const { allowedOrigins, trustedProxies, drainMs, limits } = config.gateway;
  const tokens = await createTokens({ secret: jwtSecret(config), lifeMs, clock });
  const gateway = await startGateway({
    port: config.gatewayPort,
    host: config.host,
    nats,
    clock,
    log,
    metrics,
    ...(allowedOrigins === undefined ? {} : { allowedOrigins }),
    trustedProxies,
    limits,
    drainMs,
    readyWithinMs: READY_WITHIN_MS,
    verifyToken: (token) => tokens.verify(token),
  });
  return { addresses: { gateway: gateway.url }, stop: () => gateway.stop() };
}
