import { createHash } from 'node:crypto';

import type { BetId, FixtureId, MarketKey, OutcomeId, OutcomeResult } from '#contracts/mod.ts';

import type { Effect } from './effect.ts';

/** What may be decided about settlement; stored as it is. */
export type Action = MarketResultAction | SelectionVoidAction | VoidUndoAction | ResettlementAction;

/** Markets get these results, whatever the feed says. */
export type MarketResultAction = Readonly<{
  kind: 'market-result';
  fixtureId: FixtureId;
  results: readonly DecidedMarket[];
}>;
export type DecidedMarket = Readonly<{
  marketKey: MarketKey;
  outcomes: Readonly<Record<OutcomeId, OutcomeResult>>;
  /** One of VOID_REASONS where outcomes are void. */
  voidReason: string | null;
  /** The version that it replaces; null for the first. */
  supersedes: number | null;
}>;

/** Single selections of bets on one fixture become void. */
export type SelectionVoidAction = Readonly<{
  kind: 'selection-void';
  fixtureId: FixtureId;
  /** One of VOID_REASONS. */
  code: string;
  selections: readonly Readonly<{ betId: BetId; leg: number; basis: string }>[];
}>;

/** Voids of single selections are taken back: they come to what their markets come to. */
export type VoidUndoAction = Readonly<{
  kind: 'void-undo';
  fixtureId: FixtureId;
  selections: SelectionVoidAction['selections'];
}>;

/** A correction of the feed that moves so much money that it waits. */
export type ResettlementAction = Readonly<{
  kind: 're-settlement';
  fixtureId: FixtureId;
  results: readonly Omit<DecidedMarket, 'voidReason'>[];
}>;

export const hasSelections = (action: Action): action is SelectionVoidAction | VoidUndoAction =>
  action.kind === 'selection-void' || action.kind === 'void-undo';

/** The same action always has the same digest, whatever the order of its parts. */
export const digestOf = (action: Action): string => hash(action);

/** Names an effect, so that who approves can say which one he has seen. */
export const effectKey = (effect: Effect): string => hash(effect).slice(0, 32);

const hash = (value: unknown): string =>
  createHash('sha256').update(canonical(value)).digest('hex');

/** The same text for the same value, whatever the order of its fields and of its lists. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).sort().join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).map(
    ([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`,
  );
  return `{${fields.sort().join(',')}}`;
}
