import type { OutcomeId, Side, Specifiers } from '#contracts/mod.ts';

import { formatLine, handicapResult, totalResult } from '../arithmetic/mod.ts';
import { allVoid, outcomeIds, sideName, winner, type Settled, type Teams } from '../definition.ts';
import { lineOf } from './definition.ts';

/** A question on some part of a match: its answers, and what they pay once the part is known. */
export type Question<Part> = Readonly<{
  outcomes: (specifiers: Specifiers) => readonly OutcomeId[];
  answer: (part: Part, specifiers: Specifiers) => readonly Settled[];
  outcomeName: (outcome: OutcomeId, specifiers: Specifiers, teams: Teams) => string;
}>;

const SIDES = outcomeIds('home', 'away');
const OVER_UNDER = outcomeIds('over', 'under');
const YES_NO = outcomeIds('yes', 'no');
const ODD_EVEN = outcomeIds('odd', 'even');

/** A question with the answers that `list` gives; void when the right one is not among them. */
export const oneOfList = <Part>(
  list: (specifiers: Specifiers) => readonly OutcomeId[],
  right: (part: Part, specifiers: Specifiers) => string | undefined,
  outcomeName: Question<Part>['outcomeName'] = (outcome, _, teams) => sideName(outcome, teams),
): Question<Part> => ({
  outcomes: list,
  answer: (part, specifiers) => {
    const outcomes = list(specifiers);
    const answer = right(part, specifiers);
    return outcomes.some((outcome) => outcome === answer)
      ? winner(outcomes, answer ?? '')
      : allVoid(outcomes);
  },
  outcomeName,
});

export const whichSide = <Part>(side: (part: Part) => Side | undefined): Question<Part> =>
  oneOfList(() => SIDES, side);

export const yesNo = <Part>(
  holds: (part: Part, specifiers: Specifiers) => boolean,
): Question<Part> =>
  oneOfList(
    () => YES_NO,
    (part, specifiers) => (holds(part, specifiers) ? 'yes' : 'no'),
  );

export const oddEven = <Part>(of: (part: Part) => number): Question<Part> =>
  oneOfList(
    () => ODD_EVEN,
    (part) => (of(part) % 2 === 1 ? 'odd' : 'even'),
  );

/** A count against the specifier `line`; a quarter line puts half the stake on each neighbour. */
export const overUnder = <Part>(
  of: (part: Part, specifiers: Specifiers) => number,
): Question<Part> => ({
  outcomes: () => OVER_UNDER,
  answer: (part, specifiers) =>
    (['over', 'under'] as const).map((side) =>
      totalResult(side, lineOf(specifiers), of(part, specifiers)),
    ),
  outcomeName: (outcome, { line = '' }) => `${outcome === 'over' ? 'Over' : 'Under'} ${line}`,
});

const signed = (quarters: number): string =>
  quarters > 0 ? `+${formatLine(quarters)}` : formatLine(quarters);
const ownLine = (side: string, quarters: number): number =>
  side === 'home' || quarters === 0 ? quarters : -quarters;

/** The home lead with `line` added; the line is named from the home side for both outcomes. */
export const handicap = <Part>(lead: (part: Part) => number): Question<Part> => ({
  outcomes: () => SIDES,
  answer: (part, specifiers) =>
    (['home', 'away'] as const).map((side) =>
      handicapResult(side, ownLine(side, lineOf(specifiers)), lead(part)),
    ),
  outcomeName: (outcome, specifiers, teams) =>
    `${sideName(outcome, teams)} ${signed(ownLine(outcome, lineOf(specifiers)))}`,
});
