import type { FixturePlan } from './world.ts';

const START = Date.UTC(2026, 5, 13, 19, 0);
const info = (competition: string, home: string, away: string, startsAt = START) => ({
  sport: 'football',
  competition,
  home,
  away,
  startsAt,
});
const score = (home: number, away: number) => ({ home, away });

/** An evening of football: five matches in play and three to come, two of them with all their markets. */
export const PLANS: readonly FixturePlan[] = [
  {
    id: 'world-cup-final',
    info: info('World Cup 2018', 'France', 'Croatia'),
    minute: 34,
    outlook: { score: score(1, 1), homeRate: 0.92, awayRate: 0.71 },
    corners: { home: 2, away: 4 },
    stakes: {
      'match-result/home': 182_000,
      'match-result/draw': 41_000,
      'match-result/away': 96_500,
      'total-goals|line=3.5/over': 88_000,
      'total-goals|line=3.5/under': 31_000,
      'next-goal|goal=3/home': 52_000,
      'next-goal|goal=3/away': 18_500,
      'correct-score/2-1': 22_000,
      'correct-score/2-2': 9_000,
      'asian-handicap|line=-0.5|score=1-1/home': 74_000,
      'draw-no-bet/away': 25_000,
    },
  },
  {
    id: 'premier-1',
    info: info('Premier League', 'Leicester City', 'Manchester City'),
    minute: 58,
    outlook: { score: score(1, 3), homeRate: 0.34, awayRate: 0.63 },
    redCards: { home: 1, away: 0 },
    corners: { home: 3, away: 7 },
    stakes: { 'match-result/draw': 4_000, 'match-result/away': 120_000 },
  },
  {
    id: 'premier-2',
    info: info('Premier League', 'Arsenal', 'Tottenham Hotspur'),
    isWhole: true,
    minute: 12,
    outlook: { score: score(0, 0), homeRate: 1.35, awayRate: 1.02 },
    corners: { home: 1, away: 0 },
    stakes: { 'match-result/draw': 61_000, 'total-goals|line=2.5/over': 45_000 },
  },
  {
    id: 'premier-3',
    info: info('Premier League', 'Everton', 'Newcastle United'),
    minute: 81,
    outlook: { score: score(2, 1), homeRate: 0.14, awayRate: 0.22 },
    corners: { home: 5, away: 8 },
    stakes: { 'match-result/home': 58_000, 'match-result/draw': 12_000 },
  },
  {
    id: 'demo-league-7',
    info: info('Demo League', 'Northgate Rovers', 'Harbour Athletic'),
    minute: 47,
    outlook: { score: score(0, 1), homeRate: 0.78, awayRate: 0.52 },
    corners: { home: 2, away: 2 },
  },
  {
    id: 'demo-league-8',
    info: info('Demo League', 'Millbrook Town', 'Eastfield United', START + 3_600_000),
    minute: null,
    outlook: { score: score(0, 0), homeRate: 1.72, awayRate: 0.94 },
    stakes: { 'match-result/home': 15_000 },
  },
  {
    id: 'world-cup-semi',
    info: info('World Cup 2018', 'England', 'Belgium', START + 7_200_000),
    isWhole: true,
    minute: null,
    outlook: { score: score(0, 0), homeRate: 1.28, awayRate: 1.41 },
    stakes: { 'match-result/away': 44_000 },
  },
  {
    id: 'premier-4',
    info: info('Premier League', 'Burnley', 'West Ham United', START + 9_000_000),
    minute: null,
    outlook: { score: score(0, 0), homeRate: 1.21, awayRate: 1.17 },
  },
];
