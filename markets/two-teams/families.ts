import type { OutcomeId, Side, Specifiers } from '#contracts/mod.ts';

import {
  formatLine,
  handicapResult,
  parseLine,
  totalResult,
  type LineQuarters,
} from '../arithmetic/mod.ts';
import {
  allVoid,
  NO_SPECIFIERS,
  outcomeIds,
  sideName,
  winner,
  winners,
  type Teams,
} from '../definition.ts';
import { oneOf, type Family } from './question.ts';
import { marginOf, pointsOf, totalOf, type Tally, type TallyPart } from './tally.ts';

export const RESULT = outcomeIds('home', 'draw', 'away');
export const TEAMS = outcomeIds('home', 'away');
const YES_NO = outcomeIds('yes', 'no');
const OVER_UNDER = outcomeIds('over', 'under');
const ODD_EVEN = outcomeIds('odd', 'even');
const DOUBLE = outcomeIds('home-or-draw', 'home-or-away', 'draw-or-away');

const bySide = (outcome: string, _: Specifiers, teams: Teams): string => sideName(outcome, teams);
const always = (part: TallyPart) => (): TallyPart => part;

export const leaderBy = (margin: number): 'home' | 'draw' | 'away' => {
  if (margin === 0) return 'draw';
  return margin > 0 ? 'home' : 'away';
};

const plain = { parameters: {}, example: NO_SPECIFIERS, outcomeName: bySide };

/** Who leads, a level score being an answer of its own. */
export const resultFamily: Family = {
  ...plain,
  rule: 'The side that has more, or the draw.',
  part: always('margin'),
  outcomes: RESULT,
  settle: (tally) => winner(RESULT, leaderBy(marginOf(tally))),
};

/** Who leads; all stakes come back when the score is level. */
export const winnerFamily: Family = {
  ...plain,
  rule: 'The side that has more; stakes come back when the score is level.',
  part: always('margin'),
  outcomes: TEAMS,
  settle: (tally) => {
    const leader = leaderBy(marginOf(tally));
    return leader === 'draw' ? allVoid(TEAMS) : winner(TEAMS, leader);
  },
};

/** Two of the three results together. */
export const doubleChanceFamily: Family = {
  ...plain,
  rule: 'Wins with either of its two results.',
  part: always('margin'),
  outcomes: DOUBLE,
  settle: (tally) => {
    const leader = leaderBy(marginOf(tally));
    return winners(
      DOUBLE,
      DOUBLE.filter((outcome) => outcome.split('-or-').includes(leader)),
    );
  },
  outcomeName: (outcome, _, teams) =>
    outcome
      .split('-or-')
      .map((side) => sideName(side, teams))
      .join(' or '),
};

/** Yes when `holds` is true of the part that it looks at. */
export const yesNoFamily = (
  rule: string,
  part: TallyPart,
  holds: (tally: Tally) => boolean,
): Family => ({
  ...plain,
  rule,
  part: always(part),
  outcomes: YES_NO,
  settle: (tally) => winner(YES_NO, holds(tally) ? 'yes' : 'no'),
});

/** Whether the total is odd; nought is even. */
export const oddEvenFamily: Family = {
  ...plain,
  rule: 'Whether both sides together have an odd number; nought is even.',
  part: always('total'),
  outcomes: ODD_EVEN,
  settle: (tally) => winner(ODD_EVEN, totalOf(tally) % 2 === 0 ? 'even' : 'odd'),
};

/**
 * Lines in quarters of a point: the steps in which they come (4: only between whole points), the longest of
 * either sign, and a common one to show the market by.
 */
export type LineRange = Readonly<{ step: 1 | 2 | 4; longest: LineQuarters; example: string }>;

