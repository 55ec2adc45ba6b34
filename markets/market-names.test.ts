import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { marketKeyOf, outcomeId } from '#contracts/mod.ts';

import { identifyMarket } from './catalogue.ts';
import { FOOTBALL_DEFINITIONS } from './football/definitions.ts';
import { basisOf, marketName, outcomeName } from './market-names.ts';
import { recordOf } from './testing/events.ts';
import { oneOfEach } from './testing/random-specifiers.ts';

const TEAMS = { home: 'Lions', away: 'Tigers' };

test.each([
  ['match-result', 'Match result', { home: 'Lions', draw: 'Draw', away: 'Tigers' }],
  [
    'double-chance',
    'Double chance',
    { 'home-or-draw': 'Lions or draw', 'draw-or-away': 'Draw or Tigers' },
  ],
  ['draw-no-bet', 'Draw no bet', { home: 'Lions' }],
  ['half-time-result', 'Half-time result', { draw: 'Draw' }],
  ['both-teams-to-score', 'Both teams to score', { yes: 'Yes', no: 'No' }],
  ['total-goals|line=2.25', 'Total goals 2.25', { over: 'Over 2.25', under: 'Under 2.25' }],
  ['home-total-goals|line=1.5', 'Lions goals 1.5', { over: 'Over 1.5' }],
  ['first-half-away-goals|line=0.5', 'First half: Tigers goals 0.5', { under: 'Under 0.5' }],
  [
    'exact-goals',
    'Exact goals',
    { 0: 'No goals', 1: '1 goal', 2: '2 goals', '6-or-more': '6 or more goals' },
  ],
  ['home-win-to-nil', 'Lions to win to nil', { no: 'No' }],
  ['away-clean-sheet', 'Tigers clean sheet', { yes: 'Yes' }],
  [
    'winning-margin',
    'Winning margin',
    { 'away-by-2': 'Tigers by 2', 'home-by-3-or-more': 'Lions by 3 or more', draw: 'Draw' },
  ],
  ['half-time-full-time', 'Half-time/full-time', { 'home/draw': 'Lions/Draw' }],
  [
    'home-half-with-most-goals',
    'Lions: half with most goals',
    { first: 'First half', equal: 'Equal' },
  ],
  ['european-handicap|start=0-2', 'Handicap 0:2', { draw: 'Draw (0:2)', away: 'Tigers (0:2)' }],
  [
    'asian-handicap|line=-0.5|score=0-0',
    'Asian handicap -0.5',
    { home: 'Lions -0.5', away: 'Tigers +0.5' },
  ],
  [
    'asian-handicap|line=0|score=2-1',
    'Asian handicap 0 from 2-1',
    { home: 'Lions 0', away: 'Tigers 0' },
  ],
  ['correct-score', 'Correct score', { '2-1': '2-1', other: 'Any other score' }],
  ['next-goal|goal=3', 'Team to score goal 3', { home: 'Lions', away: 'Tigers', none: 'No goal' }],
  ['goal-in-interval|from=15|to=30', 'Goal in minutes 16–30', { yes: 'Yes' }],
  ['interval-result|from=75|to=90', 'Result of minutes 76–90', { draw: 'Draw' }],
  ['first-goal-time', 'Time of the first goal', { '16-30': 'Minutes 16–30', none: 'No goal' }],
  ['result-and-total|line=2.5', 'Result and total 2.5', { 'home&over': 'Lions & over 2.5' }],
  [
    'total-and-both-teams-to-score|line=2.5',
    'Both teams to score and total 2.5',
    { 'no&under': 'Not both teams score & under 2.5' },
  ],
  [
    'double-chance-and-both-teams-to-score',
    'Double chance and both teams to score',
    { 'draw-or-away&yes': 'Draw or Tigers & both teams score' },
  ],
  ['multi-goals', 'Multigoals', { '2-to-4': '2–4 goals' }],
  ['goal-bands', 'Goal range', { '7-or-more': '7 or more goals' }],
  [
    'which-teams-score',
    'Which teams score',
    { 'only-home': 'Only Lions', neither: 'Neither team' },
  ],
  ['home-corners|line=4.5', 'Lions corners 4.5', { over: 'Over 4.5' }],
  ['corner-race|to=5', 'Race to 5 corners', { none: 'Neither team' }],
  ['next-corner|corner=2', 'Team to take corner 2', { none: 'No corner' }],
  ['next-card|card=2', 'Team to get card 2', { away: 'Tigers' }],
  ['away-sending-off', 'Tigers player sent off', { yes: 'Yes' }],
  ['anytime-scorer|player=bukayo-saka', 'To score: Bukayo Saka', { yes: 'Yes' }],
  [
    'method-of-victory',
    'Method of victory',
    { 'home-regular-time': 'Lions in 90 minutes', 'away-penalties': 'Tigers on penalties' },
  ],
  ['unheard-of', 'unheard-of', { home: 'home' }],
])('%s reads %j', (key, name, outcomes) => {
  expect(marketName(marketKeyOf(key), TEAMS)).toBe(name);
  for (const [outcome, text] of Object.entries(outcomes)) {
    expect(outcomeName(marketKeyOf(key), outcomeId(outcome), TEAMS)).toBe(text);
  }
});

