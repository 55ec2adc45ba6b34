import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import { Type, type Static, type TSchema } from 'typebox';

import {
  betId,
  BetIdSchema,
  BetListSchema,
  BetViewSchema,
  closed,
  formatMoney,
  MaxStakeBodySchema,
  MaxStakeOfLegsBodySchema,
  MaxStakeSchema,
  PlaceBetBodySchema,
  PlaceMultipleBodySchema,
  Refusal,
  type BetView,
  type PlaceAnyBetBody,
} from '#contracts/mod.ts';

import type { Identity } from '../accounts/tokens.ts';
import { betOfAccount, betsOfAccount } from '../bets/queries.ts';
import { bonusOfWanted } from '../bets/bonus-of-wanted.ts';
import { largestStake } from '../bets/largest-stake.ts';
import { bonusWish } from '../bonuses/bonus-wish.ts';
import { DeviceHeadersSchema } from '../http/device-header.ts';
import { idempotencyKey, identify } from '../http/identity.ts';
import { within } from '../http/within.ts';
import { betView } from '../placement/bet-view.ts';
import { bodyHashOf, type Answer, type BetOrder, type OrderLeg } from '../placement/order.ts';
import type { Placed } from '../placement/placement.ts';
import { ticketOf } from '../placement/ticket.ts';
import type { RoutePorts } from '../ports.ts';
import { answers, withToken, type App } from './route.ts';

export function betRoutes(app: App, ports: RoutePorts): void {
  placeRoute(app, ports);
  readRoutes(app, ports);
  app.post(
    '/v1/bets/max-stake',
    {
      validatorCompiler: bySchema(MaxStakeBodySchema, MaxStakeOfLegsBodySchema),
      schema: {
        tags: ['bets'],
        summary: 'The largest stake that would be accepted now, of one leg or several',
        security: withToken,
        body: Type.Union([MaxStakeBodySchema, MaxStakeOfLegsBodySchema]),
        response: answers({ 200: MaxStakeSchema }),
      },
    },
    async (request) => {
      const identity = identify(ports.tokens, request);
      return largestStake(ports, identity, await withoutStake(ports, identity, request.body));
    },
  );
}

function placeRoute(app: App, ports: RoutePorts): void {
  const { tokens, placement, metrics, clock, devices } = ports;
  const counted = metrics.counter('overround_bets_total', 'Answers to bet requests by code.', [
    'code',
  ]);
  const took = metrics.histogram('overround_bet_seconds', 'From bet request to answer.');
  app.post(
    '/v1/bets',
    {
      validatorCompiler: bySchema(PlaceBetBodySchema, PlaceMultipleBodySchema),
      schema: {
        tags: ['bets'],
        summary: 'Place a single, a multiple, a system or a bet builder',
        description:
          'Needs an Idempotency-Key header. 201: accepted. 202: still being decided, poll GET /v1/bets/{betId}. Anything else: refused, with a code.',
        security: withToken,
        headers: DeviceHeadersSchema,
        body: Type.Union([PlaceBetBodySchema, PlaceMultipleBodySchema]),
        response: answers({ 201: BetViewSchema, 202: BetViewSchema }),
      },
    },
    async (request, reply) => {
      const startedAt = clock.monotonic();
      const identity = identify(tokens, request);
      const key = idempotencyKey(request);
      devices.note(identity.accountId, request.headers['x-device-id']);
      const placed = await placement.place(orderOf(ports, identity, { key, body: request.body }));
      const answer = await waitForAnswer(ports, placed);
      const { status, body } = answer;
      counted.inc({ code: 'code' in body ? body.code : status === 202 ? 'DELAYED' : 'ACCEPTED' });
      took.observe((clock.monotonic() - startedAt) / 1000);
      // The type of a reply does not let a refusal pass whose status is known only at run time.
      return reply.code(status as 201).send(body as BetView);
    },
  );
}

