import {
  BuilderBodySchema,
  BuilderViewSchema,
  closed,
  ExplanationSchema,
  FixtureIdSchema,
  MarketKeySchema,
  oddsToDecimal,
  SettingSchema,
  WhatIfSchema,
  type Odds,
} from '#contracts/mod.ts';

import { identifyAs } from '../http/identity.ts';
import type { RoutePorts } from '../ports.ts';
import { refuseEnded } from '../trading/commands.ts';
import { answers, withToken, type App } from './route.ts';

const OfFixtureSchema = closed({ fixtureId: FixtureIdSchema });

/** What things are worth now: answers of the host that prices the fixture. Nothing here takes a bet. */
export function quoteRoutes(app: App, ports: RoutePorts): void {
  builderRoute(app, ports);
  whatIfRoute(app, ports);
  app.get(
    '/v1/trading/fixtures/:fixtureId/explain',
    {
      schema: {
        tags: ['trading'],
        summary: 'Why each price of a market is what it is',
        security: withToken,
        params: OfFixtureSchema,
        querystring: closed({ marketKey: MarketKeySchema }),
        response: answers({ 200: ExplanationSchema }),
      },
    },
    async (request) => {
      identifyAs('trader', ports.tokens, request);
      return ports.quotes.explain({ op: 'explain', ...request.params, ...request.query });
    },
  );
}

/** What a setting of a trader would do, asked before he gives the command. */
function whatIfRoute(app: App, { quotes, tokens, clock }: RoutePorts): void {
  app.post(
    '/v1/trading/fixtures/:fixtureId/what-if',
    {
      schema: {
        tags: ['trading'],
        summary: 'Prices and worst cases before and after a margin or a mode of skew; sets nothing',
        security: withToken,
        params: OfFixtureSchema,
        body: SettingSchema,
        response: answers({ 200: WhatIfSchema }),
      },
    },
    async (request) => {
      identifyAs('trader', tokens, request);
      const change = request.body;
      refuseEnded(change, clock.now());
      return quotes.whatIf({ op: 'what-if', ...request.params, change });
    },
  );
}

const decimalOf = (odds: number | null): number | null =>
  odds === null ? null : oddsToDecimal(odds as Odds);

function builderRoute(app: App, { quotes }: RoutePorts): void {
  app.post(
    '/v1/fixtures/:fixtureId/builder',
    {
      schema: {
        tags: ['fixtures'],
        summary: 'The joint price of legs of one match, and what can be added to them',
        params: OfFixtureSchema,
        body: BuilderBodySchema,
        response: answers({ 200: BuilderViewSchema }),
      },
    },
    async ({ params, body }) => {
      const quote = await quotes.builder({ op: 'builder', ...params, legs: body.legs });
      return {
        ...quote,
        odds: decimalOf(quote.odds),
        combinable: quote.combinable.map((each) => ({ ...each, odds: decimalOf(each.odds) })),
      };
    },
  );
}
