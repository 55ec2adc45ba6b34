import type { FootballMarketType, OutcomeId, Score, Specifiers } from '#contracts/mod.ts';

import {
  formatLine,
  handicapResult,
  parseLine,
  totalResult,
  type LineQuarters,
} from '../arithmetic/mod.ts';
import {
  CATALOGUE_VERSION,
  hasNoSpecifiers,
  hasSpecifiers,
  leader,
  NO_SPECIFIERS,
  outcomeIds,
  parseScore,
  sideName,
  winner,
  winners,
  type MarketGroup,
} from '../definition.ts';
import { centredLines, handicapOffsets, totalOffsets } from './board-lines.ts';
import type { FootballDefinition, FootballDefinitionOf } from './definition.ts';
import type { CountView, FootballView } from './facts.ts';
import type { Period } from './periods.ts';

export const RESULT = outcomeIds('home', 'draw', 'away');
export const TEAMS = outcomeIds('home', 'away');
export const YES_NO = outcomeIds('yes', 'no');
export const OVER_UNDER = outcomeIds('over', 'under');

/** What every family is told: the type that it makes, and the market of the Unified Odds Feed. */
type Kind = Readonly<{ type: FootballMarketType; uof?: number; group?: MarketGroup; name: string }>;

/** A market without specifiers on a closed list of outcomes, which reads any view. */
export function fixedMarket<View extends FootballView>(
  { type, uof, group = 'main', name }: Kind,
  parts: Pick<FootballDefinitionOf<View>, 'reads' | 'settle'> &
    Readonly<{
      outcomes: readonly OutcomeId[];
      isOpen: (record: Parameters<Period['isOpen']>[0]) => boolean;
      outcomeName?: FootballDefinitionOf<View>['outcomeName'];
    }>,
): FootballDefinition {
  return {
    type,
    catalogueVersion: CATALOGUE_VERSION,
    group,
    uofMarketId: uof ?? null,
    outcomes: () => parts.outcomes,
    accepts: hasNoSpecifiers,
    reads: parts.reads,
    settle: parts.settle,
    offered: (record) => (parts.isOpen(record) ? [NO_SPECIFIERS] : []),
    marketName: () => name,
    outcomeName: parts.outcomeName ?? ((outcome, _, teams) => sideName(outcome, teams)),
  };
}

/** A fixed market on the count of a period. */
export const countMarket = (
  period: Period,
  kind: Kind,
  parts: Readonly<{
    outcomes: readonly OutcomeId[];
    settle: FootballDefinitionOf<CountView>['settle'];
    outcomeName?: FootballDefinition['outcomeName'];
  }>,
): FootballDefinition =>
  fixedMarket<CountView>(
    { group: period.group, ...kind, name: period.title + kind.name },
    { reads: period.view, isOpen: period.isOpen, ...parts },
  );

/** Who has more: three answers. */
export const resultOf = (period: Period, kind: Kind): FootballDefinition =>
  countMarket(period, kind, {
    outcomes: RESULT,
    settle: (count) => winner(RESULT, leader(count)),
  });

const DOUBLE = outcomeIds('home-or-draw', 'home-or-away', 'draw-or-away');

export const doubleChanceOf = (period: Period, kind: Kind): FootballDefinition =>
  countMarket(period, kind, {
    outcomes: DOUBLE,
    settle: (count) => {
      const ahead = leader(count);
      return winners(
        DOUBLE,
        DOUBLE.filter((outcome) => outcome.split('-or-').includes(ahead)),
      );
    },
    outcomeName: (outcome, _, teams) =>
      outcome
        .split('-or-')
        .map((side) => sideName(side, teams))
        .join(' or '),
  });

/** Who has more; the stake comes back when neither has. */
export const drawNoBetOf = (period: Period, kind: Kind): FootballDefinition =>
  countMarket(period, kind, {
    outcomes: TEAMS,
    settle: (count) => (leader(count) === 'draw' ? ['void', 'void'] : winner(TEAMS, leader(count))),
  });

export const yesNoOf = (
  period: Period,
  kind: Kind,
  holds: (count: Score) => boolean,
): FootballDefinition =>
  countMarket(period, kind, {
    outcomes: YES_NO,
    settle: (count) => winner(YES_NO, holds(count) ? 'yes' : 'no'),
  });

const ODD_EVEN = outcomeIds('odd', 'even');

