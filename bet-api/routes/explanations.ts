import {
  BetIdSchema,
  closed,
  ExplanationViewSchema,
  formatMoney,
  Refusal,
  type AccountId,
  type BetId,
  type Currency,
  type ExplanationView,
} from '#contracts/mod.ts';
import type { Queryable } from '#platform/mod.ts';
import type { Explanation } from '#settlement/mod.ts';

import { identify } from '../http/identity.ts';
import type { RoutePorts } from '../ports.ts';
import { stepsOf } from '../settlement/arithmetic.ts';
import { answers, withToken, type App } from './route.ts';

/** How a bet was settled, as it was stored when it was. */
export function explanationRoutes(app: App, { pool, tokens }: RoutePorts): void {
  app.get(
    '/v1/bets/:betId/explanation',
    {
      schema: {
        tags: ['bets'],
        summary: 'How the payout of one of my bets came about: results, factors, rules and sums',
        security: withToken,
        params: closed({ betId: BetIdSchema }),
        response: answers({ 200: ExplanationViewSchema }),
      },
    },
    async (request) => {
      const { accountId } = identify(tokens, request);
      const { betId } = request.params;
      const stored = await storedExplanation(pool, accountId, betId);
      if (stored === undefined) throw new Refusal('BET_NOT_FOUND');
      if (stored.explanation === null) throw new Refusal('NOT_SETTLED');
      return view(betId, stored.currency, stored.explanation);
    },
  );
}

type Settled = Explanation & Readonly<{ settlementVersion: number }>;
type Stored = Readonly<{ currency: Currency; explanation: Settled | null }>;

async function storedExplanation(
  db: Queryable,
  account: AccountId,
  bet: BetId,
): Promise<Stored | undefined> {
  const { rows } = await db.query<Stored>(
    'SELECT currency, explanation_of(bet) AS explanation FROM bet WHERE id = $1 AND account_id = $2',
    [bet, account],
  );
  return rows[0];
}

function view(betId: BetId, currency: Currency, explanation: Settled): ExplanationView {
  const { legs, lines = [], factor, extraMinor = '0' } = explanation;
  const money = (minor: string): string => formatMoney(BigInt(minor), currency);
  return {
    betId,
    sentence: explanation.sentence,
    rulesVersion: explanation.rulesVersion,
    settlementVersion: explanation.settlementVersion,
    currency,
    stake: money(explanation.stakeMinor),
    payout: money(explanation.payoutMinor),
    bonus: money(extraMinor),
    factor,
    legs: legs.map((leg) => ({
      market: leg.market,
      outcome: leg.outcome,
      odds: leg.odds,
      basis: leg.basis,
      result: leg.result,
      resultVersion: leg.resultVersion,
      factor: leg.factor,
    })),
    lines: lines.map((line) => ({ legs: [...line.legs], factor: line.factor })),
    steps: [
      ...stepsOf({
        currency,
        stakeMinor: BigInt(explanation.stakeMinor),
        payoutMinor: BigInt(explanation.payoutMinor),
        bonusMinor: BigInt(extraMinor),
        factor,
        legs: legs.map((leg) => leg.factor),
        lines: lines.map((line) => line.factor),
      }),
    ],
  };
}
