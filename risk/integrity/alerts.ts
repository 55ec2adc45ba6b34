import { expectedBets, observeFlow, QUIET, type FlowState, type FlowTest } from './flow-test.ts';

/** What happened to one selection in one stretch of time. */
export type SelectionFlow = Readonly<{
  selection: string;
  bets: number;
  baseline: number;
  oddsNow: number;
  oddsUsual: number;
}>;

/** Abnormal flow on a selection: for a person to look at, and to hold the settlement of the fixture meanwhile. */
export type IntegrityAlert = Readonly<{
  fixtureId: string;
  selection: string;
  /** The step at which it was raised, from 0. */
  step: number;
  sum: number;
  threshold: number;
  words: string;
  /** Settlement is held until somebody has decided: a hold, and never a void by itself. */
  action: 'hold-settlement';
}>;

/** The crowd's elasticity that price moves are held against. */
const ELASTICITY = 3;

/**
 * Watches the selections of one fixture. Each raises at most one alert. The threshold is for the highest sum of the
 * whole fixture, so that more selections do not mean more false alarms.
 */
export class FixtureWatch {
  readonly #fixtureId: string;
  readonly #test: FlowTest;
  readonly #states = new Map<string, FlowState>();
  readonly #alerted = new Set<string>();
  #step = 0;

  constructor(fixtureId: string, test: FlowTest) {
    this.#fixtureId = fixtureId;
    this.#test = test;
  }

  /** The highest sum of any selection so far: what thresholds are made from. */
  get highest(): number {
    return Math.max(0, ...[...this.#states.values()].map(({ highest }) => highest));
  }

  /** Takes in one stretch of time of all selections. */
  see(flows: readonly SelectionFlow[]): readonly IntegrityAlert[] {
    const raised = flows.flatMap((flow) => this.#seeOne(flow));
    this.#step += 1;
    return raised;
  }

  #seeOne({ selection, bets, baseline, oddsNow, oddsUsual }: SelectionFlow): IntegrityAlert[] {
    const odds = { now: oddsNow, usual: oddsUsual, elasticity: ELASTICITY };
    const expected = expectedBets(baseline, odds);
    const before = this.#states.get(selection) ?? QUIET;
    const state = observeFlow(this.#test, before, { bets, expected });
    this.#states.set(selection, state);
    const { threshold } = this.#test;
    if (state.sum <= threshold || this.#alerted.has(selection)) return [];
    this.#alerted.add(selection);
    const moved = `${oddsUsual.toFixed(2)} to ${oddsNow.toFixed(2)}`;
    return [
      {
        fixtureId: this.#fixtureId,
        selection,
        step: this.#step,
        sum: state.sum,
        threshold,
        words:
          `${state.bets} bets on ${selection} where ${state.expected.toFixed(1)} are usual at its price ` +
          `(${moved}); the sum of the evidence is ${state.sum.toFixed(1)}, the threshold ${threshold.toFixed(1)}.`,
        action: 'hold-settlement',
      },
    ];
  }
}
