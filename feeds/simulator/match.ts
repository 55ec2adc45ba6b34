import type { Score } from '#contracts/mod.ts';
import type { Random } from '#platform/mod.ts';

import { buildScript, type Period } from '../script-builder.ts';
import type { MatchScript, Teams } from '../script.ts';
import { newPlay, playOn, type MatchInput, type Play } from './play.ts';

const HALF_SECONDS = 45 * 60;
/** Minutes that are added whatever happens, and per incident that stops play. */
const STOPPAGE = {
  'first-half': { base: 1, perStop: 0.2, spread: 90 },
  'second-half': { base: 3, perStop: 0.3, spread: 120 },
} as const;

export type SimulatedMatch = Readonly<{
  id: string;
  competition: string;
  teams: Teams;
  startsAt: number;
  input: MatchInput;
}>;

/** Plays a whole match from one random stream: the same stream gives the same script. */
export function simulateMatch(match: SimulatedMatch, random: Random): MatchScript {
  const { input, ...head } = match;
  const play = newPlay(random, input);
  const first = playHalf(play, 'first-half');
  const second = playHalf(play, 'second-half');
  const { home, away } = input;
  return buildScript({
    ...head,
    covers: ['corners', 'cards', 'players'],
    lineups: { home: lineup(home.squad), away: lineup(away.squad, home.squad) },
    expectation: {
      totalGoals: round(home.expectedGoals + away.expectedGoals),
      supremacy: round(home.expectedGoals - away.expectedGoals),
    },
    periods: [first.period, second.period],
    result: { firstHalf: first.goals, secondHalf: second.goals },
  });
}

/** The whole squad starts. A name that both teams have is told apart in the second one's ids. */
const lineup = (squad: readonly string[], others: readonly string[] = []) =>
  squad.map((name) => ({
    id: playerId(name) + (others.includes(name) ? '-2' : ''),
    name,
    starts: true,
  }));

const playerId = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, '-')
    .replace(/^-|-$/gu, '');

function playHalf(
  play: Play,
  phase: 'first-half' | 'second-half',
): Readonly<{ period: Period; goals: Score }> {
  const before = { ...play.goals };
  const minutesBefore = phase === 'first-half' ? 0 : 45;
  play.incidents = [];
  let endSec = Number.POSITIVE_INFINITY;
  for (let sec = 0; sec < endSec;) {
    if (sec >= HALF_SECONDS && endSec === Number.POSITIVE_INFINITY)
      endSec = Math.max(sec, HALF_SECONDS + stoppageSeconds(play, phase));
    sec = playOn(play, minutesBefore + Math.min(45, sec / 60), sec);
  }
  const goals = { home: play.goals.home - before.home, away: play.goals.away - before.away };
  const lengthMs = endSec * 1000;
  return { period: { phase, lengthMs, incidents: play.incidents }, goals };
}

function stoppageSeconds(play: Play, phase: 'first-half' | 'second-half'): number {
  const { base, perStop, spread } = STOPPAGE[phase];
  const stops = play.incidents.filter(({ body }) => body.kind !== 'corner').length;
  return Math.round((base + perStop * stops) * 60) + play.random.int(spread);
}

const round = (goals: number): number => Math.round(goals * 1000) / 1000;
