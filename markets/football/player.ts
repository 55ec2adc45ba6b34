import type { Specifiers } from '#contracts/mod.ts';

import type { Goal, MatchRecord } from '../record/match-record.ts';
import { regularTimeOver } from '../record/views.ts';
import type { PlayerFacts } from './facts.ts';

type Played = PlayerFacts['played'];
const MORE_GOALS = 3;

/** Goals of the 90 minutes that count for a scorer: own goals are nobody's. */
const scored = (record: MatchRecord): readonly Goal[] =>
  record.goals.filter(
    ({ phase, how }) => (phase === 'first-half' || phase === 'second-half') && how !== 'own-goal',
  );

/** How a player has taken part so far; undefined when no line-up names him. */
function playedSoFar(record: MatchRecord, playerId: string): Played | undefined {
  const player = record.players.find(({ id }) => id === playerId);
  if (player === undefined) return undefined;
  if (player.starts) return 'from-start';
  const on = record.substitutions.find((change) => change.on === playerId);
  if (on === undefined) return 'not';
  const [first] = scored(record);
  const wasLate = first !== undefined && isBefore(first, on);
  return wasLate ? 'after-first-goal' : 'before-first-goal';
}

const isBefore = (left: Goal, right: Readonly<{ minute: number; elapsedMs: number }>): boolean =>
  left.minute < right.minute || (left.minute === right.minute && left.elapsedMs < right.elapsedMs);

function* roles(record: MatchRecord, played: Played): Generator<Played> {
  yield played;
  if (played !== 'not' || regularTimeOver(record)) return;
  if (scored(record).length === 0) yield 'before-first-goal';
  yield 'after-first-goal';
}

/** Every way in which a player's match may still end. A player of no line-up has not played. */
export function* playerReachable(
  record: MatchRecord,
  { player = '' }: Specifiers,
): Generator<PlayerFacts> {
  const over = regularTimeOver(record);
  const all = scored(record);
  const name = record.players.find(({ id }) => id === player)?.name;
  const isHis = (goal: Goal | undefined): boolean =>
    goal !== undefined && goal.player !== null && goal.player === name;
  const goals = all.filter(isHis).length;
  const soFar = { goals, first: isHis(all[0]), last: isHis(all.at(-1)) };
  for (const played of roles(record, playedSoFar(record, player) ?? 'not')) {
    yield { ...soFar, played };
    if (over || played === 'not') continue;
    // Somebody else may score, and he may.
    const open = all.length === 0;
    yield { ...soFar, played, last: false };
    for (let more = 1; more <= MORE_GOALS; more += 1) {
      for (const first of open && played !== 'after-first-goal' ? [true, false] : [soFar.first]) {
        for (const last of [true, false]) yield { goals: goals + more, first, last, played };
      }
    }
  }
}
