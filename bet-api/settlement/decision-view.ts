import {
  formatMoney,
  type Currency,
  type DecisionView,
  type EffectView,
  type OutcomeId,
  type OutcomeResult,
} from '#contracts/mod.ts';
import { effectKey, type Decision, type Effect } from '#settlement/mod.ts';

/** The decision as operators see it. */
export function decisionView(decision: Decision): DecisionView {
  const { action, effect } = decision;
  return {
    decisionId: decision.id,
    kind: action.kind,
    fixtureId: action.fixtureId,
    markets: 'results' in action ? action.results.map(marketView) : [],
    selections: 'selections' in action ? [...action.selections] : [],
    effect: effectView(effect),
    effectKey: effectKey(effect),
    reason: decision.reason,
    proposedBy: decision.proposedBy,
    proposedAt: decision.proposedAt,
    expiresAt: decision.expiresAt,
    status: decision.status,
    decidedBy: decision.decidedBy,
    decidedAt: decision.decidedAt,
    decisionReason: decision.decisionReason,
  };
}

type Markets = Extract<Decision['action'], { kind: 're-settlement' }>['results'];

const marketView = ({ marketKey, outcomes }: Markets[number]): DecisionView['markets'][number] => ({
  marketKey,
  outcomes: (Object.entries(outcomes) as [OutcomeId, OutcomeResult][]).map(([id, result]) => ({
    id,
    result,
  })),
});

export function effectView({ bets, currencies, largest }: Effect): EffectView {
  const money = (minor: string, currency: Currency): string => formatMoney(BigInt(minor), currency);
  return {
    bets,
    currencies: currencies.map((part) => ({
      currency: part.currency,
      bets: part.bets,
      stakes: money(part.stakeMinor, part.currency),
      payoutsBefore: money(part.beforeMinor, part.currency),
      payoutsAfter: money(part.afterMinor, part.currency),
      raised: money(part.raisedMinor, part.currency),
      lowered: money(part.loweredMinor, part.currency),
      receivable: money(part.receivableMinor, part.currency),
    })),
    largest: largest.map((bet) => ({
      betId: bet.betId,
      accountId: bet.accountId,
      currency: bet.currency,
      stake: money(bet.stakeMinor, bet.currency),
      payoutBefore: money(bet.beforeMinor, bet.currency),
      payoutAfter: money(bet.afterMinor, bet.currency),
    })),
  };
}
