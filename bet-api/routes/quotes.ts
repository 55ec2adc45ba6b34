import { Type } from 'typebox';

import {
  BetIdSchema,
  BuilderBodySchema,
  BuilderViewSchema,
  CashOutViewSchema,
  closed,
  ExplanationSchema,
  FixtureIdSchema,
  formatMoney,
  MarketKeySchema,
  oddsToDecimal,
  Refusal,
  type Odds,
} from '#contracts/mod.ts';

import { betOfAccount } from '../bets/queries.ts';
import { identify, identifyAs } from '../http/identity.ts';
import type { RoutePorts } from '../ports.ts';
import { answers, withToken, type App } from './route.ts';

const OfFixtureSchema = closed({ fixtureId: FixtureIdSchema });

/** What things are worth now: answers of the host that prices the fixture. Nothing here takes a bet. */
export function quoteRoutes(app: App, ports: RoutePorts): void {
  builderRoute(app, ports);
  cashOutRoute(app, ports);
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

const WHOLE_BPS = 10_000;

function cashOutRoute(app: App, { pool, tokens, quotes }: RoutePorts): void {
  app.get(
    '/v1/bets/:betId/cash-out',
    {
      schema: {
        tags: ['bets'],
        summary: 'What an open bet of mine, or a part of it, is worth now',
        security: withToken,
        params: closed({ betId: BetIdSchema }),
        querystring: closed({
          partBps: Type.Optional(
            Type.Integer({ minimum: 1, maximum: WHOLE_BPS, default: WHOLE_BPS }),
          ),
        }),
        response: answers({ 200: CashOutViewSchema }),
      },
    },
    async (request) => {
      const { accountId } = identify(tokens, request);
      const bet = await betOfAccount(pool, accountId, request.params.betId);
      if (!bet) throw new Refusal('BET_NOT_FOUND');
      const [{ fixtureId, marketKey, outcomeId, odds }, ...others] = bet.legs;
      if (bet.status !== 'accepted' || odds === null || others.length > 0) {
        throw new Refusal('QUOTE_NOT_POSSIBLE', { status: bet.status, legs: bet.legs.length });
      }
      const { stakeMinor, currency } = bet;
      const { partBps = WHOLE_BPS } = request.query;
      const quote = await quotes.cashOut({
        op: 'cash-out',
        fixtureId,
        marketKey,
        outcomeId,
        odds,
        stakeMinor: String(stakeMinor),
        partBps,
      });
      const money = (minor: string): string => formatMoney(BigInt(minor), currency);
      return {
        betId: bet.betId,
        value: money(quote.valueMinor),
        fair: money(quote.fairMinor),
        remainingStake: money(quote.remainingStakeMinor),
        currency,
        epoch: quote.epoch,
        oddsSeq: quote.oddsSeq,
        expiresAt: quote.expiresAt,
      };
    },
  );
}
