import type { Score, Specifiers } from '#contracts/mod.ts';

import { formatLine, handicapResult, parseLine, type LineQuarters } from '../../arithmetic/mod.ts';
import { hasSpecifiers, leader, parseScore, sideName, winner } from '../../definition.ts';
import { handicapOffsets, linesAround } from '../board-lines.ts';
import { oncePerKey } from '../../once-per.ts';
import type { FootballDefinition, FootballDefinitionOf } from '../definition.ts';
import type { CountView } from '../facts.ts';
import type { Period } from '../periods.ts';
import { countedIn, headOf, NONE, RESULT, sentence, TEAMS, type Kind } from './kind.ts';
import { lineOf, withLine } from './totals.ts';

const LONGEST_HANDICAP: LineQuarters = 20 * 4;
const textOf = ({ home, away }: Score): string => `${home}-${away}`;
const signed = (quarters: number): string =>
  quarters > 0 ? `+${formatLine(quarters)}` : formatLine(quarters);
/** The home lead at the moment of the bet, which does not count. */
const headStart = ({ score }: Specifiers): number => {
  const base = parseScore(score);
  return base === undefined ? 0 : base.home - base.away;
};

function isHandicap(specifiers: Specifiers, hasBase: boolean): boolean {
  const { line = '', score } = specifiers;
  const quarters = parseLine(line);
  if (quarters === undefined || Math.abs(quarters) > LONGEST_HANDICAP) return false;
  if (formatLine(quarters) !== line) return false;
  if (!hasBase) return hasSpecifiers(specifiers, 'line');
  return hasSpecifiers(specifiers, 'line', 'score') && parseScore(score) !== undefined;
}

/**
 * Counts from the base score `score` on, with `line` given to the home side. The line is named from the
 * home side for both outcomes; a quarter line puts half the stake on each neighbour. Before the match the
 * base score is 0-0; a goal closes the market of the old score. Counts other than goals have no base.
 */
export function asianHandicapOf(period: Period, kind: Kind): FootballDefinition {
  const hasBase = period.noun === 'goals';
  const from = hasBase ? ' from the score of the bet on' : '';
  const linesFrom = oncePerKey((main: LineQuarters) =>
    oncePerKey((score: string): readonly Specifiers[] =>
      linesAround(main, handicapOffsets(period))
        .map((line) => ({ line: formatLine(line), ...(hasBase ? { score } : {}) }))
        .filter((specifiers) => isHandicap(specifiers, hasBase)),
    ),
  );
  const definition: FootballDefinitionOf<CountView> = {
    ...headOf({ group: 'handicaps', ...kind }),
    rule: sentence(
      `${countedIn(period)}${from}, the line given to the home side; equal is void, a quarter line puts half the stake on each neighbour.`,
    ),
    outcomes: () => TEAMS,
    accepts: (specifiers) => isHandicap(specifiers, hasBase),
    reads: period.view,
    settle: (count, specifiers) => {
      const line = lineOf(specifiers);
      const difference = count.home - count.away - headStart(specifiers);
      const away = line === 0 ? 0 : -line;
      return [handicapResult('home', line, difference), handicapResult('away', away, difference)];
    },
    offered: (record) => {
      if (!period.isOpen(record)) return NONE;
      const now = period.now(record);
      const { home, away } = period.ahead(record);
      const lead = (hasBase ? 0 : now.home - now.away) + home - away;
      return linesFrom(-2 * Math.round(2 * lead))(hasBase ? textOf(now) : '');
    },
    shape: (specifiers) => String(lineOf(specifiers) - 4 * headStart(specifiers)),
    marketName: (specifiers) => {
      const { score = '0-0' } = specifiers;
      const heading = withLine(period.title + kind.name, specifiers);
      return score === '0-0' ? heading : `${heading} from ${score}`;
    },
    outcomeName: (outcome, specifiers, teams) => {
      const line = lineOf(specifiers);
      const own = outcome === 'home' || line === 0 ? line : -line;
      return `${sideName(outcome, teams)} ${signed(own)}`;
    },
  };
  return definition;
}

const MOST_START = 5;
const STARTS = ['0-2', '0-1', '1-0', '2-0'].map((start) => ({ start }));

/** One spelling of each head start: the side that is behind has none, and somebody has one. */
function isStart(specifiers: Specifiers): boolean {
  const start = parseScore(specifiers['start']);
  if (start === undefined || !hasSpecifiers(specifiers, 'start')) return false;
  const most = Math.max(start.home, start.away);
  return Math.min(start.home, start.away) === 0 && most >= 1 && most <= MOST_START;
}

/** Three answers after a start of `start` goals, as 0-1: the draw is a result, not a refund. */
export function europeanHandicapOf(period: Period, kind: Kind): FootballDefinition {
  const definition: FootballDefinitionOf<CountView> = {
    ...headOf({ group: 'handicaps', ...kind }),
    rule: `The side with more ${countedIn(period)} after its start is added; equal numbers are the draw.`,
    outcomes: () => RESULT,
    accepts: isStart,
    reads: period.view,
    settle: (count, specifiers) => {
      const start = parseScore(specifiers['start']) ?? { home: 0, away: 0 };
      const after = { home: count.home + start.home, away: count.away + start.away };
      return winner(RESULT, leader(after));
    },
    offered: (record) => (period.isOpen(record) ? STARTS : NONE),
    marketName: ({ start }) => {
      const heading = period.title + kind.name;
      return start === undefined ? heading : `${heading} ${start.replace('-', ':')}`;
    },
    outcomeName: (outcome, { start = '' }, teams) =>
      `${sideName(outcome, teams)} (${start.replace('-', ':')})`,
  };
  return definition;
}
