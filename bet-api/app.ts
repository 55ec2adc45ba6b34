import fastifyRateLimit from '@fastify/rate-limit';
import { TypeBoxValidatorCompiler, type TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { fastify, LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';

import { Refusal } from '#contracts/mod.ts';

import { keepDevices, type Devices } from './accounts/devices.ts';
import { describeApi, serveReference } from './http/documents.ts';
import { installErrorHandler } from './http/errors.ts';
import { peek } from './http/identity.ts';
import { servePages } from './http/pages.ts';
import { sendSecurityHeaders } from './http/security-headers.ts';
import { AutoCashOut } from './cash-out/auto-cash-out.ts';
import { CashOuts } from './cash-out/cash-outs.ts';
import { Placement } from './placement/placement.ts';
import type { BetApiPorts } from './ports.ts';
import { accountRoutes } from './routes/account.ts';
import { auditRoutes } from './routes/audit.ts';
import { authRoutes } from './routes/auth.ts';
import { autoCashOutRoutes } from './routes/auto-cash-out.ts';
import { betRoutes } from './routes/bets.ts';
import { cashOutRoutes } from './routes/cash-outs.ts';
import { bonusRoutes } from './routes/bonuses.ts';
import { customerRoutes } from './routes/customers.ts';
import { explanationRoutes } from './routes/explanations.ts';
import { feedRoutes } from './routes/feeds.ts';
import { fixtureRoutes } from './routes/fixtures.ts';
import { offerRoutes } from './routes/offers.ts';
import { operationRoutes } from './routes/operations.ts';
import { paymentRoutes } from './routes/payments.ts';
import { quoteRoutes } from './routes/quotes.ts';
import { referralRoutes } from './routes/referrals.ts';
import { layOffRoutes } from './routes/lay-off.ts';
import { riskRoutes } from './routes/risk.ts';
import { serviceRoutes } from './routes/service.ts';
import { settlementHoldRoutes } from './routes/settlement-holds.ts';
import { settlementRoutes } from './routes/settlement.ts';
import { statementRoutes } from './routes/statement.ts';
import { tradingRoutes } from './routes/trading.ts';
import { virtualRoutes } from './routes/virtual.ts';

const BODY_LIMIT_BYTES = 65_536;

export type BetApiApp = Readonly<{
  http: FastifyInstance;
  placement: Placement;
  cashOuts: CashOuts;
  autoCashOut: AutoCashOut;
  devices: Devices;
}>;

/** The HTTP application without a socket: `http.inject` in tests, `http.listen` in server.ts. */
export async function createBetApi(ports: BetApiPorts): Promise<BetApiApp> {
  // The plain type of a logger, so that the application has the plain type of an application.
  const loggerInstance: FastifyBaseLogger = ports.log;
  const http: FastifyInstance = fastify({
    loggerInstance,
    // Counted and timed instead; failures are logged where they are handled.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT_BYTES,
    // Only the direct peer is believed about its address, so that nobody escapes a limit by a header.
    trustProxy: false,
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    routerOptions: { maxParamLength: 128 },
  });
  const app = http.withTypeProvider<TypeBoxTypeProvider>();
  http.setValidatorCompiler(TypeBoxValidatorCompiler);
  // Answers are our own objects: their schemas are for the documents, and checked by tests.
  http.setSerializerCompiler(() => (value) => JSON.stringify(value));
  installErrorHandler(http);
  await protect(http, ports);
  await describeApi(http);
  const placement = new Placement(ports);
  const cashOuts = new CashOuts(ports);
  const autoCashOut = new AutoCashOut({ ...ports, cashOuts });
  const devices = keepDevices(ports, ports.deviceKey);
  const routePorts = { ...ports, placement, cashOuts, devices };
  authRoutes(app, routePorts);
  accountRoutes(app, routePorts);
  paymentRoutes(app, routePorts);
  statementRoutes(app, routePorts);
  operationRoutes(app, routePorts);
  settlementRoutes(app, routePorts);
  settlementHoldRoutes(app, routePorts);
  bonusRoutes(app, routePorts);
  fixtureRoutes(app, routePorts);
  betRoutes(app, routePorts);
  explanationRoutes(app, routePorts);
  quoteRoutes(app, routePorts);
  offerRoutes(app, routePorts);
  referralRoutes(app, routePorts);
  cashOutRoutes(app, routePorts);
  autoCashOutRoutes(app, routePorts);
  tradingRoutes(app, routePorts);
  feedRoutes(app, routePorts);
  riskRoutes(app, routePorts);
  layOffRoutes(app, routePorts);
  customerRoutes(app, routePorts);
  auditRoutes(app, routePorts);
  virtualRoutes(app, routePorts);
  serviceRoutes(app, routePorts);
  await serveReference(http);
  await servePages(http, ports.config.consoleDir);
  return { http, placement, cashOuts, autoCashOut, devices };
}

async function protect(http: FastifyInstance, { tokens, config }: BetApiPorts): Promise<void> {
  sendSecurityHeaders(http, config.gatewayUrl);
  const { rateLimit } = config;
  if (!rateLimit) return;
  await http.register(fastifyRateLimit, {
    max: rateLimit.max,
    timeWindow: rateLimit.windowMs,
    keyGenerator: (request) => peek(tokens, request)?.accountId ?? request.ip,
    errorResponseBuilder: (_, { ttl }) =>
      new Refusal('RATE_LIMITED', { retryAfterMs: Math.ceil(ttl) }),
  });
}
