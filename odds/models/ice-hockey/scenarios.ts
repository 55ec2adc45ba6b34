import type { MarketIdentity, Score, Side } from '#contracts/mod.ts';
import {
  iceHockeyDefinitionOf,
  type IceHockeyFacts,
  type IceHockeyPeriod,
  type IceHockeyView,
  type Scenario,
} from '#markets/mod.ts';
import { fiveWayOf, type FiveWay } from '../five-way.ts';
import { playAll, playStretches, type Standing } from './courses.ts';
import { forEachCell } from './goal-process.ts';
import { checkModel, PERIODS, type IceHockeyModel } from './model.ts';
import { orderScenarios } from './order-scenarios.ts';
import { checkState, scoreOfState, type IceHockeyState } from './state.ts';
import { overtimeOutcome, stretchesOf, type Stretch } from './stretches.ts';

export type IceHockeyScenario = Scenario<IceHockeyFacts>;

type Tallies = IceHockeyFacts['tallies'];
const scenarioOf = (tallies: Tallies, chance: number): IceHockeyScenario => ({
  facts: { tallies, scorers: {}, firstTo: {} },
  chance,
});

/** Divides by the sum, which falls short of 1 by what was left out and by rounding. */
function normalised(scenarios: readonly IceHockeyScenario[]): readonly IceHockeyScenario[] {
  const sum = scenarios.reduce((all, { chance }) => all + chance, 0);
  return scenarios.map(({ facts, chance }) => ({ facts, chance: chance / sum }));
}

const withGoal = (score: Score, side: Side): Score => ({ ...score, [side]: score[side] + 1 });
const NONE: Score = { home: 0, away: 0 };

/** A game as it stands, cut into the stretches that are left of the 60 minutes. */
type Setting = Readonly<{
  model: IceHockeyModel;
  state: IceHockeyState;
  standing: Standing;
  stretches: readonly Stretch[];
}>;

/** The 60 minutes, overtime and the whole match, together. */
function gameScenarios({ model, state, standing, stretches }: Setting): IceHockeyScenario[] {
  const onBoard = scoreOfState(state);
  const regulation = new Map<number, Readonly<{ score: Score; chance: number }>>();
  forEachCell(playAll(stretches, standing), (_, h, a, chance) => {
    const score = { home: onBoard.home + h, away: onBoard.away + a };
    const key = score.home * 1000 + score.away;
    regulation.set(key, { score, chance: chance + (regulation.get(key)?.chance ?? 0) });
  });
  const overtime = overtimeOutcome(model, state);
  const shootOut = { home: model.shootOutHome, away: 1 - model.shootOutHome };
  return [...regulation.values()].flatMap(({ score, chance }) => {
    if (score.home !== score.away) {
      return [scenarioOf({ regulation: score, overtime: score, match: score }, chance)];
    }
    return (['home', 'away'] as const).flatMap((side) => {
      const won = withGoal(score, side);
      return [
        scenarioOf({ regulation: score, overtime: won, match: won }, chance * overtime[side]),
        scenarioOf(
          { regulation: score, overtime: score, match: won },
          chance * overtime.none * shootOut[side],
        ),
      ];
    });
  });
}

/** The goals of one period. */
function periodScenarios(
  { state, standing, stretches }: Setting,
  period: IceHockeyPeriod,
): IceHockeyScenario[] {
  const onBoard = state.goals[period - 1] ?? NONE;
  const span = `period-${period}` as const;
  const upTo = stretches.filter((stretch) => stretch.period <= period);
  const courses = playStretches(upTo, standing, [0, 0], (memory, of, { home, away }) =>
    of === period ? [(memory[0] ?? 0) + home, (memory[1] ?? 0) + away] : memory,
  );
  const chances = new Map<string, Readonly<{ score: Score; chance: number }>>();
  for (const { memory, chance } of courses) {
    const [home = 0, away = 0] = memory;
    const key = memory.join();
    const score = { home: onBoard.home + home, away: onBoard.away + away };
    chances.set(key, { score, chance: chance + (chances.get(key)?.chance ?? 0) });
  }
  return [...chances.values()].map(({ score, chance }) => scenarioOf({ [span]: score }, chance));
}

/** The most goals of a period so far, which period had them (−1: several), the present one and its goals. */
type Highest = readonly [most: number, at: number, period: number, goals: number];

