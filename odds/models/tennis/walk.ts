/** Counts of A and of B: points of a game, games of a set, or sets. */
export type Count = readonly [a: number, b: number];
/** Chances that A and that B wins, both worked out so that a tiny one keeps its digits. */
export type Split = Readonly<{ a: number; b: number }>;
/** A score and its chance. */
export type Scored = Readonly<{ score: Count; chance: number }>;

/** All scores after one number of steps: those at which play goes on, and those which have just ended it. */
export type Step = Readonly<{ open: readonly Scored[]; ended: readonly Scored[] }>;

/** How play goes from score to score, one step to A or to B each. */
export type Walk = Readonly<{
  start: Count;
  splitAt: (score: Count) => Split;
  goesOn: (score: Count) => boolean;
}>;

export const totalOf = ([a, b]: Count): number => a + b;

function after(open: readonly Scored[], { splitAt, goesOn }: Walk): Step {
  const ended: Scored[] = [];
  const still = new Map<number, Scored>();
  const reach = (score: Count, chance: number): void => {
    if (chance === 0) return;
    if (!goesOn(score)) ended.push({ score, chance });
    else still.set(score[0], { score, chance: chance + (still.get(score[0])?.chance ?? 0) });
  };
  for (const { score, chance } of open) {
    const { a, b } = splitAt(score);
    reach([score[0] + 1, score[1]], chance * a);
    reach([score[0], score[1] + 1], chance * b);
  }
  return { open: [...still.values()], ended };
}

/**
 * A walk step by step; the first step is the start itself. A walk may never end: the caller stops it.
 * Chances of what has ended so far and of what is open sum to 1.
 */
function* stepsOf(walk: Walk): Generator<Step> {
  let step: Step = { open: [{ score: walk.start, chance: 1 }], ended: [] };
  yield step;
  while (step.open.length > 0) {
    step = after(step.open, walk);
    yield step;
  }
}

/** The scores of a walk after `taken` steps, and the chance that it has ended before. */
export function atStep(
  walk: Walk,
  taken: number,
): Readonly<{ open: readonly Scored[]; ended: number }> {
  let ended = 0;
  let steps = 0;
  for (const step of stepsOf(walk)) {
    ended += massOf(step.ended);
    if (steps === taken) return { open: step.open, ended };
    steps += 1;
  }
  return { open: [], ended };
}

/** The sum of the chances. */
export const massOf = (parts: readonly Readonly<{ chance: number }>[]): number =>
  parts.reduce((sum, { chance }) => sum + chance, 0);

/**
 * The scores with which a walk ends, each once. At a level score `cut` may give the chances of those who
 * win from there on, who are then taken to win the next two steps; `taken` counts the steps so far.
 */
export function endsOf(
  walk: Walk,
  cut: (level: Scored, taken: number) => Split | undefined,
): readonly Scored[] {
  const ends: Scored[] = [];
  let taken = 0;
  for (const { open, ended } of stepsOf(walk)) {
    ends.push(...ended);
    const [only] = open;
    if (open.length === 1 && only !== undefined && only.score[0] === only.score[1]) {
      const split = cut(only, taken);
      if (split !== undefined) return [...ends, ...twoClear(only, split)];
    }
    taken += 1;
  }
  return ends;
}

const twoClear = ({ score: [a, b], chance }: Scored, split: Split): readonly Scored[] => [
  { score: [a + 2, b], chance: chance * split.a },
  { score: [a, b + 2], chance: chance * split.b },
];

/** The chances of A and of B to be ahead at the end. */
export function splitOf(ends: readonly Scored[]): Split {
  const ahead = (is: (score: Count) => boolean): number =>
    massOf(ends.filter(({ score }) => is(score)));
  return { a: ahead(([a, b]) => a > b), b: ahead(([a, b]) => a < b) };
}

/** Two in a row before the other wins two in a row; an endless exchange counts as even. */
export function twoAhead(win: number, lose: number): Split {
  if (win + lose === 0) return { a: 0.5, b: 0.5 };
  return { a: win / (win + lose), b: lose / (win + lose) };
}
