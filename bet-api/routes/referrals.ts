import { Type } from 'typebox';

import {
  BetIdSchema,
  BetViewSchema,
  closed,
  ReferralListSchema,
  ReferralSchema,
  ReferralVerdictBodySchema,
  Refusal,
  type BetId,
  type Referral,
} from '#contracts/mod.ts';

import { betOfAccount } from '../bets/queries.ts';
import { identify, identifyAs } from '../http/identity.ts';
import { within } from '../http/within.ts';
import { selectBets, type BetRow } from '../placement/bet-row.ts';
import { betView } from '../placement/bet-view.ts';
import type { RoutePorts } from '../ports.ts';
import { referrals } from '../referrals/list.ts';
import { requestedVerdict } from '../referrals/requested-verdict.ts';
import { giveVerdict } from '../referrals/verdicts.ts';
import { answers, withToken, type App } from './route.ts';

const OfBetSchema = closed({ betId: BetIdSchema });

/** Bets that wait for a trader: what waits, the trader's word, and the customer's change of mind. */
export function referralRoutes(app: App, ports: RoutePorts): void {
  listRoute(app, ports);
  verdictRoute(app, ports);
  takeBackRoute(app, ports);
}

function listRoute(app: App, { pool, book, tokens }: RoutePorts): void {
  app.get(
    '/v1/trading/referrals',
    {
      schema: {
        tags: ['trading'],
        summary: 'Bets that wait for a trader, the first to expire first; then those that did',
        security: withToken,
        querystring: closed({
          waiting: Type.Optional(Type.Boolean({ default: true })),
          limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 })),
        }),
        response: answers({ 200: ReferralListSchema }),
      },
    },
    async (request) => {
      identifyAs('trader', tokens, request);
      const { waiting = true, limit = 100 } = request.query;
      return { referrals: [...(await referrals(pool, book, { waiting, limit }))] };
    },
  );
}

function verdictRoute(app: App, ports: RoutePorts): void {
  const { pool, tokens, clock } = ports;
  app.post(
    '/v1/trading/referrals/:betId',
    {
      schema: {
        tags: ['trading'],
        summary: 'Take a bet that waits, refuse it, or offer another stake or price',
        description:
          'One verdict counts for each bet; the same one of the same trader may be sent again. The hosts look at the match and the market once more before a bet is taken: `status` and `reason` say what became of it.',
        security: withToken,
        params: OfBetSchema,
        body: ReferralVerdictBodySchema,
        response: answers({ 200: ReferralSchema }),
      },
    },
    async (request) => {
      const { username } = identifyAs('trader', tokens, request);
      const { betId } = request.params;
      const [bet] = await selectBets(pool, { where: 'b.id = $1', order: 'b.id, l.leg' }, [betId]);
      if (bet?.referredUntil == null) throw new Refusal('REFERRAL_NOT_FOUND');
      const wanted = requestedVerdict(request.body, bet);
      await giveVerdict(pool, { ...wanted, betId, actor: username, at: clock.now() });
      await goOn(ports, bet);
      return oneReferral(ports, betId);
    },
  );
}

function takeBackRoute(app: App, ports: RoutePorts): void {
  const { pool, tokens, clock } = ports;
  app.post(
    '/v1/bets/:betId/cancel',
    {
      schema: {
        tags: ['bets'],
        summary: 'Take a bet of mine back while it waits for a trader',
        security: withToken,
        params: OfBetSchema,
        response: answers({ 200: BetViewSchema }),
      },
    },
    async (request) => {
      const { accountId, username } = identify(tokens, request);
      const { betId } = request.params;
      const bet = await betOfAccount(pool, accountId, betId);
      if (!bet) throw new Refusal('BET_NOT_FOUND');
      const none = { stakeMinor: null, odds: null, note: '' };
      const verdict = { betId, verdict: 'cancel', ...none, actor: username } as const;
      await giveVerdict(pool, { ...verdict, at: clock.now() }).catch((error: unknown) => {
        throw error instanceof Refusal ? new Refusal('BET_NOT_WAITING') : error;
      });
      await goOn(ports, bet);
      const after = await betOfAccount(pool, accountId, betId);
      return betView(after ?? bet);
    },
  );
}

/** Waits for what the verdict comes to, as a placement does; it goes on when that takes longer. */
async function goOn({ placement, clock, config }: RoutePorts, bet: BetRow): Promise<void> {
  if (bet.status !== 'delayed') return;
  const waitMs = Math.max(0, bet.dueAt - clock.now()) + config.answerGraceMs;
  const done = placement.goOn(bet).then(() => undefined);
  await within(clock, done, { waitMs, late: () => undefined });
}

async function oneReferral({ pool, book }: RoutePorts, betId: BetId): Promise<Referral> {
  const [found] = await referrals(pool, book, { waiting: false, limit: 1, betId });
  if (!found) throw new Refusal('REFERRAL_NOT_FOUND');
  return found;
}
