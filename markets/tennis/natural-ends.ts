import type { Score, Side } from '#contracts/mod.ts';

import { aheadOf, NIL, plus, plusOne, type TennisTotals } from './facts.ts';
import {
  hadTiebreak,
  isMatchOpen,
  isSetEnd,
  setFormatAt,
  type SetFormat,
  type TennisFormat,
} from './format.ts';

/** No line of the catalogue is above the games of an advantage set that goes on so long. */
const LONG_SET = 60;

/** Games of the winner and of the loser of a set. */
function endsByWinner(format: SetFormat, longest: number): readonly (readonly [number, number])[] {
  const counts = Array.from({ length: longest + 1 }, (_, games) => games);
  return counts.flatMap((won) =>
    counts
      .filter((lost) => lost < won && isSetEnd(won, lost, format))
      .map((lost) => [won, lost] as const),
  );
}

/** Every score with which a set can end that stands at `open`; those of long advantage sets up to a limit. */
export function setEndsFrom(open: Score, format: SetFormat): readonly Score[] {
  const longest = format === 'adv' ? Math.max(LONG_SET, open.home, open.away) + 2 : 7;
  return endsByWinner(format, longest)
    .flatMap(([won, lost]) => [
      { home: won, away: lost },
      { home: lost, away: won },
    ])
    .filter(({ home, away }) => home >= open.home && away >= open.away);
}

/** What the rest of a match can add to the totals. */
type Tail = Readonly<{ sets: Score; games: Score; tiebreaks: number }>;
const NO_TAIL: Tail = { sets: NIL, games: NIL, tiebreaks: 0 };

const setOf = (games: Score): Tail => ({
  sets: plusOne(NIL, winnerOf(games)),
  games,
  tiebreaks: hadTiebreak(games.home, games.away) ? 1 : 0,
});
const winnerOf = (games: Score): Side => aheadOf(games) ?? 'home';

const join = (left: Tail, right: Tail): Tail => ({
  sets: plus(left.sets, right.sets),
  games: plus(left.games, right.games),
  tiebreaks: left.tiebreaks + right.tiebreaks,
});

const tails = new Map<string, readonly Tail[]>();

/** Every way to play on from the start of a set, ways with equal sums once. */
function tailsFrom(won: Score, format: TennisFormat): readonly Tail[] {
  if (!isMatchOpen(won.home, won.away, format)) return [NO_TAIL];
  const key = `${format.bestOf} ${format.finalSet} ${won.home}-${won.away}`;
  const known = tails.get(key);
  if (known !== undefined) return known;
  const found = new Map<string, Tail>();
  for (const end of setEndsFrom(NIL, setFormatAt(won.home, won.away, format))) {
    const set = setOf(end);
    for (const rest of tailsFrom(plus(won, set.sets), format)) {
      const tail = join(set, rest);
      const { sets, games, tiebreaks } = tail;
      found.set([sets.home, sets.away, games.home, games.away, tiebreaks].join(), tail);
    }
  }
  const list = [...found.values()];
  tails.set(key, list);
  return list;
}

/** Every way in which a match can be completed by play; its own totals when it is completed. */
export function* naturalEnds(totals: TennisTotals, format: TennisFormat): Generator<TennisTotals> {
  const { sets, games, firstSet, tiebreaks, open } = totals;
  if (!isMatchOpen(sets.home, sets.away, format)) {
    yield totals;
    return;
  }
  const before = { home: games.home - open.home, away: games.away - open.away };
  for (const end of setEndsFrom(open, setFormatAt(sets.home, sets.away, format))) {
    const set = join({ sets, games: before, tiebreaks }, setOf(end));
    for (const rest of tailsFrom(set.sets, format)) {
      yield { ...join(set, rest), firstSet: firstSet ?? winnerOf(end), open: NIL };
    }
  }
}
