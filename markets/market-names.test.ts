import { expect, test } from 'vitest';

import { marketKeyOf, outcomeId } from '#contracts/mod.ts';

import { marketName, outcomeName } from './market-names.ts';

const TEAMS = { home: 'Lions', away: 'Tigers' };

test.each([
  ['match-result', 'Match result', { home: 'Lions', draw: 'Draw', away: 'Tigers' }],
  ['draw-no-bet', 'Draw no bet', { home: 'Lions' }],
  ['half-time-result', 'Half-time result', { draw: 'Draw' }],
  ['both-teams-to-score', 'Both teams to score', { yes: 'Yes', no: 'No' }],
  ['total-goals|line=2.25', 'Total goals 2.25', { over: 'Over 2.25', under: 'Under 2.25' }],
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
  ['unheard-of', 'unheard-of', { home: 'home' }],
])('%s reads %j', (key, name, outcomes) => {
  expect(marketName(marketKeyOf(key))).toBe(name);
  for (const [outcome, text] of Object.entries(outcomes)) {
    expect(outcomeName(marketKeyOf(key), outcomeId(outcome), TEAMS)).toBe(text);
  }
});