export const oddEvenOf = (period: Period, kind: Kind): FootballDefinition =>
  countMarket(period, kind, {
    outcomes: ODD_EVEN,
    settle: ({ home, away }) => winner(ODD_EVEN, (home + away) % 2 === 1 ? 'odd' : 'even'),
  });

/** How many, each number up to `most` by itself and the rest as one answer. */
export function exactCountOf(
  period: Period,
  kind: Kind,
  { most, of }: Readonly<{ most: number; of: (count: Score) => number }>,
): FootballDefinition {
  const outcomes = outcomeIds(
    ...Array.from({ length: most }, (_, count) => String(count)),
    `${String(most)}-or-more`,
  );
  return countMarket(period, kind, {
    outcomes,
    settle: (count) => winner(outcomes, outcomes[Math.min(of(count), most)] ?? ''),
    outcomeName: (outcome) => outcome.replaceAll('-', ' '),
  });
}

/** Every score up to `most` a side by name, and any other. */
export function correctScoreOf(period: Period, kind: Kind, most: number): FootballDefinition {
  const counts = Array.from({ length: most + 1 }, (_, goals) => goals);
  const scores = counts.flatMap((home) => counts.map((away) => `${home}-${away}`));
  const outcomes = outcomeIds(...scores, 'other');
  return countMarket(
    period,
    { group: 'scores', ...kind },
    {
      outcomes,
      settle: ({ home, away }) =>
        winner(outcomes, Math.max(home, away) <= most ? `${home}-${away}` : 'other'),
      outcomeName: (outcome) => (outcome === 'other' ? 'Any other score' : outcome),
    },
  );
}

/** `2-1` and wider leads of either side by `most` or more, and the draw. */
export function winningMarginOf(period: Period, kind: Kind, most: number): FootballDefinition {
  const leads = Array.from({ length: most }, (_, at) =>
    at + 1 === most ? `by-${most}-or-more` : `by-${at + 1}`,
  );
  const outcomes = outcomeIds(
    ...(['home', 'away'] as const).flatMap((side) => leads.map((lead) => `${side}-${lead}`)),
    'draw',
  );
  return countMarket(
    period,
    { group: 'scores', ...kind },
    {
      outcomes,
      settle: (count) => {
        const ahead = leader(count);
        const by = Math.min(Math.abs(count.home - count.away), most);
        return winner(outcomes, ahead === 'draw' ? 'draw' : `${ahead}-${leads[by - 1] ?? ''}`);
      },
      outcomeName: (outcome, _, teams) => {
        const [side = '', ...lead] = outcome.split('-');
        return [sideName(side, teams), ...lead].join(' ');
      },
    },
  );
}

export const LONGEST_LINE = 30 * 4;
/** A total line in quarters in its one spelling; undefined otherwise. */
export function totalLine(line: string | undefined): LineQuarters | undefined {
  const quarters = parseLine(line ?? '');
  if (quarters === undefined || quarters < 2 || quarters > LONGEST_LINE) return undefined;
  return formatLine(quarters) === line ? quarters : undefined;
}
export const isTotalLine = (specifiers: Specifiers): boolean =>
  hasSpecifiers(specifiers, 'line') && totalLine(specifiers['line']) !== undefined;

const lineOf = ({ line = '' }: Specifiers): LineQuarters => parseLine(line) ?? 0;

const bothTeams = ({ home, away }: Score): number => home + away;

/** A count against `line`; a quarter line puts half the stake on each neighbour. */
export function totalOf(
  period: Period,
  { type, uof, group, name }: Kind,
  of: (count: Score) => number = bothTeams,
): FootballDefinition {
  const definition: FootballDefinitionOf<CountView> = {
    type,
    catalogueVersion: CATALOGUE_VERSION,
    group: group ?? period.group,
    uofMarketId: uof ?? null,
    outcomes: () => OVER_UNDER,
    accepts: isTotalLine,
    reads: period.view,
    settle: (count, specifiers) =>
      (['over', 'under'] as const).map((side) => totalResult(side, lineOf(specifiers), of(count))),
    offered: (record) => {
      if (!period.isOpen(record)) return [];
      const now = of(period.now(record));
      const lines = centredLines(
        now + of(period.ahead(record)),
        totalOffsets(period, of === bothTeams),
      );
      // A line at or under the present count could not be lost by the over.
      return lines
        .filter((line) => line > 4 * now && line >= 2 && line <= LONGEST_LINE)
        .map((line) => ({ line: formatLine(line) }));
    },
    marketName: ({ line = '' }) => `${period.title}${name} ${line}`,
    outcomeName: (outcome, { line = '' }) => `${outcome === 'over' ? 'Over' : 'Under'} ${line}`,
  };
  return definition;
}

