import { formatAt, setsToWin, type MatchFormat } from './match.ts';
import { gameChanceOfA, opponentOf, type Count, type Player, type PointChances } from './points.ts';
import {
  advantageFromLevel,
  currentGameChance,
  isTiebreak,
  setWinner,
  type SetFormat,
} from './set.ts';

/** A finished set and its chance; a tiebreak counts as one game. */
export type SetScore = Readonly<{ games: Count; chance: number }>;

/** An advantage set is followed no further: it is then level, and whoever wins takes the next two games. */
const LONGEST_SET = 400;

/** Chances of all final scores of a set that `server` opens. */
export function setScores(
  chances: PointChances,
  server: Player,
  format: SetFormat = 'tb7',
): readonly SetScore[] {
  const finished: SetScore[] = [];
  let open: readonly SetScore[] = [{ games: [0, 0], chance: 1 }];
  let serving = server;
  for (let played = 0; open.length > 0 && played < LONGEST_SET; played += 1) {
    const next = new Map<string, SetScore>();
    for (const { games, chance } of open) {
      const game = isTiebreak(games, format)
        ? currentGameChance(chances, { games, points: [0, 0], server: serving }, format)
        : gameChanceOfA(chances, serving);
      for (const { games: after, chance: of } of successors(games, game)) {
        const mass = chance * of;
        const key = after.join('-');
        if (setWinner(after, format) !== undefined) finished.push({ games: after, chance: mass });
        else next.set(key, { games: after, chance: (next.get(key)?.chance ?? 0) + mass });
      }
    }
    open = [...next.values()];
    serving = opponentOf(serving);
  }
  return merged([...finished, ...open.flatMap((set) => settled(chances, set))]);
}

/** Ends a level set which has gone on too long, at the chances of winning it from there. */
function settled(chances: PointChances, { games, chance }: SetScore): readonly SetScore[] {
  const level = advantageFromLevel(chances);
  const [a, b] = games;
  return [
    { games: [a + 2, b], chance: chance * level },
    { games: [a, b + 2], chance: chance * (1 - level) },
  ];
}

const successors = ([a, b]: Count, game: number): readonly SetScore[] => [
  { games: [a + 1, b], chance: game },
  { games: [a, b + 1], chance: 1 - game },
];

function merged(scores: readonly SetScore[]): readonly SetScore[] {
  const byGames = new Map<string, SetScore>();
  for (const { games, chance } of scores) {
    const key = games.join('-');
    byGames.set(key, { games, chance: chance + (byGames.get(key)?.chance ?? 0) });
  }
  return [...byGames.values()];
}

const MOST_GAMES = 5 * (LONGEST_SET + 3);

/** Distribution of the number of games of a whole match: `chances[n]` for n games. */
export function totalGames(
  chances: PointChances,
  server: Player,
  format: MatchFormat,
): Float64Array {
  const totals = new Float64Array(MOST_GAMES);
  const needed = setsToWin(format);
  const known = new Map<string, readonly SetScore[]>();
  const scoresOf = (first: Player, kind: SetFormat): readonly SetScore[] => {
    const scores = known.get(first + kind) ?? setScores(chances, first, kind);
    known.set(first + kind, scores);
    return scores;
  };
  type Open = Readonly<{ sets: Count; first: Player; games: number; chance: number }>;
  let open: readonly Open[] = [{ sets: [0, 0], first: server, games: 0, chance: 1 }];
  while (open.length > 0) {
    const next = new Map<string, Open>();
    for (const { sets, first, games, chance } of open) {
      for (const { games: set, chance: of } of scoresOf(first, formatAt(sets, format))) {
        const played = set[0] + set[1];
        const after: Count = set[0] > set[1] ? [sets[0] + 1, sets[1]] : [sets[0], sets[1] + 1];
        const at = games + played;
        const mass = chance * of;
        if (Math.max(...after) >= needed) totals[at] = (totals[at] ?? 0) + mass;
        else {
          const opens = played % 2 === 0 ? first : opponentOf(first);
          const key = `${after.join('-')}${opens}${String(at)}`;
          const soFar = next.get(key)?.chance ?? 0;
          next.set(key, { sets: after, first: opens, games: at, chance: soFar + mass });
        }
      }
    }
    open = [...next.values()];
  }
  return totals;
}
