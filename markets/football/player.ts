import type { Side, Specifiers } from '#contracts/mod.ts';

import { oncePer } from '../once-per.ts';
import type {
  Card,
  Goal,
  MatchRecord,
  Moment,
  Player,
  Substitution,
} from '../record/match-record.ts';
import { comparePlayingOrder, hasReached } from '../record/phases.ts';
import { regularTimeOver } from '../record/views.ts';
import { inRegularTime } from './counts.ts';
import type { PlayerFacts } from './facts.ts';

type Played = PlayerFacts['played'];
type Named = Readonly<{ side: Side; player: string | null }>;
/** Enough for every question that is asked of one player. */
const MORE_GOALS = 3;

/** Goals of the 90 minutes that count for a scorer: own goals are nobody's. */
export const scorerGoals = oncePer((record: MatchRecord): readonly Goal[] =>
  inRegularTime(record.goals).filter(({ how }) => how !== 'own-goal'),
);

const names = (player: Player | undefined, { side, player: name }: Named): boolean =>
  player?.side === side && player.name === name;

const cameOn = ({ substitutions }: MatchRecord, playerId: string): Substitution | undefined =>
  substitutions.find(({ on }) => on === playerId);
const takesOff = (change: Substitution, player: Player | undefined): boolean =>
  change.off === player?.id;
const sendsOff = (card: Card, player: Player | undefined): boolean =>
  card.colour !== 'yellow' && names(player, card);
const off = (record: MatchRecord, player: Player): readonly Moment[] => [
  ...record.substitutions.filter((change) => takesOff(change, player)),
  ...record.cards.filter((card) => sendsOff(card, player)),
];
/** Whether he has left the field for good, by a substitution or a card. */
export const hasLeft = (record: MatchRecord, player: Player | undefined): boolean =>
  record.substitutions.some((change) => takesOff(change, player)) ||
  record.cards.some((card) => sendsOff(card, player));

/** How a player has taken part in the 90 minutes so far; a player of no line-up has not. */
export function playedSoFar(record: MatchRecord, playerId: string): Played {
  const player = record.players.find(({ id }) => id === playerId);
  if (player === undefined) return 'not';
  if (player.starts) return 'from-start';
  const on = cameOn(record, playerId);
  if (on === undefined || hasReached(on.phase, 'full-time')) return 'not';
  const [first] = scorerGoals(record);
  const isLate = first !== undefined && comparePlayingOrder(first, on) < 0;
  return isLate ? 'after-first-goal' : 'before-first-goal';
}

/** Whether he was on the field at that moment, as far as the record says. */
function isOnAt(record: MatchRecord, player: Player, moment: Moment): boolean {
  const on = cameOn(record, player.id);
  const isIn = player.starts || (on !== undefined && comparePlayingOrder(on, moment) <= 0);
  return isIn && off(record, player).every((left) => comparePlayingOrder(moment, left) <= 0);
}

/** Whether a goal is his; both while the feed has not named the scorer of a goal of his side. */
function isHis(
  record: MatchRecord,
  player: Player | undefined,
  goal: Goal | undefined,
): readonly boolean[] {
  if (goal === undefined || player?.side !== goal.side) return [false];
  if (goal.player !== null) return [names(player, goal)];
  return isOnAt(record, player, goal) ? [true, false] : [false];
}

/** The ways in which the goals so far may fall on him. */
function* soFar(record: MatchRecord, player: Player | undefined): Generator<Scored> {
  const his = scorerGoals(record).map((goal) => isHis(record, player, goal));
  const least = his.filter((may) => !may.includes(false)).length;
  const most = his.filter((may) => may.includes(true)).length;
  for (let goals = least; goals <= most; goals += 1) {
    for (const first of his[0] ?? [false]) {
      for (const last of his.at(-1) ?? [false]) yield { goals, first, last };
    }
  }
}
type Scored = Omit<PlayerFacts, 'played'>;

/** What further goals, his own and those of others, may make of it. */
function* onwards(now: Scored, mayBeFirst: boolean, mayScore: boolean): Generator<Scored> {
  yield { ...now, last: false };
  if (!mayScore) return;
  for (let more = 1; more <= MORE_GOALS; more += 1) {
    for (const first of mayBeFirst ? [true, false] : [now.first]) {
      for (const last of [true, false]) yield { goals: now.goals + more, first, last };
    }
  }
}

function* roles(record: MatchRecord, played: Played, isGone: boolean): Generator<Played> {
  yield played;
  if (played !== 'not' || isGone || regularTimeOver(record)) return;
  if (scorerGoals(record).length === 0) yield 'before-first-goal';
  yield 'after-first-goal';
}

/** Every way in which a player's match may still end. */
export function* playerReachable(
  record: MatchRecord,
  { player: playerId = '' }: Specifiers,
): Generator<PlayerFacts> {
  const player = record.players.find(({ id }) => id === playerId);
  const isGoalless = scorerGoals(record).length === 0;
  const isGone = hasLeft(record, player);
  for (const played of roles(record, playedSoFar(record, playerId), isGone)) {
    if (played === 'not') {
      yield { goals: 0, first: false, last: false, played };
      continue;
    }
    const mayBeFirst = isGoalless && played !== 'after-first-goal';
    for (const now of soFar(record, player)) {
      yield { ...now, played };
      if (regularTimeOver(record)) continue;
      for (const then of onwards(now, mayBeFirst, !isGone)) yield { ...then, played };
    }
  }
}
