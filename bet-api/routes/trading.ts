import { Type } from 'typebox';

import {
  closed,
  CommandBodySchema,
  CommandListSchema,
  CommandResultSchema,
  FixtureIdSchema,
  formatMoney,
  oddsToDecimal,
  Refusal,
  TickerSchema,
  type FixtureId,
  type Static,
} from '#contracts/mod.ts';

import { latestBets } from '../bets/queries.ts';
import { identifyAs } from '../http/identity.ts';
import type { BetRow } from '../placement/bet-row.ts';
import type { RoutePorts } from '../ports.ts';
import { applyCommand, listCommands, refuseEnded } from '../trading/commands.ts';
import { refuseUnsoundOpening } from '../trading/opening.ts';
import { answers, withToken, type App } from './route.ts';

const OfFixtureSchema = closed({ fixtureId: FixtureIdSchema });
const LimitSchema = Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 }));

export function tradingRoutes(app: App, ports: RoutePorts): void {
  commandRoutes(app, ports);
  app.get(
    '/v1/trading/bets',
    {
      schema: {
        tags: ['trading'],
        summary: 'The bet ticker, newest first',
        security: withToken,
        querystring: closed({ fixtureId: Type.Optional(FixtureIdSchema), limit: LimitSchema }),
        response: answers({ 200: TickerSchema }),
      },
    },
    async (request) => {
      identifyAs('trader', ports.tokens, request);
      const { fixtureId, limit = 100 } = request.query;
      const rows = await latestBets(ports.pool, { fixtureId, limit });
      return { bets: rows.map((bet) => tick(bet, fixtureId)) };
    },
  );
}

function commandRoutes(app: App, ports: RoutePorts): void {
  const { pool, tokens, clock, newId, book } = ports;
  app.post(
    '/v1/trading/fixtures/:fixtureId/commands',
    {
      schema: {
        tags: ['trading'],
        summary: 'Suspend, resume, open, change margin, skew, its mode or limit',
        security: withToken,
        params: OfFixtureSchema,
        body: CommandBodySchema,
        response: answers({ 200: CommandResultSchema }),
      },
    },
    async (request) => {
      const { username } = identifyAs('trader', tokens, request);
      const { fixtureId } = request.params;
      if (!book.view(fixtureId)) throw new Refusal('FIXTURE_NOT_FOUND');
      const common = { commandId: newId(), fixtureId, actor: username, at: clock.now() };
      refuseEnded(request.body, common.at);
      refuseUnsoundOpening(request.body);
      return applyCommand(ports, { ...request.body, ...common });
    },
  );

  app.get(
    '/v1/trading/fixtures/:fixtureId/commands',
    {
      schema: {
        tags: ['trading'],
        summary: 'What traders did to a fixture, newest first',
        security: withToken,
        params: OfFixtureSchema,
        querystring: closed({ limit: LimitSchema }),
        response: answers({ 200: CommandListSchema }),
      },
    },
    async (request) => {
      identifyAs('trader', tokens, request);
      const { limit = 100 } = request.query;
      return { commands: [...(await listCommands(pool, request.params.fixtureId, limit))] };
    },
  );
}

/** One line of the ticker: the leg on the fixture that is looked at, or the first. */
function tick(
  bet: BetRow,
  fixture: FixtureId | undefined,
): Static<typeof TickerSchema>['bets'][number] {
  const leg = bet.legs.find(({ fixtureId }) => fixtureId === fixture) ?? bet.legs[0];
  return {
    betId: bet.betId,
    at: bet.decidedAt ?? bet.receivedAt,
    status: bet.status,
    fixtureId: leg.fixtureId,
    marketKey: leg.marketKey,
    outcomeId: leg.outcomeId,
    odds: oddsToDecimal(leg.odds ?? leg.requestedOdds),
    stake: formatMoney(bet.stakeMinor, bet.currency),
    currency: bet.currency,
    reason: bet.reason,
    legs: bet.legs.length,
  };
}
