import { startGateway } from '#odds/gateway/mod.ts';
import { connectNats, createMetrics, silentLogger, systemClock } from '#platform/mod.ts';

import { tellPort } from './tell-port.ts';

const pingMs = process.env['PING_MS'];

/** The gateway as the product runs it, with its own limits, in a process of its own. */
const gateway = await startGateway({
  port: Number(process.env['PORT'] ?? 0),
  nats: await connectNats({ url: process.env['NATS_URL'] ?? '', name: 'gateway' }),
  clock: systemClock,
  log: silentLogger(),
  metrics: createMetrics('gateway'),
  verifyToken: () => undefined,
  // A crowd that only reads answers no pings.
  limits: pingMs === undefined ? {} : { pingMs: Number(pingMs) },
  readyWithinMs: 3000,
});
tellPort(gateway.port);