const isLine = (from: LineQuarters, { step, longest }: LineRange) => {
  return (text: string): boolean => {
    const line = parseLine(text);
    if (line === undefined || line < from || line > longest) return false;
    // Steps of a whole point lie half-way between points, where nothing is returned.
    const onStep = step === 4 ? Math.abs(line) % 4 === 2 : line % step === 0;
    return onStep && formatLine(line) === text;
  };
};
const lineOf = ({ line = '' }: Specifiers): LineQuarters => parseLine(line) ?? 0;
const signed = (line: LineQuarters): string =>
  line > 0 ? `+${formatLine(line)}` : formatLine(line);
const opposite = (line: LineQuarters): LineQuarters => (line === 0 ? 0 : -line);

/**
 * The margin after `line` points have been given to the home side; the line is named from the home side
 * for both outcomes. A whole line may return the stake, a quarter line half of it.
 */
export const handicapFamily = (range: LineRange): Family => ({
  rule: 'The side that has more after the line has been added to what the home side has.',
  example: { line: range.example },
  parameters: { line: isLine(-range.longest, range) },
  part: always('margin'),
  outcomes: TEAMS,
  settle: (tally, specifiers) => {
    const line = lineOf(specifiers);
    const margin = marginOf(tally);
    return [handicapResult('home', line, margin), handicapResult('away', opposite(line), margin)];
  },
  outcomeName: (outcome, specifiers, teams) => {
    const line = lineOf(specifiers);
    return `${sideName(outcome, teams)} ${signed(outcome === 'home' ? line : opposite(line))}`;
  },
});

const overUnder = (line: LineQuarters, count: number) =>
  (['over', 'under'] as const).map((side) => totalResult(side, line, count));
const overName = (outcome: string, { line = '' }: Specifiers): string =>
  `${outcome === 'over' ? 'Over' : 'Under'} ${line}`;
const LEAST_TOTAL: LineQuarters = 2;

/** The points of both sides against `line`. */
export const totalFamily = (range: LineRange): Family => ({
  rule: 'What both sides have together, over or under the line.',
  example: { line: range.example },
  parameters: { line: isLine(LEAST_TOTAL, range) },
  part: always('total'),
  outcomes: OVER_UNDER,
  settle: (tally, specifiers) => overUnder(lineOf(specifiers), totalOf(tally)),
  outcomeName: overName,
});

const sideOf = ({ team }: Specifiers): Side => (team === 'away' ? 'away' : 'home');

/** The points of the side that `team` names against `line`. */
export const teamTotalFamily = (range: LineRange): Family => ({
  rule: 'What the named side has, over or under the line.',
  example: { team: 'home', line: range.example },
  parameters: { team: oneOf('home', 'away'), line: isLine(LEAST_TOTAL, range) },
  part: sideOf,
  outcomes: OVER_UNDER,
  settle: (tally, specifiers) => overUnder(lineOf(specifiers), pointsOf(tally, sideOf(specifiers))),
  outcomeName: overName,
});

/** Who leads, and whether the points of both sides pass `line`: `home&over`. A level score is void for `TEAMS`. */
export const leaderAndTotalFamily = (leaders: readonly OutcomeId[], range: LineRange): Family => {
  const outcomes = outcomeIds(
    ...leaders.flatMap((leader) => [`${leader}&over`, `${leader}&under`]),
  );
  return {
    rule: 'Wins when both answers hold: who has more, and over or under the line.',
    example: { line: range.example },
    parameters: { line: isLine(LEAST_TOTAL, { ...range, step: 4 }) },
    part: always('score'),
    outcomes,
    settle: (tally, specifiers) => {
      const leader = leaderBy(marginOf(tally));
      if (!leaders.some((one) => one === leader)) return allVoid(outcomes);
      const over = totalResult('over', lineOf(specifiers), totalOf(tally)) === 'won';
      return winner(outcomes, `${leader}&${over ? 'over' : 'under'}`);
    },
    outcomeName: (outcome, { line = '' }, teams) => {
      const [leader = '', side = ''] = outcome.split('&');
      return `${sideName(leader, teams)} & ${side} ${line}`;
    },
  };
};
