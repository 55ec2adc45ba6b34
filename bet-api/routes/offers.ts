import { BetIdSchema, BetViewSchema, closed, type BetView } from '#contracts/mod.ts';

import { identify } from '../http/identity.ts';
import { takeOffer } from '../offers/take-offer.ts';
import type { RoutePorts } from '../ports.ts';
import { waitForAnswer } from './bets.ts';
import { answers, withToken, type App } from './route.ts';

/** Taking what was offered in the place of a refused bet. */
export function offerRoutes(app: App, ports: RoutePorts): void {
  app.post(
    '/v1/offers/:offerId/take',
    {
      schema: {
        tags: ['bets'],
        summary: 'Place the bet that was offered in the place of a refused one',
        description:
          'The offer is its own idempotency key: the same call again gets the same answer. Answers are those of POST /v1/bets.',
        security: withToken,
        params: closed({ offerId: BetIdSchema }),
        response: answers({ 201: BetViewSchema, 202: BetViewSchema }),
      },
    },
    async (request, reply) => {
      const { accountId } = identify(ports.tokens, request);
      const placed = await takeOffer(ports, accountId, request.params.offerId);
      const { status, body } = await waitForAnswer(ports, placed);
      // The type of a reply does not let a refusal pass whose status is known only at run time.
      return reply.code(status as 201).send(body as BetView);
    },
  );
}
