import type { AccountId, BetId, RuleBook } from '#contracts/mod.ts';
import type { Transfer } from '#ledger/mod.ts';

import { betOutbox, changeOf, movesMoney } from '../bet-change.ts';
import type { BetChange, LockedBet, LockedLeg } from '../bet-store.ts';
import { reversalOf, settlementOf } from '../postings.ts';
import type { StoredMarketResult } from '../result-store.ts';
import type { SingleKind } from './kinds.ts';

/**
 * What every bet of a kind comes to, as the JSON objects that `settle_singles` reads, without the brace and the number
 * of the kind that they begin with: they are written once and used for many pages.
 */
export type SettledKind = Readonly<{
  /** False where its leg has a newer result and its customer gets what he got. */
  moves: boolean;
  /** The row of `settled_kind` that its bets refer to; null where nothing moves. */
  row: SettledKindRow | null;
  kind: string;
  transfers: readonly string[];
  /** The legs of all transfers. */
  legs: readonly string[];
}>;

export type MarketToSettle = StoredMarketResult & Readonly<{ fixtureId: LockedLeg['fixtureId'] }>;

/** What bets of a kind have in common once they are settled. */
type SettledKindRow = Readonly<{
  id: string;
  explanation: BetChange['explanation'];
  subject: string;
  betVersion: number;
  /** Fields of the body of their messages, as JSON without braces. */
  message: string;
}>;

const NIL = '00000000-0000-0000-0000-000000000000';
/** Stands for each bet of a kind and for its customer. */
const ANY_BET = NIL as BetId;
const ANY_ACCOUNT = NIL as AccountId;

/**
 * Settles one bet for all of its kind by the functions that settle bets one by one; `id` for its row. Undefined when
 * the market's result does not say what their answer came to.
 */
export function settleKind(
  kind: SingleKind,
  market: MarketToSettle,
  { rules, id }: Readonly<{ rules: RuleBook; id: string }>,
): SettledKind | undefined {
  const result = market.outcomes[kind.outcomeId];
  const ruleSet = rules[Math.max(0, kind.rulesBegun - 1)];
  if (result === undefined || ruleSet === undefined) return undefined;
  const bet = betOf(kind);
  const leg = { ...legOf(kind, market), result };
  const change = changeOf(bet, [leg], { rules: ruleSet, at: 0 });
  const moves = movesMoney(change);
  // The same money by another result: what was explained changes, which is told bet by bet.
  if (!moves && result !== kind.result) return undefined;
  const transfers = moves ? transfersOf(change) : [];
  const { subject, body } = betOutbox(change, 0);
  const { explanation } = change;
  const message = commonFields(body);
  return {
    moves,
    row: moves ? { id, explanation, subject, betVersion: kind.betVersion + 1, message } : null,
    kind: fields({
      bet_version: kind.betVersion,
      moves,
      before: kind.result,
      result,
      status: change.status,
      payout: change.payoutMinor === null ? null : String(change.payoutMinor),
      reason: change.reason,
      rules: change.rulesVersion,
      settled_kind: moves ? id : null,
    }),
    transfers: transfers.map(({ kind: word, version = 0, memo = {} }, nth) =>
      fields({ nth, word, version, memo }),
    ),
    legs: transfers.flatMap(({ legs }, nth) =>
      legs.map(({ accountId, amountMinor }, leg) => {
        // The wallet of each bet.
        const account = accountId === ANY_ACCOUNT ? null : accountId;
        return fields({ nth, leg, account, amount: String(amountMinor) });
      }),
    ),
  };
}

/** A JSON object without its first brace. */
const fields = (object: object): string => JSON.stringify(object).slice(1);

function transfersOf(change: BetChange): readonly Transfer[] {
  const { bet } = change;
  if (bet.status === 'accepted') return [settlementOf(change, 0)];
  // From wallets that have it all: the others are left to the ordinary way.
  return [reversalOf(change, 0, bet.payoutMinor ?? 0n), settlementOf(change, 0)];
}

/** Fields that each bet has for itself; the statement that settles it writes them. */
const OWN_FIELDS = ['betId', 'version', 'accountId', 'receivedAt', 'decidedAt', 'at'];

const commonFields = (body: unknown): string =>
  fields(
    Object.fromEntries(
      Object.entries(body as object).filter(([name]) => !OWN_FIELDS.includes(name)),
    ),
  ).slice(0, -1);

const betOf = (kind: SingleKind): LockedBet => ({
  betId: ANY_BET,
  accountId: ANY_ACCOUNT,
  status: kind.status,
  version: kind.betVersion,
  currency: kind.currency,
  stakeMinor: kind.stakeMinor,
  payoutMinor: kind.payoutMinor,
  policy: kind.policy,
  receivedAt: 0,
  decidedAt: 0,
  ownerEpoch: kind.ownerEpoch,
  settlementVersion: kind.settlementVersion,
  terms: null,
  bonus: null,
  bonusMinor: 0n,
  cashedStakeMinor: 0n,
  cashedOutMinor: 0n,
});

const legOf = (kind: SingleKind, market: MarketToSettle): LockedLeg => ({
  betId: ANY_BET,
  leg: 0,
  fixtureId: market.fixtureId,
  marketKey: market.marketKey,
  outcomeId: kind.outcomeId,
  home: kind.home,
  away: kind.away,
  odds: kind.odds,
  banker: false,
  builder: null,
  catalogueVersion: kind.catalogueVersion,
  result: null,
  resultVersion: market.resultVersion,
  basis: market.basis,
  voidReason: market.voidReason,
  isVoid: false,
});
