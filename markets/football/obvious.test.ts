import { describe, expect, test } from 'vitest';

import { outcomeId, type FootballMarketType, type Specifiers } from '#contracts/mod.ts';

import { formatLine, scorelineResult, type ScorelinePick } from '../arithmetic/mod.ts';
import { settleWith } from './definition.ts';
import { FOOTBALL_DEFINITIONS } from './definitions.ts';
import type { CoreView, FootballFacts } from './facts.ts';

/** Goals of each half: h1, a1, h2, a2. */
type Goals = readonly [h1: number, a1: number, h2: number, a2: number];

const SMALL = [0, 1, 2, 3];
const ALL: readonly Goals[] = SMALL.flatMap((h1) =>
  SMALL.flatMap((a1) => SMALL.flatMap((h2) => SMALL.map((a2): Goals => [h1, a1, h2, a2]))),
);
const ahead = (home: number, away: number) =>
  home > away ? 'home' : home < away ? 'away' : 'draw';
const more = (first: number, second: number): string =>
  first > second ? 'first' : first < second ? 'second' : 'equal';
const yes = (holds: boolean): string => (holds ? 'yes' : 'no');

const factsOf = ([h1, a1, h2, a2]: Goals): Partial<FootballFacts> => ({
  'full-time': { home: h1 + h2, away: a1 + a2 },
  'first-half': { home: h1, away: a1 },
  'second-half': { home: h2, away: a2 },
  'half-results': {
    first: ahead(h1, a1),
    second: ahead(h2, a2),
    fullTime: ahead(h1 + h2, a1 + a2),
  },
  'half-totals': { first: h1 + a1, second: h2 + a2 },
  'home-halves': { first: h1, second: h2 },
  'away-halves': { first: a1, second: a2 },
});

/** What a definition pays on these goals, by outcome. */
function paid(type: FootballMarketType, goals: Goals, specifiers: Specifiers = {}) {
  const definition = FOOTBALL_DEFINITIONS.get(type);
  const facts = definition && factsOf(goals)[definition.reads as CoreView];
  if (definition === undefined || facts === undefined) throw new Error(type);
  const results = settleWith(definition, facts, specifiers);
  return new Map(definition.outcomes(specifiers).map((outcome, at) => [outcome, results[at]]));
}

/** The one answer, said in the plainest way. */
const ANSWERS: Partial<Record<FootballMarketType, (...goals: Goals) => string>> = {
  'half-time-full-time': (h1, a1, h2, a2) => `${ahead(h1, a1)}/${ahead(h1 + h2, a1 + a2)}`,
  'home-win-both-halves': (h1, a1, h2, a2) => yes(h1 > a1 && h2 > a2),
  'away-win-both-halves': (h1, a1, h2, a2) => yes(a1 > h1 && a2 > h2),
  'home-win-either-half': (h1, a1, h2, a2) => yes(h1 > a1 || h2 > a2),
  'away-win-either-half': (h1, a1, h2, a2) => yes(a1 > h1 || a2 > h2),
  'half-with-most-goals': (h1, a1, h2, a2) => more(h1 + a1, h2 + a2),
  'home-half-with-most-goals': (h1, _, h2) => more(h1, h2),
  'away-half-with-most-goals': (_, a1, __, a2) => more(a1, a2),
  'home-score-in-both-halves': (h1, _, h2) => yes(h1 > 0 && h2 > 0),
  'away-score-in-both-halves': (_, a1, __, a2) => yes(a1 > 0 && a2 > 0),
  'both-halves-over': (h1, a1, h2, a2) => yes(h1 + a1 >= 2 && h2 + a2 >= 2),
  'both-halves-under': (h1, a1, h2, a2) => yes(h1 + a1 <= 1 && h2 + a2 <= 1),
  'winning-margin': (h1, a1, h2, a2) => {
    const lead = h1 + h2 - a1 - a2;
    if (lead === 0) return 'draw';
    const by = Math.abs(lead) > 2 ? '3-or-more' : String(Math.abs(lead));
    return `${lead > 0 ? 'home' : 'away'}-by-${by}`;
  },
  'exact-goals': (h1, a1, h2, a2) => {
    const goals = h1 + a1 + h2 + a2;
    return goals > 5 ? '6-or-more' : String(goals);
  },
  'home-exact-goals': (h1, _, h2) => (h1 + h2 > 2 ? '3-or-more' : String(h1 + h2)),
  'away-exact-goals': (_, a1, __, a2) => (a1 + a2 > 2 ? '3-or-more' : String(a1 + a2)),
  'first-half-exact-goals': (h1, a1) => (h1 + a1 > 2 ? '3-or-more' : String(h1 + a1)),
  'second-half-exact-goals': (_, __, h2, a2) => (h2 + a2 > 2 ? '3-or-more' : String(h2 + a2)),
  'correct-score': (h1, a1, h2, a2) =>
    h1 + h2 > 4 || a1 + a2 > 4 ? 'other' : `${h1 + h2}-${a1 + a2}`,
  'first-half-correct-score': (h1, a1) => (h1 > 2 || a1 > 2 ? 'other' : `${h1}-${a1}`),
  'second-half-correct-score': (_, __, h2, a2) => (h2 > 2 || a2 > 2 ? 'other' : `${h2}-${a2}`),
  'which-teams-score': (h1, a1, h2, a2) => {
    const [home, away] = [h1 + h2 > 0, a1 + a2 > 0];
    if (home && away) return 'both';
    return home ? 'only-home' : away ? 'only-away' : 'neither';
  },
  'goal-bands': (h1, a1, h2, a2) => {
    const goals = h1 + a1 + h2 + a2;
    const bands = [
      [1, '0-to-1'],
      [3, '2-to-3'],
      [6, '4-to-6'],
    ] as const;
    return bands.find(([most]) => goals <= most)?.[1] ?? '7-or-more';
  },
  'result-and-both-teams-to-score': (h1, a1, h2, a2) =>
    `${ahead(h1 + h2, a1 + a2)}&${yes(h1 + h2 > 0 && a1 + a2 > 0)}`,
  'first-half-result-and-both-teams-to-score': (h1, a1) =>
    `${ahead(h1, a1)}&${yes(h1 > 0 && a1 > 0)}`,
};

