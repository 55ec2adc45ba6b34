import type { Side } from '#contracts/mod.ts';
import {
  tennisFactsOfScores,
  tennisFactsOn,
  type Scenario,
  type TennisFacts,
  type TennisSubject,
} from '#markets/mod.ts';

import type { TennisModel } from '../state.ts';
import { afterPoint, pointChance, type Played, type Served } from './point-by-point.ts';

type Live = Readonly<{ state: Served; chance: number }>;
type Ended = Live & Readonly<{ note: string }>;

const sideOf = (player: 'A' | 'B'): Side => (player === 'A' ? 'home' : 'away');

/** What the point says of the subject, once it does. */
function noteOf(
  { finished, games, points }: Served,
  winner: 'A' | 'B',
  { state: then, game, tiebreak }: Played,
  subject: TennisSubject,
): string {
  if (subject.of === 'match' || subject.set !== finished.length + 1) return '';
  switch (subject.of) {
    case 'set':
      return then.finished[subject.set - 1]?.join('-') ?? '';
    case 'race': {
      const won = games[winner === 'A' ? 0 : 1] + 1;
      return game !== undefined && won === subject.games ? sideOf(winner) : '';
    }
    case 'game': {
      if (game === undefined || games[0] + games[1] + 1 !== subject.game) return '';
      return `${game.join('-')}${tiebreak ? ' tie-break' : ''}`;
    }
    case 'point': {
      const isGame = games[0] + games[1] + 1 === subject.game;
      return isGame && points[0] + points[1] + 1 === subject.point ? sideOf(winner) : '';
    }
  }
}

const scoreOf = (text: string) => {
  const [home = 0, away = 0] = text.split(/[- ]/).map(Number);
  return { home, away };
};

function factsOf(
  { format }: TennisModel,
  subject: TennisSubject,
  note: string,
  sets: Served['finished'],
): TennisFacts {
  switch (subject.of) {
    case 'match':
      return tennisFactsOfScores(
        format,
        sets.map(([home, away]) => ({ home, away })),
      );
    case 'set':
      return tennisFactsOn(
        format,
        subject,
        note === '' ? undefined : { games: scoreOf(note), over: true },
      );
    case 'game':
      return tennisFactsOn(
        format,
        subject,
        note === ''
          ? undefined
          : { points: scoreOf(note), over: true, tiebreak: note.endsWith('tie-break') },
      );
    case 'race':
    case 'point': {
      const side = note === '' ? undefined : note === 'home' ? 'home' : 'away';
      return tennisFactsOn(format, subject as Extract<TennisSubject, { of: 'race' }>, side);
    }
  }
}

const NEGLIGIBLE = 1e-13;

/** Every deuce of a game is like the first one; a tie-break goes on, as its order of service does. */
function folded({ state, tiebreak }: Played): Served {
  const [a, b] = state.points;
  return !tiebreak && a === 4 && b === 4 ? { ...state, points: [3, 3] } : state;
}

/**
 * The scenarios of a subject by the slow and obvious way: every point of the match in turn, scores with
 * equal history joined, until the subject is known or hardly any chance is left.
 */
export function slowScenarios(
  model: TennisModel,
  start: Served,
  subject: TennisSubject,
): readonly Scenario<TennisFacts>[] {
  const ended = new Map<string, Ended>();
  let live: readonly Live[] = [{ state: start, chance: 1 }];
  while (live.reduce((sum, { chance }) => sum + chance, 0) > NEGLIGIBLE) {
    const next = new Map<string, Ended>();
    for (const { state, chance } of live) {
      const win = pointChance(model, state.server);
      for (const [winner, of] of [
        ['A', win],
        ['B', 1 - win],
      ] as const) {
        const played = afterPoint(state, winner, model.format);
        const noted = noteOf(state, winner, played, subject);
        const then = folded(played);
        const key = `${then.finished.join('/')} ${then.games.join()} ${then.points.join()} ${then.server} ${noted}`;
        const into = played.over || noted !== '' ? ended : next;
        const mass = chance * of + (into.get(key)?.chance ?? 0);
        into.set(key, { state: then, note: noted, chance: mass });
      }
    }
    live = [...next.values()];
  }
  return [...ended.values()].map(({ state, note, chance }) => ({
    facts: factsOf(model, subject, note, state.finished),
    chance,
  }));
}