const LONGEST_HANDICAP = 20 * 4;
const textOf = ({ home, away }: Score): string => `${home}-${away}`;
const signed = (quarters: number): string =>
  quarters > 0 ? `+${formatLine(quarters)}` : formatLine(quarters);
/** The home lead at the moment of the bet, which does not count. */
const headStart = ({ score }: Specifiers): number => {
  const base = parseScore(score);
  return base === undefined ? 0 : base.home - base.away;
};

/**
 * Counts from the base score `score` on, with `line` given to the home side. The line is named from the
 * home side for both outcomes; a quarter line puts half the stake on each neighbour. Before the match the
 * base score is 0-0; a goal closes the market of the old score. Counts other than goals have no base.
 */
export function asianHandicapOf(
  period: Period,
  { type, uof, group = 'handicaps', name }: Kind,
): FootballDefinition {
  const hasBase = period.noun === 'goals';
  const definition: FootballDefinitionOf<CountView> = {
    type,
    catalogueVersion: CATALOGUE_VERSION,
    group,
    uofMarketId: uof ?? null,
    outcomes: () => TEAMS,
    accepts: (specifiers) => {
      const { line = '', score } = specifiers;
      const quarters = parseLine(line);
      if (quarters === undefined || Math.abs(quarters) > LONGEST_HANDICAP) return false;
      if (formatLine(quarters) !== line) return false;
      if (!hasBase) return hasSpecifiers(specifiers, 'line');
      return hasSpecifiers(specifiers, 'line', 'score') && parseScore(score) !== undefined;
    },
    reads: period.view,
    settle: (count, specifiers) => {
      const line = lineOf(specifiers);
      const difference = count.home - count.away - headStart(specifiers);
      const away = line === 0 ? 0 : -line;
      return [handicapResult('home', line, difference), handicapResult('away', away, difference)];
    },
    offered: (record) => {
      if (!period.isOpen(record)) return [];
      const now = period.now(record);
      const { home, away } = period.ahead(record);
      const lead = (hasBase ? 0 : now.home - now.away) + home - away;
      const base = hasBase ? { score: textOf(now) } : {};
      return handicapOffsets(period).map((offset) => ({
        line: formatLine(offset - 2 * Math.round(2 * lead)),
        ...base,
      }));
    },
    shape: (specifiers) => String(lineOf(specifiers) - 4 * headStart(specifiers)),
    marketName: ({ line = '', score = '0-0' }) =>
      `${period.title}${name} ${line}${score === '0-0' ? '' : ` from ${score}`}`,
    outcomeName: (outcome, specifiers, teams) => {
      const line = lineOf(specifiers);
      const own = outcome === 'home' || line === 0 ? line : -line;
      return `${sideName(outcome, teams)} ${signed(own)}`;
    },
  };
  return definition;
}

const MOST_START = 5;
const STARTS = ['0-2', '0-1', '1-0', '2-0'];

/** Three answers after a start of `start` goals, as 0-1: the draw is a result, not a refund. */
export function europeanHandicapOf(
  period: Period,
  { type, uof, group = 'handicaps', name }: Kind,
): FootballDefinition {
  const definition: FootballDefinitionOf<CountView> = {
    type,
    catalogueVersion: CATALOGUE_VERSION,
    group,
    uofMarketId: uof ?? null,
    outcomes: () => RESULT,
    accepts: (specifiers) => {
      const start = parseScore(specifiers['start']);
      if (start === undefined || !hasSpecifiers(specifiers, 'start')) return false;
      // One spelling of each head start: the side that is behind has none.
      return (
        Math.min(start.home, start.away) === 0 && Math.max(start.home, start.away) <= MOST_START
      );
    },
    reads: period.view,
    settle: (count, specifiers) => {
      const start = parseScore(specifiers['start']) ?? { home: 0, away: 0 };
      const after = { home: count.home + start.home, away: count.away + start.away };
      return winner(RESULT, leader(after));
    },
    offered: (record) => (period.isOpen(record) ? STARTS.map((start) => ({ start })) : []),
    marketName: ({ start = '' }) => `${period.title}${name} ${start.replace('-', ':')}`,
    outcomeName: (outcome, { start = '' }, teams) =>
      `${sideName(outcome, teams)} (${start.replace('-', ':')})`,
  };
  return definition;
}