/** By the presence of `legs`, so that a mistake is told of the body that was meant. */
const bySchema =
  (ofOne: TSchema, ofLegs: TSchema): typeof TypeBoxValidatorCompiler =>
  (route) => {
    if (route.httpPart !== 'body') return TypeBoxValidatorCompiler(route);
    const single = TypeBoxValidatorCompiler({ ...route, schema: ofOne });
    const multiple = TypeBoxValidatorCompiler({ ...route, schema: ofLegs });
    const hasLegs = (body: unknown): boolean =>
      typeof body === 'object' && body !== null && 'legs' in body;
    return (body: unknown) => (hasLegs(body) ? multiple : single)(body);
  };

/** The lines of a bet whose stake is asked for: those of one with the smallest stake. */
async function withoutStake(
  ports: RoutePorts,
  { accountId, currency }: Identity,
  body: Static<typeof MaxStakeBodySchema> | Static<typeof MaxStakeOfLegsBodySchema>,
): Promise<Parameters<typeof largestStake>[2]> {
  const { config, book } = ports;
  const smallest = { pricePolicy: 'any', unitStake: formatMoney(1n, currency) } as const;
  const { unitStake: stake, pricePolicy } = smallest;
  const whole = 'legs' in body ? { ...body, ...smallest } : { ...body, pricePolicy, stake };
  const ticket = ticketOf(whole, currency, config.ticketLimits);
  const { legs, terms } = ticket;
  const wish = bonusWish(
    { legs, terms, currency, bonusId: body.bonusId },
    { book, isAutomatic: config.accumulatorBonus },
  );
  const bonus = await bonusOfWanted(ports, { ...ticket, ...wish, accountId, currency });
  return { legs, terms, bonus };
}

function orderOf(
  { book, clock, newId, config }: RoutePorts,
  { accountId, currency }: Identity,
  { key, body }: Readonly<{ key: string; body: PlaceAnyBetBody }>,
): BetOrder {
  const { legs, ...ticket } = ticketOf(body, currency, config.ticketLimits);
  const withTeams = (leg: (typeof legs)[number]): OrderLeg => {
    const { home = '', away = '' } = book.view(leg.selection.fixtureId)?.info ?? {};
    return { ...leg, teams: { home, away } };
  };
  const [first, ...others] = legs;
  const wanted = { legs, terms: ticket.terms, currency, bonusId: body.bonusId };
  return {
    betId: betId(newId()),
    ...bonusWish(wanted, { book, isAutomatic: config.accumulatorBonus }),
    accountId,
    currency,
    key,
    bodyHash: bodyHashOf(body),
    legs: [withTeams(first), ...others.map(withTeams)],
    ...ticket,
    policy: body.pricePolicy,
    receivedAt: clock.now(),
    ...(body.refer === true ? { referral: { kind: 'wished' as const } } : {}),
  };
}

/** Waits for the decision as long as the delay and a little longer; then says that it goes on. */
export async function waitForAnswer(
  { clock, config }: RoutePorts,
  placed: Placed,
): Promise<Answer> {
  if (placed.kind === 'answered') return placed.answer;
  const { bet, answer } = placed;
  const waitMs = Math.max(0, bet.dueAt - clock.now()) + config.answerGraceMs;
  return within(clock, answer, { waitMs, late: () => ({ status: 202, body: betView(bet) }) });
}

const PageSchema = closed({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  before: Type.Optional(BetIdSchema),
});

function readRoutes(app: App, { pool, tokens }: RoutePorts): void {
  app.get(
    '/v1/bets',
    {
      schema: {
        tags: ['bets'],
        summary: 'My bets, newest first',
        security: withToken,
        querystring: PageSchema,
        response: answers({ 200: BetListSchema }),
      },
    },
    async (request) => {
      const { accountId } = identify(tokens, request);
      const { limit = 50, before } = request.query;
      const rows = await betsOfAccount(pool, accountId, { limit, before });
      return { bets: rows.map(betView) };
    },
  );

  app.get(
    '/v1/bets/:betId',
    {
      schema: {
        tags: ['bets'],
        summary: 'One of my bets',
        security: withToken,
        params: closed({ betId: BetIdSchema }),
        response: answers({ 200: BetViewSchema }),
      },
    },
    async (request) => {
      const { accountId } = identify(tokens, request);
      const bet = await betOfAccount(pool, accountId, request.params.betId);
      if (!bet) throw new Refusal('BET_NOT_FOUND');
      return betView(bet);
    },
  );
}