describe.each(Object.entries(ANSWERS))('%s', (type, answer) => {
  test('has the obvious answer at every score', () => {
    for (const goals of ALL) {
      const won = [...paid(type as FootballMarketType, goals)].filter(([, one]) => one === 'won');
      expect([goals, ...won.map(([outcome]) => outcome)]).toEqual([goals, answer(...goals)]);
    }
  });
});

const LINES = [-9, -6, -4, -3, -2, -1, 0, 1, 2, 3, 4, 6, 9];

/** Of the match, the first half and the second half, and what a formula calls each outcome. */
type Formula = Readonly<{
  types: readonly FootballMarketType[];
  picks: Readonly<Record<string, ScorelinePick>>;
  specifiers?: Specifiers;
}>;
const ofTeam = (
  types: readonly FootballMarketType[],
  team: 'home' | 'away',
  line: number,
): Formula => ({
  types,
  picks: {
    over: { market: 'team-total', team, pick: 'over', line },
    under: { market: 'team-total', team, pick: 'under', line },
  },
  specifiers: { line: formatLine(line) },
});

const FORMULAS: readonly Formula[] = [
  {
    types: ['match-result', 'half-time-result', 'second-half-result'],
    picks: {
      home: { market: '1x2', pick: 'home' },
      draw: { market: '1x2', pick: 'draw' },
      away: { market: '1x2', pick: 'away' },
    },
  },
  {
    types: ['double-chance', 'first-half-double-chance', 'second-half-double-chance'],
    picks: {
      'home-or-draw': { market: 'double-chance', pick: '1X' },
      'home-or-away': { market: 'double-chance', pick: '12' },
      'draw-or-away': { market: 'double-chance', pick: 'X2' },
    },
  },
  {
    types: ['draw-no-bet', 'first-half-draw-no-bet', 'second-half-draw-no-bet'],
    picks: {
      home: { market: 'draw-no-bet', pick: 'home' },
      away: { market: 'draw-no-bet', pick: 'away' },
    },
  },
  {
    types: [
      'both-teams-to-score',
      'first-half-both-teams-to-score',
      'second-half-both-teams-to-score',
    ],
    picks: { yes: { market: 'btts', pick: 'yes' }, no: { market: 'btts', pick: 'no' } },
  },
  {
    types: ['odd-even', 'first-half-odd-even', 'second-half-odd-even'],
    picks: {
      odd: { market: 'odd-even', pick: 'odd' },
      even: { market: 'odd-even', pick: 'even' },
    },
  },
  { types: ['home-clean-sheet'], picks: { yes: { market: 'clean-sheet', pick: 'home' } } },
  { types: ['away-clean-sheet'], picks: { yes: { market: 'clean-sheet', pick: 'away' } } },
  { types: ['home-win-to-nil'], picks: { yes: { market: 'win-to-nil', pick: 'home' } } },
  { types: ['away-win-to-nil'], picks: { yes: { market: 'win-to-nil', pick: 'away' } } },
  ...LINES.map((line): Formula => ({
    types: ['asian-handicap', 'first-half-asian-handicap', 'second-half-asian-handicap'],
    picks: {
      home: { market: 'handicap', pick: 'home', line },
      away: { market: 'handicap', pick: 'away', line: line === 0 ? 0 : -line },
    },
    specifiers: { line: formatLine(line), score: '0-0' },
  })),
  ...LINES.filter((line) => line >= 2).flatMap((line): Formula[] => [
    {
      types: ['total-goals', 'first-half-total-goals', 'second-half-total-goals'],
      picks: {
        over: { market: 'total', pick: 'over', line },
        under: { market: 'total', pick: 'under', line },
      },
      specifiers: { line: formatLine(line) },
    },
    ofTeam(['home-total-goals', 'first-half-home-goals'], 'home', line),
    ofTeam(['away-total-goals', 'first-half-away-goals'], 'away', line),
  ]),
];

