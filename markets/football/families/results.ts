import { leader, outcomeIds, winner, winners } from '../../definition.ts';
import type { FootballDefinition } from '../definition.ts';
import type { Period } from '../periods.ts';
import {
  countedIn,
  countMarket,
  eitherOf,
  RESULT,
  TEAMS,
  YES_NO,
  type Kind,
  type Question,
} from './kind.ts';

/** Who has more: three answers. */
export const resultOf = (period: Period, kind: Kind): FootballDefinition =>
  countMarket(period, kind, {
    rule: `The side with more ${countedIn(period)}; equal numbers are the draw.`,
    outcomes: RESULT,
    settle: (count) => winner(RESULT, leader(count)),
  });

export const DOUBLE_CHANCES = ['home-or-draw', 'home-or-away', 'draw-or-away'] as const;
/** The two double chances that hold when this side leads. */
export const doubleChancesWith = (ahead: string): readonly string[] =>
  DOUBLE_CHANCES.filter((outcome) => outcome.split('-or-').includes(ahead));

const DOUBLE = outcomeIds(...DOUBLE_CHANCES);

export const doubleChanceOf = (period: Period, kind: Kind): FootballDefinition =>
  countMarket(period, kind, {
    rule: `Wins with either of its two results; the result is the side with more ${countedIn(period)}, or the draw.`,
    outcomes: DOUBLE,
    settle: (count) => winners(DOUBLE, doubleChancesWith(leader(count))),
    outcomeName: (outcome, _, teams) => eitherOf(outcome, teams),
  });

/** Who has more; the stake comes back when neither has. */
export const drawNoBetOf = (period: Period, kind: Kind): FootballDefinition =>
  countMarket(period, kind, {
    rule: `The side with more ${countedIn(period)}; void when the numbers are equal.`,
    outcomes: TEAMS,
    settle: (count) => (leader(count) === 'draw' ? ['void', 'void'] : winner(TEAMS, leader(count))),
  });

export const yesNoOf = (
  period: Period,
  kind: Kind,
  { rule, holds }: Question,
): FootballDefinition =>
  countMarket(period, kind, {
    rule: `Yes when ${rule}.`,
    outcomes: YES_NO,
    settle: (count) => winner(YES_NO, holds(count) ? 'yes' : 'no'),
  });
