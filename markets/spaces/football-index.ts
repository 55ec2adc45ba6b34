/** Who scores next, counted from the present state of the match: 0 nobody, 1 the home team, 2 the away team. */
export const NEXT_NONE = 0;
export const NEXT_HOME = 1;
export const NEXT_AWAY = 2;
export type NextTeam = typeof NEXT_NONE | typeof NEXT_HOME | typeof NEXT_AWAY;

/**
 * The cells of football's core scenario space: goals in the first half (0..maxFirst a side), goals in
 * the second half (0..maxSecond a side) and the next team to score. The last class of each count holds
 * everything above it.
 *
 * One index serves every state of a match, so a cell exists for `next` = home when the home team scores
 * at all in it, and likewise for away. "Nobody scores next" needs no cell of its own: it is true exactly
 * when the final score is the present score, so its mass lies on the first cell of that score and is
 * recognised by the total. Only the goalless score has `next` none. That makes 2 × 36 × 49 tags less
 * 2 × 42 of a side that does not score, and the goalless cell: 3,445 cells at the default sizes.
 */
export type FootballIndex = Readonly<{
  maxFirst: number;
  maxSecond: number;
  size: number;
  h1: Uint8Array;
  a1: Uint8Array;
  h2: Uint8Array;
  a2: Uint8Array;
  next: Uint8Array;
  /** First cell of each first-half score (home-major), and `size` at the end. */
  firstHalfOffsets: Int32Array;
  /** Cells by ((h1, a1, h2, a2) home-major) × 3 + next; impossible `next` values give the first cell. */
  lookup: Int32Array;
}>;

export type IndexSizes = Readonly<{ maxFirst: number; maxSecond: number }>;
export const DEFAULT_SIZES: IndexSizes = { maxFirst: 5, maxSecond: 6 };
/** An index of 15 and 15 goals a side has 130,000 cells; higher half scores share the last class. */
export const LARGEST_CLASS = 15;

const teamsThatScore = (home: number, away: number): readonly NextTeam[] => {
  if (home + away === 0) return [NEXT_NONE];
  const teams: NextTeam[] = [];
  if (home > 0) teams.push(NEXT_HOME);
  if (away > 0) teams.push(NEXT_AWAY);
  return teams;
};

function build({ maxFirst, maxSecond }: IndexSizes): FootballIndex {
  const first = maxFirst + 1;
  const second = maxSecond + 1;
  const scores = first * first * second * second;
  const lookup = new Int32Array(scores * 3);
  const firstHalfOffsets = new Int32Array(first * first + 1);
  const columns: [number[], number[], number[], number[], number[]] = [[], [], [], [], []];
  let size = 0;
  for (let score = 0; score < scores; score += 1) {
    const halfTime = Math.floor(score / (second * second));
    const rest = score % (second * second);
    const [h1, a1] = [Math.floor(halfTime / first), halfTime % first];
    const [h2, a2] = [Math.floor(rest / second), rest % second];
    if (rest === 0) firstHalfOffsets[halfTime] = size;
    lookup.fill(size, score * 3, score * 3 + 3);
    for (const next of teamsThatScore(h1 + h2, a1 + a2)) {
      lookup[score * 3 + next] = size;
      [h1, a1, h2, a2, next].forEach((value, at) => columns[at]?.push(value));
      size += 1;
    }
  }
  firstHalfOffsets[first * first] = size;
  const [h1, a1, h2, a2, next] = columns.map((column) => Uint8Array.from(column));
  if (!h1 || !a1 || !h2 || !a2 || !next) throw new RangeError('unreachable: five columns');
  return { maxFirst, maxSecond, size, h1, a1, h2, a2, next, firstHalfOffsets, lookup };
}

const built = new Map<number, FootballIndex>();

/**
 * The index of a size; equal sizes give the same object, so that payoff tables are shared over fixtures.
 * @throws RangeError unless both sizes are integers in 1..LARGEST_CLASS.
 */
export function buildFootballIndex(
  maxFirst = DEFAULT_SIZES.maxFirst,
  maxSecond = DEFAULT_SIZES.maxSecond,
): FootballIndex {
  for (const size of [maxFirst, maxSecond]) {
    if (!Number.isInteger(size) || size < 1 || size > LARGEST_CLASS) {
      throw new RangeError(`an index size must be in 1..${LARGEST_CLASS}: ${size}`);
    }
  }
  const key = maxFirst * (LARGEST_CLASS + 1) + maxSecond;
  const index = built.get(key) ?? build({ maxFirst, maxSecond });
  built.set(key, index);
  return index;
}

export type FinalScore = Readonly<{ h1: number; a1: number; h2: number; a2: number }>;

/** The cell of a final score; counts above the last class fall into it. */
export function footballCell(index: FootballIndex, score: FinalScore, next: NextTeam): number {
  const { maxFirst, maxSecond, lookup } = index;
  const h1 = Math.min(score.h1, maxFirst);
  const a1 = Math.min(score.a1, maxFirst);
  const h2 = Math.min(score.h2, maxSecond);
  const a2 = Math.min(score.a2, maxSecond);
  const row = (h1 * (maxFirst + 1) + a1) * (maxSecond + 1) + h2;
  return lookup[(row * (maxSecond + 1) + a2) * 3 + next] ?? 0;
}

/** Who scores goal number `goal` (counted from 1) in a cell, seen from a state with `goal` − 1 goals. */
export function scorerOfGoal(index: FootballIndex, cell: number, goal: number): NextTeam {
  const total =
    (index.h1[cell] ?? 0) + (index.a1[cell] ?? 0) + (index.h2[cell] ?? 0) + (index.a2[cell] ?? 0);
  if (total < goal) return NEXT_NONE;
  return index.next[cell] === NEXT_AWAY ? NEXT_AWAY : NEXT_HOME;
}