test.each(FORMULAS)('$types pay by a formula: $specifiers', ({ types, picks, specifiers }) => {
  for (const goals of ALL) {
    const [h1, a1, h2, a2] = goals;
    const scores = [
      [h1 + h2, a1 + a2],
      [h1, a1],
      [h2, a2],
    ] as const;
    types.forEach((type, at) => {
      const [home, away] = scores[at] ?? [0, 0];
      const found = paid(type, goals, specifiers);
      for (const [outcome, pick] of Object.entries(picks)) {
        const result = found.get(outcomeId(outcome));
        if (result === scorelineResult(pick, home, away)) continue;
        expect.fail(`${type} ${outcome} at ${goals.join()} pays ${result ?? 'nothing'}`);
      }
    });
  }
});

test('a start is goals that are there before the first', () => {
  for (const goals of ALL) {
    const [h1, a1, h2, a2] = goals;
    const won = (type: FootballMarketType, start: string) =>
      [...paid(type, goals, { start })].find(([, result]) => result === 'won')?.[0];
    expect(won('european-handicap', '0-2')).toBe(ahead(h1 + h2, a1 + a2 + 2));
    expect(won('european-handicap', '1-0')).toBe(ahead(h1 + h2 + 1, a1 + a2));
    expect(won('first-half-european-handicap', '0-1')).toBe(ahead(h1, a1 + 1));
  }
});

test('combinations win with both of their answers', () => {
  for (const goals of ALL) {
    const [h1, a1, h2, a2] = goals;
    const all = h1 + a1 + h2 + a2;
    const side = all > 2.5 ? 'over' : 'under';
    const winners = (type: FootballMarketType, specifiers?: Specifiers) =>
      [...paid(type, goals, specifiers)].filter(([, one]) => one === 'won').map(([id]) => id);
    const result = ahead(h1 + h2, a1 + a2);
    const doubles = ['home-or-draw', 'home-or-away', 'draw-or-away'].filter((pair) =>
      pair.includes(result),
    );
    const both = yes(h1 + h2 > 0 && a1 + a2 > 0);
    const line = { line: '2.5' };
    expect(winners('result-and-total', line)).toEqual([`${result}&${side}`]);
    expect(winners('total-and-both-teams-to-score', line)).toEqual([`${both}&${side}`]);
    expect(winners('double-chance-and-total', line)).toEqual(
      doubles.map((one) => `${one}&${side}`),
    );
    expect(winners('double-chance-and-both-teams-to-score')).toEqual(
      doubles.map((one) => `${one}&${both}`),
    );
    const half = h1 + a1 > 2.5 ? 'over' : 'under';
    expect(winners('first-half-result-and-total', line)).toEqual([`${ahead(h1, a1)}&${half}`]);
  }
});
