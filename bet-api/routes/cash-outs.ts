import { Type } from 'typebox';

import {
  BetIdSchema,
  CashOutListSchema,
  CashOutSchema,
  CashOutViewSchema,
  closed,
  formatMoney,
  Refusal,
  TakeCashOutBodySchema,
  type BetId,
  type CashOut,
} from '#contracts/mod.ts';

import type { Identity } from '../accounts/tokens.ts';
import { betOfAccount } from '../bets/queries.ts';
import { cashOutsOf, cashOutView, type CashOutAnswer } from '../cash-out/cash-out-row.ts';
import type { TakenCashOut } from '../cash-out/cash-outs.ts';
import { WHOLE_BPS } from '../cash-out/value.ts';
import { idempotencyKey, identify } from '../http/identity.ts';
import { within } from '../http/within.ts';
import type { BetRow } from '../placement/bet-row.ts';
import type { RoutePorts } from '../ports.ts';
import { answers, withToken, type App } from './route.ts';

const ofBet = { tags: ['bets'], security: withToken, params: closed({ betId: BetIdSchema }) };

/** The bet of the account that asks; throws BET_NOT_FOUND. */
async function ownBet(
  { pool }: Pick<RoutePorts, 'pool'>,
  { accountId }: Pick<Identity, 'accountId'>,
  betId: BetId,
): Promise<BetRow> {
  const bet = await betOfAccount(pool, accountId, betId);
  if (!bet) throw new Refusal('BET_NOT_FOUND');
  return bet;
}

/** Selling an open bet back: an offer, its taking, and what was taken. */
export function cashOutRoutes(app: App, ports: RoutePorts): void {
  offerRoute(app, ports);
  takeRoute(app, ports);
  app.get(
    '/v1/bets/:betId/cash-outs',
    {
      schema: {
        ...ofBet,
        summary: 'The cash-outs of one of my bets, newest first',
        response: answers({ 200: CashOutListSchema }),
      },
    },
    async (request) => {
      const identity = identify(ports.tokens, request);
      const { betId } = await ownBet(ports, identity, request.params.betId);
      const rows = await cashOutsOf(ports.pool, identity.accountId, betId);
      return { cashOuts: rows.map(cashOutView) };
    },
  );
}

function offerRoute(app: App, ports: RoutePorts): void {
  const partBps = Type.Integer({ minimum: 1, maximum: WHOLE_BPS, default: WHOLE_BPS });
  app.get(
    '/v1/bets/:betId/cash-out',
    {
      schema: {
        ...ofBet,
        summary: 'What an open bet of mine, or a part of it, is worth now',
        querystring: closed({ partBps: Type.Optional(partBps) }),
        response: answers({ 200: CashOutViewSchema }),
      },
    },
    async (request) => {
      const bet = await ownBet(ports, identify(ports.tokens, request), request.params.betId);
      const offer = await ports.cashOuts.price(bet, request.query.partBps ?? WHOLE_BPS);
      await ports.cashOuts.keep(bet, offer);
      const { betId, currency } = bet;
      const { quoteId, epoch, oddsSeq, delayMs, expiresAt } = offer;
      const money = (minor: bigint): string => formatMoney(minor, currency);
      return {
        quoteId,
        betId,
        stake: money(offer.stakeMinor),
        value: money(offer.valueMinor),
        fair: money(offer.fairMinor),
        remainingStake: money(offer.rest?.stakeMinor ?? 0n),
        currency,
        epoch,
        oddsSeq,
        delayMs,
        expiresAt,
      };
    },
  );
}

function takeRoute(app: App, ports: RoutePorts): void {
  const counted = ports.metrics.counter(
    'overround_cash_outs_total',
    'Answers to cash-out requests by code.',
    ['code'],
  );
  app.post(
    '/v1/bets/:betId/cash-out',
    {
      schema: {
        ...ofBet,
        summary: 'Take a quote: sell my open bet, or a part of it, back',
        description:
          'Needs an Idempotency-Key header. 200: paid. 202: the in-play delay runs, poll GET /v1/bets/{betId}/cash-outs. Anything else: refused, with a code.',
        body: TakeCashOutBodySchema,
        response: answers({ 200: CashOutSchema, 202: CashOutSchema }),
      },
    },
    async (request, reply) => {
      const { accountId } = identify(ports.tokens, request);
      const key = idempotencyKey(request);
      const { quoteId, pricePolicy: policy } = request.body;
      const { betId } = request.params;
      const wanted = { quoteId, betId, accountId, key, policy, ruleId: null };
      const answer = await answerTo(ports, await ports.cashOuts.take(wanted));
      const { status, body } = answer;
      counted.inc({ code: 'code' in body ? body.code : body.status.toUpperCase() });
      // The type of a reply does not let a refusal pass whose status is known only at run time.
      return reply.code(status as 200).send(body as CashOut);
    },
  );
}

/** Waits for the decision as long as the delay and a little longer; then says that it goes on. */
async function answerTo(
  { clock, config }: RoutePorts,
  taken: TakenCashOut,
): Promise<CashOutAnswer> {
  if (taken.kind === 'answered') return taken.answer;
  const { cashOut, answer } = taken;
  const waitMs = Math.max(0, cashOut.dueAt - clock.now()) + config.answerGraceMs;
  return within(clock, answer, {
    waitMs,
    late: () => ({ status: 202, body: cashOutView(cashOut) }),
  });
}
