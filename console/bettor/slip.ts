import type {
  BetView,
  ErrorCode,
  FixtureId,
  GrantView,
  MarketKey,
  OutcomeId,
  PricePolicy,
} from '#contracts/mod.ts';

import { createState } from '../state.ts';

export type Pick = Readonly<{
  fixtureId: FixtureId;
  marketKey: MarketKey;
  outcomeId: OutcomeId;
  /** Decimal odds × 10,000 as the bettor saw and took them. */
  odds: number;
  fixture: string;
  market: string;
  outcome: string;
}>;

export type Problem = Readonly<{
  code: ErrorCode | 'OFFLINE';
  message: string;
  detail: Readonly<Record<string, unknown>>;
  /** Not null when it is unknown whether the bet was placed: it must be asked again with this key. */
  retryKey: string | null;
}>;

/** Whether a trader can take a bet that was refused for this. */
export const mayBeReferred = ({ code }: Readonly<{ code: Problem['code'] }>): boolean =>
  code === 'STAKE_ABOVE_LIMIT' || code === 'RISK_WORST_CASE';

/** Where an entry of the slip stands. `startedAt`: when this page learnt of the delay. */
export type Phase =
  | Readonly<{ step: 'open'; problem: Problem | null }>
  | Readonly<{ step: 'placing' }>
  | Readonly<{ step: 'delayed'; bet: BetView; startedAt: number }>
  | Readonly<{ step: 'accepted'; bet: BetView }>;

export type Entry = Pick &
  Readonly<{ id: string; stake: string; phase: Phase; bonus: GrantView | null }>;

const OPEN: Phase = { step: 'open', problem: null };
const MAX_ENTRIES = 20;

export const slip = createState<readonly Entry[]>([]);
export const pricePolicy = createState<PricePolicy>('higher');

export const entryId = (
  pick: Readonly<{ fixtureId: string; marketKey: string; outcomeId: string }>,
): string => `${pick.fixtureId}/${pick.marketKey}/${pick.outcomeId}`;

/** A second press takes the pick out again. */
export function togglePick(entries: readonly Entry[], pick: Pick): readonly Entry[] {
  const id = entryId(pick);
  const kept = entries.filter(({ phase }) => phase.step !== 'accepted');
  const known = kept.find((entry) => entry.id === id);
  if (known !== undefined)
    return known.phase.step === 'open' ? kept.filter((entry) => entry !== known) : kept;
  if (kept.length >= MAX_ENTRIES) return kept;
  return [...kept, { ...pick, id, stake: '', phase: OPEN, bonus: null }];
}

export function changeEntry(id: string, change: (entry: Entry) => Partial<Entry>): void {
  slip.update((entries) =>
    entries.map((entry) => (entry.id === id ? { ...entry, ...change(entry) } : entry)),
  );
}

export const removeEntry = (id: string): void => {
  slip.update((entries) => entries.filter((entry) => entry.id !== id));
};

const tried = (phase: Phase): Phase =>
  phase.step === 'open' && phase.problem?.retryKey === null ? OPEN : phase;

/** Typing a stake also takes away what was wrong with the last one, unless the bet may stand already. */
export function setStake(id: string, stake: string): void {
  changeEntry(id, ({ phase, bonus }) => ({
    stake: stake.replace(',', '.'),
    phase: tried(phase),
    // The stake of a free bet is its amount.
    bonus: bonus?.kind === 'free-bet' ? null : bonus,
  }));
}

/** Takes a grant for the bet, or none. A free bet brings its stake, and takes it away again. */
export function chooseBonus(id: string, bonus: GrantView | null): void {
  changeEntry(id, ({ phase, stake, bonus: before }) => ({
    bonus,
    stake: bonus?.amount ?? (before?.kind === 'free-bet' ? '' : stake),
    phase: tried(phase),
  }));
}

export const acceptPrice = (id: string, odds: number): void => {
  changeEntry(id, () => ({ odds, phase: OPEN }));
};

export type PriceCheck = 'same' | 'taken' | 'ask';

/** Whether a price that moved is covered by the policy (`taken`) or must be agreed to first (`ask`). */
export function checkPrice(seen: number, now: number, policy: PricePolicy): PriceCheck {
  if (seen === now) return 'same';
  switch (policy) {
    case 'any':
      return 'taken';
    case 'higher':
      return now > seen ? 'taken' : 'ask';
    case 'none':
      return 'ask';
  }
}