test('a market on one team speaks of home and away while the teams are not known', () => {
  expect(marketName(marketKeyOf('home-total-goals|line=1.5'))).toBe('Home goals 1.5');
  expect(marketName(marketKeyOf('away-win-both-halves'))).toBe('Away to win both halves');
});

test('a name with a sign of its own is written as it is', () => {
  const teams = { home: "K'$& {away}", away: 'B' };
  expect(marketName(marketKeyOf('home-corners|line=4.5'), teams)).toBe("K'$& {away} corners 4.5");
});

/** Neither holes nor leftovers. */
const READS_WELL = /^(?!.*(?:undefined|NaN|null|[{}]| {2}|[:,&]$))\S(?:.*\S)?$/u;
const definitions = [...FOOTBALL_DEFINITIONS.values()];

describe('football', () => {
  test.each(definitions.map((definition) => [definition.type, definition] as const))(
    '%s has a heading over all its markets, and a rule',
    (type, definition) => {
      expect(definition.marketName({})).toMatch(READS_WELL);
      expect(definition.marketName({}, TEAMS)).toMatch(READS_WELL);
      expect(definition.rule).toMatch(/^[A-Z].*\.$/u);
      expect(definition.rule).toMatch(READS_WELL);
      const isOfOneTeam = /^(?:first-half-)?(?:home|away)-/u.test(type);
      expect(/Lions|Tigers/u.test(definition.marketName({}, TEAMS))).toBe(isOfOneTeam);
    },
  );

  property.prop([oneOfEach(definitions)])('names every market and every outcome apart', (keys) => {
    const names = keys.map((key) => marketName(key, TEAMS));
    expect(new Set(names).size).toBe(names.length);
    for (const key of keys) {
      const identity = identifyMarket(key);
      const definition = identity && FOOTBALL_DEFINITIONS.get(identity.type as 'match-result');
      const outcomes = definition?.outcomes(identity?.specifiers ?? {}) ?? [];
      const texts = outcomes.map((outcome) => outcomeName(key, outcome, TEAMS));
      expect(new Set(texts).size).toBe(outcomes.length);
      for (const text of [...texts, marketName(key, TEAMS)]) expect(text).toMatch(READS_WELL);
    }
  });

  property.prop([fc.string({ minLength: 1 }), fc.string({ minLength: 1 })])(
    'takes any names of teams',
    (home, away) => {
      const key = marketKeyOf('home-total-goals|line=1.5');
      expect(marketName(key, { home, away })).toBe(`${home} goals 1.5`);
    },
  );
});

test('an unknown market rests on nothing', () => {
  expect(basisOf(recordOf(), marketKeyOf('unheard-of'))).toBe('');
});
