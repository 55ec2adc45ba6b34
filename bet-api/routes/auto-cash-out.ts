import {
  AutoCashOutBodySchema,
  AutoCashOutSchema,
  BetIdSchema,
  closed,
  parseMoney,
  Refusal,
} from '#contracts/mod.ts';

import { cancelRule, putRule, ruleOf, ruleView } from '../cash-out/rules.ts';
import { WHOLE_BPS } from '../cash-out/value.ts';
import { identify } from '../http/identity.ts';
import type { RoutePorts } from '../ports.ts';
import { answers, withToken, type App } from './route.ts';

const PATH = '/v1/bets/:betId/auto-cash-out';

/** The standing order on a bet: one at most is active. */
export function autoCashOutRoutes(app: App, { pool, tokens, clock, newId }: RoutePorts): void {
  const shared = {
    tags: ['bets'],
    security: withToken,
    params: closed({ betId: BetIdSchema }),
    response: answers({ 200: AutoCashOutSchema }),
  };
  app.put(
    PATH,
    {
      schema: {
        ...shared,
        summary: 'Cash out as soon as the offer reaches a value',
        body: AutoCashOutBodySchema,
      },
    },
    async (request) => {
      const { accountId, currency } = identify(tokens, request);
      const { body, params } = request;
      const targetMinor = parseMoney(body.value, currency);
      if (targetMinor === undefined || targetMinor <= 0n) throw new Refusal('AMOUNT_INVALID');
      const { partBps = WHOLE_BPS } = body;
      const common = { ruleId: newId(), accountId, currency, at: clock.now() };
      return ruleView(await putRule(pool, { ...params, ...common, partBps, targetMinor }));
    },
  );
  app.get(
    PATH,
    { schema: { ...shared, summary: 'The automatic cash-out of my bet' } },
    async (request) =>
      ruleView(await ruleOf(pool, identify(tokens, request).accountId, request.params.betId)),
  );
  app.delete(
    PATH,
    { schema: { ...shared, summary: 'Cancel the automatic cash-out' } },
    async (request) => {
      const { accountId } = identify(tokens, request);
      const { betId } = request.params;
      return ruleView(await cancelRule(pool, { accountId, betId, at: clock.now() }));
    },
  );
}
