import type { Side } from '#contracts/mod.ts';
import type { IceHockeyPeriod } from '#markets/mod.ts';
import { PERIOD_SECONDS, PERIODS, type IceHockeyModel } from './model.ts';
import type { IceHockeyState } from './state.ts';

/** Goals per second of both sides. */
export type Rates = Readonly<Record<Side, number>>;

/** Play during which the rates depend on the score, and on whether the power play is still on. */
export type Stretch = Readonly<{
  period: IceHockeyPeriod;
  seconds: number;
  /** Whether the score bears on the rates: only at the end of the third period. */
  byLead: boolean;
  /** Rates at a home lead; `powerPlay` says whether the one of the state has not been ended by a goal. */
  ratesAt: (lead: number, powerPlay: boolean) => Rates;
}>;

const perSecond = ({ home, away }: Rates): Rates => ({ home: home / 3600, away: away / 3600 });
const times = (rates: Rates, side: Side, own: number, other: number): Rates =>
  side === 'home'
    ? { home: rates.home * own, away: rates.away * other }
    : { home: rates.home * other, away: rates.away * own };

/** Seconds of the 60 minutes that are left; 0 in overtime and after it. */
const leftOf = ({ period, secondsLeft }: IceHockeyState): number =>
  typeof period === 'number' ? secondsLeft + (PERIODS - period) * PERIOD_SECONDS : 0;

/** The rates from `left` seconds before the end of the 60 minutes on, until something changes them. */
function ratesFrom(model: IceHockeyModel, state: IceHockeyState, left: number): Stretch['ratesAt'] {
  const { powerPlay, pulledGoalie } = model;
  const even = perSecond(model);
  const penalty = state.powerPlay;
  const isServed = penalty !== undefined && leftOf(state) - left < penalty.secondsLeft;
  return (lead, isOn) => {
    if (lead !== 0 && left <= (pulledGoalie.secondsByDeficit[Math.abs(lead) - 1] ?? 0)) {
      const behind = lead < 0 ? 'home' : 'away';
      return times(even, behind, pulledGoalie.attack, pulledGoalie.emptyNet);
    }
    if (!isOn || !isServed) return even;
    return times(even, penalty.side, powerPlay.attack, powerPlay.shortHanded);
  };
}

/** What is left of the 60 minutes, cut where rates change or a period ends. */
export function stretchesOf(model: IceHockeyModel, state: IceHockeyState): readonly Stretch[] {
  const left = leftOf(state);
  const cuts = [
    left,
    0,
    PERIOD_SECONDS,
    2 * PERIOD_SECONDS,
    left - (state.powerPlay?.secondsLeft ?? 0),
    ...model.pulledGoalie.secondsByDeficit,
  ].filter((cut) => cut >= 0 && cut <= left);
  const times = [...new Set(cuts)].sort((one, other) => other - one);
  return times.slice(1).map((end, at) => {
    const start = times[at] ?? left;
    return {
      period: (PERIODS - Math.floor(end / PERIOD_SECONDS)) as IceHockeyPeriod,
      seconds: start - end,
      byLead: model.pulledGoalie.secondsByDeficit.some((seconds) => start <= seconds),
      ratesAt: ratesFrom(model, state, start),
    };
  });
}

export type Decided = Readonly<Record<Side | 'none', number>>;

/** Who scores first in overtime, if anybody: in a penalty that is being served there, then without one. */
export function overtimeOutcome(
  model: IceHockeyModel,
  { period, secondsLeft, powerPlay }: IceHockeyState,
): Decided {
  const { minutes, multiplier } = model.overtime;
  const inOvertime = period === 'overtime';
  const length = inOvertime ? secondsLeft : 60 * (minutes ?? 0);
  const left = minutes === null ? Infinity : period === 'shoot-out' ? 0 : length;
  const penalty = inOvertime ? Math.min(powerPlay?.secondsLeft ?? 0, left) : 0;
  const even = times(perSecond(model), 'home', multiplier, multiplier);
  const side = powerPlay?.side ?? 'home';
  const served = times(even, side, model.powerPlay.attack, model.powerPlay.shortHanded);
  const decided = { home: 0, away: 0, none: 1 };
  for (const [rates, seconds] of [
    [served, penalty],
    [even, left - penalty],
  ] as const) {
    const rate = rates.home + rates.away;
    if (rate === 0 || seconds === 0) continue;
    const goal = -decided.none * Math.expm1(-rate * seconds);
    decided.home += (goal * rates.home) / rate;
    decided.away += (goal * rates.away) / rate;
    decided.none -= goal;
  }
  return { ...decided, none: Math.max(0, decided.none) };
}
