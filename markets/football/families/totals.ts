import type { Score, Specifiers } from '#contracts/mod.ts';

import { formatLine, parseLine, totalResult, type LineQuarters } from '../../arithmetic/mod.ts';
import { hasSpecifiers, withTeams } from '../../definition.ts';
import { oncePerKey } from '../../once-per.ts';
import { linesAround, mainLine, totalOffsets } from '../board-lines.ts';
import type { FootballDefinition, FootballDefinitionOf } from '../definition.ts';
import type { CountView } from '../facts.ts';
import type { Period } from '../periods.ts';
import { countedIn, headOf, NONE, OVER_UNDER, sentence, type Kind } from './kind.ts';

const SHORTEST: LineQuarters = 2;

/** Whether a line is the only specifier, in its one spelling, from 0.5 to `longest` quarters. */
export function isTotalLine(specifiers: Specifiers, longest: LineQuarters): boolean {
  const { line = '' } = specifiers;
  const quarters = parseLine(line);
  if (quarters === undefined || quarters < SHORTEST || quarters > longest) return false;
  return formatLine(quarters) === line && hasSpecifiers(specifiers, 'line');
}

export const lineOf = ({ line = '' }: Specifiers): LineQuarters => parseLine(line) ?? 0;
/** A heading with its line, or without where none is asked for. */
export const withLine = (name: string, { line }: Specifiers): string =>
  line === undefined ? name : `${name} ${line}`;
export const overUnderName = (outcome: string, { line = '' }: Specifiers): string =>
  `${outcome === 'over' ? 'Over' : 'Under'} ${line}`;
export const settleTotal = (count: number, specifiers: Specifiers) =>
  (['over', 'under'] as const).map((side) => totalResult(side, lineOf(specifiers), count));
/** What follows "the number of …" in the rule of every total. */
export const LINE_RULE =
  'against the line; equal is void, a quarter line puts half the stake on each neighbour';

const bothTeams = ({ home, away }: Score): number => home + away;
/** Whose count a total is on. */
export type Counted = Readonly<{ of: (count: Score) => number; whose: string }>;
export const BOTH_TEAMS: Counted = { of: bothTeams, whose: 'both sides' };
export const HOME_TEAM: Counted = { of: ({ home }) => home, whose: 'the home side' };
export const AWAY_TEAM: Counted = { of: ({ away }) => away, whose: 'the away side' };

/** A count against `line`; a quarter line puts half the stake on each neighbour. */
export function totalOf(
  period: Period,
  kind: Kind,
  { of, whose }: Counted = BOTH_TEAMS,
): FootballDefinition {
  const offsets = totalOffsets(period, of === bothTeams);
  const linesFrom = oncePerKey((main: LineQuarters) =>
    oncePerKey((now: number): readonly Specifiers[] =>
      linesAround(main, offsets)
        // A line at or under the present count could not be lost by the over.
        .filter((line) => line > 4 * now && line >= SHORTEST && line <= period.longestLine)
        .map((line) => ({ line: formatLine(line) })),
    ),
  );
  const definition: FootballDefinitionOf<CountView> = {
    ...headOf({ group: period.group, ...kind }),
    rule: sentence(`${countedIn(period, whose)} ${LINE_RULE}.`),
    outcomes: () => OVER_UNDER,
    accepts: (specifiers) => isTotalLine(specifiers, period.longestLine),
    reads: period.view,
    settle: (count, specifiers) => settleTotal(of(count), specifiers),
    offered: (record) => {
      if (!period.isOpen(record)) return NONE;
      const now = of(period.now(record));
      return linesFrom(mainLine(now + of(period.ahead(record))))(now);
    },
    marketName: (specifiers, teams) =>
      withLine(withTeams(period.title + kind.name, teams), specifiers),
    outcomeName: overUnderName,
  };
  return definition;
}
