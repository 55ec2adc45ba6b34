import type { Random } from '#platform/mod.ts';
import {
  fairChances,
  type Arrival,
  type CustomerKind,
  type Moment,
  type SimBoard,
} from '#risk/simulator/mod.ts';

import { ARRIVAL_SHARES, ASSUMPTIONS } from './assumptions.ts';

const { stake, liking, syndicate } = ASSUMPTIONS;

function drawStake(random: Random): number {
  const drawn = stake.medianMinor * Math.exp(random.normal(0, stake.sigma));
  return Math.min(stake.mostMinor, Math.max(10, Math.round(drawn)));
}

/** Somebody whose stake is decided by what he knows, not by his mood: the mean of the crowd's. */
export const expert = (random: Random, kind: CustomerKind): Arrival => ({
  kind,
  marketDraw: random.next(),
  outcomeDraw: random.next(),
  stakeMinor: Math.round(stake.medianMinor * Math.exp(stake.sigma ** 2 / 2)),
});

function drawKind(random: Random): CustomerKind {
  let left = random.next();
  for (const [kind, share] of ARRIVAL_SHARES) {
    left -= share;
    if (left < 0) return kind;
  }
  return 'recreational';
}

/** So many customers in order; before a match a syndicate may come between them, all accounts at once. */
export function drawArrivals(random: Random, count: number, beforeMatch: boolean): Arrival[] {
  const crowd = Array.from({ length: count }, (): Arrival => {
    const kind = drawKind(random);
    if (kind === 'informed' || kind === 'arbitrageur') return expert(random, kind);
    const [marketDraw, outcomeDraw] = [random.next(), random.next()];
    return { kind, marketDraw, outcomeDraw, stakeMinor: drawStake(random) };
  });
  if (!beforeMatch) return crowd;
  const [comes, at] = [random.next() < syndicate.chance, random.int(count + 1)];
  if (!comes) return crowd;
  const ring = Array.from({ length: syndicate.accounts }, () => expert(random, 'syndicate'));
  return [...crowd.slice(0, at), ...ring, ...crowd.slice(at)];
}

type Leaning = Readonly<{ team: 'home' | 'away' | null; goals: boolean }>;

/** What the crowd sees in an outcome: a team that wins, goals, or neither. */
function leaningOf(outcome: string): Leaning {
  const [home, away] = outcome.split('-').map(Number);
  if (home !== undefined && away !== undefined && home >= 0 && away >= 0) {
    const team = home === away ? null : home > away ? 'home' : 'away';
    return { team, goals: home + away > 2 };
  }
  const team = outcome.startsWith('home') ? 'home' : outcome.includes('away') ? 'away' : null;
  return { team, goals: outcome === 'over' || outcome === 'yes' };
}

/** How much more than its chance the crowd likes each selection of a match: one mood for one idea. */
export function drawLiking(random: Random, board: SimBoard, moment: Moment): Float64Array {
  const mood = (): number => Math.exp(random.normal(0, liking.spread));
  const teams = { home: mood() * liking.home, away: mood() };
  teams[favouriteOf(board, moment.consensus)] *= liking.favourite;
  const goals = mood() * liking.goals;
  return Float64Array.from(board.selections, ({ outcomeId }) => {
    const leaning = leaningOf(outcomeId);
    return (leaning.team === null ? 1 : teams[leaning.team]) * (leaning.goals ? goals : 1);
  });
}

/** The team that is likelier to win. */
function favouriteOf(board: SimBoard, vector: Float64Array): 'home' | 'away' {
  const chances = fairChances(board, vector);
  const chanceOf = (outcome: string): number => {
    const found = board.markets[0]?.selections.find(
      (at) => board.selections[at]?.outcomeId === outcome,
    );
    return chances[found ?? -1] ?? 0;
  };
  return chanceOf('home') >= chanceOf('away') ? 'home' : 'away';
}
