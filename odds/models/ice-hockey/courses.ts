import type { Side } from '#contracts/mod.ts';
import type { IceHockeyPeriod } from '#markets/mod.ts';
import {
  forEachCell,
  PHASES,
  play,
  sizeFor,
  startCells,
  type AfterGoal,
  type Cells,
  type Phase,
} from './goal-process.ts';
import type { Stretch } from './stretches.ts';

/** Below it a course of the game is left out. */
const LEAST_CHANCE = 1e-12;

/** Where the 60 minutes stand: the home lead, and whether a power play of which side is on. */
export type Standing = Readonly<{
  lead: number;
  powerPlay: Readonly<{ side: Side; endsOnGoal: boolean }> | undefined;
}>;

const phaseOf = ({ powerPlay }: Standing): Phase =>
  powerPlay === undefined ? 'even' : 'power-play';

/** A goal of the side with more skaters ends a minor penalty. */
export const endPowerPlay =
  ({ powerPlay }: Standing): AfterGoal =>
  (phase, scorer) =>
    powerPlay?.endsOnGoal === true && scorer === powerPlay.side ? 'even' : phase;

/** The goals of all that is left of the 60 minutes. */
export const playAll = (
  stretches: readonly Stretch[],
  standing: Standing,
  after: AfterGoal = endPowerPlay(standing),
): Cells =>
  stretches.reduce(
    (cells, stretch) => play(cells, stretch, standing.lead, after),
    startCells(sizeFor(stretches), phaseOf(standing)),
  );

/** One way in which the game so far may have gone, as far as somebody wants to know. */
type Course = Readonly<{
  phase: Phase;
  lead: number;
  memory: readonly number[];
  chance: number;
}>;

/** One number for everything in which courses differ; counts stay far below 127, leads below 256. */
const keyOf = (phase: Phase, lead: number, memory: readonly number[]): number =>
  memory.reduce((key, count) => key * 128 + count + 1, PHASES.indexOf(phase) * 512 + lead + 256);

type Goals = Readonly<{ phase: Phase; home: number; away: number; share: number }>;

/** The goals of one stretch after each standing at its start, each worked out once. */
function goalsOf(stretch: Stretch, after: AfterGoal) {
  const size = sizeFor([stretch]);
  const known = new Map<string, readonly Goals[]>();
  const work = (from: Phase, lead: number): readonly Goals[] => {
    const goals: Goals[] = [];
    const cells = play(startCells(size, from), stretch, lead, after);
    forEachCell(cells, (phase, home, away, share) => {
      if (share >= LEAST_CHANCE) goals.push({ phase, home, away, share });
    });
    return goals;
  };
  return (phase: Phase, lead: number): readonly Goals[] => {
    const from = stretch.byLead ? lead : 0;
    const key = `${phase} ${from}`;
    const found = known.get(key) ?? work(phase, from);
    known.set(key, found);
    return found;
  };
}

/** What is kept of the goals of a stretch of play: courses of equal memory are one. */
export type Remember = (
  memory: readonly number[],
  period: IceHockeyPeriod,
  goals: Readonly<Record<Side, number>>,
) => readonly number[];

/**
 * Plays the stretches one after the other and remembers what is asked for. Only the lead and the penalty
 * pass from one to the next; the goals of a stretch after each standing at its start are worked out once.
 */
export function playStretches(
  stretches: readonly Stretch[],
  standing: Standing,
  start: readonly number[],
  remember: Remember,
): readonly Pick<Course, 'memory' | 'chance'>[] {
  const after = endPowerPlay(standing);
  let courses: readonly Course[] = [
    { phase: phaseOf(standing), lead: standing.lead, memory: start, chance: 1 },
  ];
  for (const stretch of stretches) {
    const goalsFrom = goalsOf(stretch, after);
    const next = new Map<number, Course & { chance: number }>();
    for (const course of courses) {
      for (const { phase, home, away, share } of goalsFrom(course.phase, course.lead)) {
        const chance = course.chance * share;
        if (chance < LEAST_CHANCE) continue;
        const lead = course.lead + home - away;
        const memory = remember(course.memory, stretch.period, { home, away });
        const key = keyOf(phase, lead, memory);
        const known = next.get(key);
        if (known === undefined) next.set(key, { phase, lead, memory, chance });
        else known.chance += chance;
      }
    }
    courses = [...next.values()];
  }
  return courses;
}
