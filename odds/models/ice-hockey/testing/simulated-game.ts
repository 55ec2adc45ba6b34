import type { Score, Side } from '#contracts/mod.ts';
import { iceHockeyFacts, type IceHockeyFacts, type IceHockeyView } from '#markets/mod.ts';
import type { Random } from '#platform/mod.ts';

import type { IceHockeyModel } from '../model.ts';
import type { IceHockeyState } from '../state.ts';

/** Rates per second by the rules of the model, second by second: the slow way round. */
function ratesNow(
  model: IceHockeyModel,
  lead: number,
  secondsLeftInGame: number,
  penalty: Side | undefined,
): Readonly<Record<Side, number>> {
  const rates = { home: model.home / 3600, away: model.away / 3600 };
  const { pulledGoalie, powerPlay } = model;
  const behind: Side = lead < 0 ? 'home' : 'away';
  const other = (side: Side): Side => (side === 'home' ? 'away' : 'home');
  const window = lead === 0 ? undefined : pulledGoalie.secondsByDeficit[Math.abs(lead) - 1];
  if (window !== undefined && secondsLeftInGame <= window) {
    rates[behind] *= pulledGoalie.attack;
    rates[other(behind)] *= pulledGoalie.emptyNet;
  } else if (penalty !== undefined) {
    rates[penalty] *= powerPlay.attack;
    rates[other(penalty)] *= powerPlay.shortHanded;
  }
  return rates;
}

type Drawn = Readonly<{ side: Side; seconds: number }> | undefined;

/** The first goal at constant rates within some seconds, if there is one. */
function drawGoal(random: Random, rates: Readonly<Record<Side, number>>, within: number): Drawn {
  const rate = rates.home + rates.away;
  if (rate === 0) return undefined;
  const seconds = random.exponential(rate);
  if (seconds > within) return undefined;
  return { side: random.next() * rate < rates.home ? 'home' : 'away', seconds };
}

/** A game played to its end from a state, goal by goal, with `model.overtime.minutes` not null. */
export function simulateGame(
  random: Random,
  model: IceHockeyModel,
  state: IceHockeyState,
): IceHockeyFacts {
  const { period, goals, powerPlay } = state;
  const periods = [0, 1, 2].map((at): Score => ({ ...(goals[at] ?? { home: 0, away: 0 }) }));
  const scorers: Side[] = [...(state.scorers ?? [])];
  let lead = periods.reduce((sum, { home, away }) => sum + home - away, 0);
  let left = typeof period === 'number' ? (3 - period) * 1200 + state.secondsLeft : 0;
  let penalty = powerPlay === undefined ? 0 : powerPlay.secondsLeft;
  while (left > 0) {
    // Until a goal, the end of the penalty, the end of a period or a goalkeeper who leaves.
    const marks = [1200, 2400, ...model.pulledGoalie.secondsByDeficit].filter(
      (mark) => mark < left,
    );
    const served = penalty > 0 ? [left - penalty] : [];
    const next = Math.max(0, ...marks, ...served.filter((mark) => mark >= 0));
    const side = penalty > 0 ? powerPlay?.side : undefined;
    const drawn = drawGoal(random, ratesNow(model, lead, left, side), left - next);
    const passed = drawn === undefined ? left - next : drawn.seconds;
    if (drawn !== undefined) {
      const at = 2 - Math.floor(Math.max(0, left - passed - 1e-9) / 1200);
      const before = periods[at] ?? { home: 0, away: 0 };
      periods[at] = { ...before, [drawn.side]: before[drawn.side] + 1 };
      scorers.push(drawn.side);
      lead += drawn.side === 'home' ? 1 : -1;
    }
    left = drawn === undefined ? next : left - passed;
    penalty -= passed;
    if (drawn !== undefined && drawn.side === powerPlay?.side && powerPlay.endsOnGoal) penalty = 0;
    if (penalty < 1e-9) penalty = 0;
  }
  const decided = lead === 0 ? decide(random, model, state) : { overtime: null, shootOut: null };
  return iceHockeyFacts({ periods, scorers, over: true, ...decided });
}

function decide(random: Random, model: IceHockeyModel, state: IceHockeyState) {
  const length = 60 * (model.overtime.minutes ?? 0);
  const seconds =
    state.period === 'overtime' ? state.secondsLeft : state.period === 'shoot-out' ? 0 : length;
  const { multiplier } = model.overtime;
  const rates = {
    home: (model.home / 3600) * multiplier,
    away: (model.away / 3600) * multiplier,
  };
  const goal = drawGoal(random, rates, seconds);
  if (goal !== undefined) return { overtime: goal.side, shootOut: null };
  const shootOut: Side = random.next() < model.shootOutHome ? 'home' : 'away';
  return { overtime: null, shootOut };
}

/** What a view can tell of a game, as a text: games with equal texts are one scenario. */
export function signature(view: IceHockeyView, { tallies, ...order }: IceHockeyFacts): string {
  if ('goal' in view) return order.scorers[view.goal] ?? 'none';
  if ('raceTo' in view) return order.firstTo[view.raceTo] ?? 'none';
  const text = (span: keyof typeof tallies): string => {
    const { home = NaN, away = NaN } = tallies[span] ?? {};
    return `${home}-${away}`;
  };
  if ('span' in view && view.span.startsWith('period')) return text(view.span);
  if ('joint' in view && view.joint === 'period-totals') {
    const totals = (['period-1', 'period-2', 'period-3'] as const).map((span) => {
      const { home = 0, away = 0, total = home + away } = tallies[span] ?? {};
      return total;
    });
    const most = Math.max(...totals);
    const at = totals.flatMap((total, index) => (total === most ? [index] : []));
    return at.length === 1 ? String(at[0]) : 'equal';
  }
  return `${text('regulation')} ${text('overtime')} ${text('match')}`;
}
