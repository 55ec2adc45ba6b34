import type { FixtureEventOf, SportRules } from '#contracts/mod.ts';

import type { FixtureHistory } from './history.ts';

export type Certainty = FixtureEventOf<'result'>['certainty'];

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** Why all bets of a fixture are void. */
export type VoidCause = 'postponed' | 'cancelled';

/** How a fixture ended, as far as bets are concerned. */
export type Ending =
  | Readonly<{ kind: 'completed' }>
  | Readonly<{ kind: 'abandoned' }>
  | Readonly<{ kind: 'void'; cause: VoidCause }>;

export type Ruling =
  /** Nothing to pay yet. `dueAt` (UTC milliseconds): decide again then, even without another event. */
  | Readonly<{ kind: 'wait'; dueAt: number | null }>
  /** The events contradict each other: a person decides, and nothing is paid. */
  | Readonly<{ kind: 'review'; reason: string }>
  | Readonly<{ kind: 'result'; certainty: Certainty; ending: Ending }>;

/**
 * What the house rules say of a fixture now. Pure: the same history, rules and time give the same ruling,
 * and a later time only turns `wait` with a due time into a result.
 */
export function ruleOn(history: FixtureHistory, rules: SportRules, nowMs: number): Ruling {
  const { record, doubts } = history;
  if (doubts.length > 0) return { kind: 'review', reason: doubts.join('; ') };
  if (record.results.confirmed !== null) return completed('confirmed');
  switch (record.status) {
    case 'cancelled':
      return {
        kind: 'result',
        certainty: 'confirmed',
        ending: { kind: 'void', cause: 'cancelled' },
      };
    case 'postponed':
      return ruleOnPostponed(history, rules, nowMs);
    case 'abandoned':
      return afterHold(history, rules, nowMs, { kind: 'abandoned' });
    case 'interrupted':
      return { kind: 'wait', dueAt: null };
    case null:
      return record.results.live === null
        ? { kind: 'wait', dueAt: null }
        : afterHold(history, rules, nowMs, { kind: 'completed' });
  }
}

const completed = (certainty: Certainty): Ruling => ({
  kind: 'result',
  certainty,
  ending: { kind: 'completed' },
});

/** With a new date inside the window bets stand; with one beyond it they are void at once. */
function ruleOnPostponed(
  { record, firstStartsAt }: FixtureHistory,
  rules: SportRules,
  nowMs: number,
): Ruling {
  if (firstStartsAt === null) return { kind: 'review', reason: 'postponed without a first date' };
  const lastStartsAt = firstStartsAt + rules.postponementHours * HOUR_MS;
  const newStartsAt = record.info?.startsAt ?? firstStartsAt;
  return newStartsAt > lastStartsAt || nowMs >= lastStartsAt
    ? { kind: 'result', certainty: 'confirmed', ending: { kind: 'void', cause: 'postponed' } }
    : { kind: 'wait', dueAt: lastStartsAt };
}

function afterHold(
  { changedAt }: FixtureHistory,
  rules: SportRules,
  nowMs: number,
  ending: Ending,
): Ruling {
  const dueAt = changedAt + rules.reviewHoldMinutes * MINUTE_MS;
  return nowMs < dueAt ? { kind: 'wait', dueAt } : { kind: 'result', certainty: 'live', ending };
}
