import { createTokens, DEFAULT_BET_API_CONFIG } from '#bet-api/mod.ts';
import { startGateway } from '#odds/gateway/mod.ts';
import { jwtSecret } from '#platform/mod.ts';

import type { Context } from '../context.ts';
import type { StartedRole } from '../started-role.ts';

/** Long enough for clients to find another gateway, short enough for whoever waits for this one to stop. */
const DRAIN_MS = 3000;
/** Hosts speak once a second; whoever connects after that finds their boards. */
const READY_WITHIN_MS = 1500;

export async function startGatewayRole(context: Context): Promise<StartedRole> {
  const { config, nats, clock, log, metrics } = context;
  const { tokenLifeMs: lifeMs } = DEFAULT_BET_API_CONFIG;
  const tokens = await createTokens({ secret: jwtSecret(config), lifeMs, clock });
  const gateway = await startGateway({
    port: config.gatewayPort,
    host: config.host,
    nats,
    clock,
    log,
    metrics,
    drainMs: DRAIN_MS,
    readyWithinMs: READY_WITHIN_MS,
    verifyToken: (token) => tokens.verify(token),
  });
  return { addresses: { gateway: gateway.url }, stop: () => gateway.stop() };
}