/** The present period among those before it. */
const closed = ([most, at, period, goals]: Highest): readonly [most: number, at: number] => {
  if (goals === most) return [most, -1];
  return goals > most ? [goals, period] : [most, at];
};

/** Which period has more goals than every other, if any. */
function totalsScenarios({ state, standing, stretches }: Setting): IceHockeyScenario[] {
  const goalsIn = (period: number): number => {
    const { home, away } = state.goals[period - 1] ?? NONE;
    return home + away;
  };
  const opened = (highest: Highest, period: number): Highest =>
    highest[2] === period
      ? highest
      : opened([...closed(highest), highest[2] + 1, goalsIn(highest[2] + 1)], period);
  // Nought goals before the first period are fewer than any, so that it is the highest by itself.
  const start: Highest = [-1, -1, 1, goalsIn(1)];
  const courses = playStretches(stretches, standing, start, (memory, period, { home, away }) => {
    const [most, at, of, goals] = opened(memory as Highest, period);
    return [most, at, of, goals + home + away];
  });
  const chances = new Map<number, number>();
  for (const { memory, chance } of courses) {
    const [, highest] = closed(opened(memory as Highest, PERIODS));
    chances.set(highest, (chances.get(highest) ?? 0) + chance);
  }
  return [...chances].map(([highest, chance]) => {
    const total = (period: number) => ({ total: period === highest ? 1 : 0 });
    return scenarioOf({ 'period-1': total(1), 'period-2': total(2), 'period-3': total(3) }, chance);
  });
}

/** A game as a model sees it from a state. */
export type IceHockeyOutlook = Readonly<{
  /** Every way in which what a market looks at may come out; the chances sum to 1. */
  scenarios: (view: IceHockeyView) => readonly IceHockeyScenario[];
  /** Chances of the five results of each outcome of a market, in the order of its outcomes. */
  chances: (market: MarketIdentity) => readonly FiveWay[];
}>;

/** What is worked out for a view: those of the whole game share one list. */
function work(setting: Setting, view: IceHockeyView): readonly IceHockeyScenario[] {
  if ('goal' in view || 'raceTo' in view) return orderScenarios(setting, view);
  if ('joint' in view && view.joint === 'period-totals') return totalsScenarios(setting);
  const period = 'span' in view ? /^period-(\d)$/u.exec(view.span)?.[1] : undefined;
  return period === undefined
    ? gameScenarios(setting)
    : periodScenarios(setting, Number(period) as IceHockeyPeriod);
}

const keyOf = (view: IceHockeyView): string => {
  if ('goal' in view) return `goal ${view.goal}`;
  if ('raceTo' in view) return `race ${view.raceTo}`;
  if ('joint' in view) return view.joint;
  return view.span.startsWith('period') ? view.span : 'game';
};

/**
 * The outlook of a game: lists of scenarios by what a market looks at. All of them come from one process
 * of goals, so that every two markets agree.
 * @throws InputError when the model or the state makes no sense, or a market is not of ice hockey.
 */
export function iceHockeyOutlook(model: IceHockeyModel, state: IceHockeyState): IceHockeyOutlook {
  checkModel(model);
  checkState(model, state);
  const score = scoreOfState(state);
  const isServed = state.powerPlay !== undefined && state.powerPlay.secondsLeft > 0;
  const setting: Setting = {
    model,
    state,
    standing: {
      lead: score.home - score.away,
      powerPlay: isServed ? state.powerPlay : undefined,
    },
    stretches: stretchesOf(model, state),
  };
  const known = new Map<string, readonly IceHockeyScenario[]>();
  const scenarios = (view: IceHockeyView): readonly IceHockeyScenario[] => {
    const key = keyOf(view);
    const found = known.get(key) ?? normalised(work(setting, view));
    known.set(key, found);
    return found;
  };
  return {
    scenarios,
    chances: (market) => {
      const definition = iceHockeyDefinitionOf(market);
      const { specifiers } = market;
      return fiveWayOf(definition, specifiers, scenarios(definition.reads(specifiers)));
    },
  };
}

/** One list of scenarios; see `iceHockeyOutlook`, which shares the work between several. */
export const iceHockeyScenarios = (
  model: IceHockeyModel,
  state: IceHockeyState,
  view: IceHockeyView,
): readonly IceHockeyScenario[] => iceHockeyOutlook(model, state).scenarios(view);
