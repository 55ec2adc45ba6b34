import type { Score } from '#contracts/mod.ts';
import type { FootballIndex, MatchRecord } from '#markets/mod.ts';

import {
  leadTimes,
  periodGrids,
  type FootballState,
  type InPlayModel,
  type LeadTimes,
  type ScoreGrid,
} from '../../models/mod.ts';

/** A match as the factors beside the core see it; what several of them need is worked out once. */
export type MatchNow = Readonly<{
  record: MatchRecord;
  state: FootballState;
  model: InPlayModel;
  supremacy: number;
  leads: () => LeadTimes;
  /** Final scores of the 90 minutes. */
  fullTime: () => ScoreGrid;
  score: Score;
}>;

export type MatchNowParts = Readonly<{
  record: MatchRecord;
  state: FootballState;
  model: InPlayModel;
  index: FootballIndex;
  core: Float64Array;
}>;

const once = <Value>(make: () => Value): (() => Value) => {
  let made: Value | undefined;
  return () => (made ??= make());
};

export function matchNow({ record, state, model, index, core }: MatchNowParts): MatchNow {
  const { firstHalf, secondHalf } = state;
  return {
    record,
    state,
    model,
    supremacy: record.expectation?.supremacy ?? 0,
    leads: once(() => leadTimes(model, state)),
    fullTime: once(() => periodGrids(index, core)['full-time']),
    score: { home: firstHalf.home + secondHalf.home, away: firstHalf.away + secondHalf.away },
  };
}
