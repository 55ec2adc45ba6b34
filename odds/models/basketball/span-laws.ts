import type { Score, Side } from '#contracts/mod.ts';
import type { BasketballSpan } from '#markets/mod.ts';
import { checkModel, QUARTERS, type BasketballModel } from './model.ts';
import { overtimeLaw, withOvertime } from './overtime.ts';
import { NO_POINTS, pointsLaw, type PointsLaw, type PointsMoments } from './points-law.ts';
import { checkState, leadIn, type BasketballState } from './state.ts';
import { sumOfLaws } from './sum-of-laws.ts';

/** Points of a span of play: those on the board, and the law of those to come. */
export type SpanLaw = Readonly<{ onBoard: Score; law: PointsLaw }>;

/** Moments of the points in some minutes of play. */
function momentsOf({ margin, total, quarterMinutes }: BasketballModel, minutes: number) {
  const share = minutes / (QUARTERS * quarterMinutes);
  return {
    margin: { mean: share * margin.mu, variance: share * margin.sigma ** 2 },
    total: { mean: share * total.mean, variance: share * total.sd ** 2 },
  };
}

/** Moves points from the other side to the one with the ball, as far as the other expects any. */
function withBall(moments: PointsMoments, side: Side, points: number): PointsMoments {
  const { margin, total } = moments;
  const sign = side === 'home' ? 1 : -1;
  const shift = Math.min(points / 4, (total.mean - sign * margin.mean) / 2);
  return { total, margin: { ...margin, mean: margin.mean + sign * 2 * shift } };
}

function restOfPeriod(model: BasketballModel, state: BasketballState): PointsLaw {
  if (state.secondsLeft === 0) return NO_POINTS;
  const moments = momentsOf(model, state.secondsLeft / 60);
  const { possession } = state;
  return pointsLaw(
    possession === undefined ? moments : withBall(moments, possession, model.possessionPoints),
  );
}

const NONE: Score = { home: 0, away: 0 };
const sum = (points: readonly Score[]): Score => ({
  home: points.reduce((all, { home }) => all + home, 0),
  away: points.reduce((all, { away }) => all + away, 0),
});

/**
 * The law of every span of play, from the same independent stretches: so that a half is what its quarters
 * add up to. Worked out when first asked for.
 * @throws InputError when the model or the state makes no sense.
 */
export function spanLaws(
  model: BasketballModel,
  state: BasketballState,
): (span: BasketballSpan) => SpanLaw {
  checkModel(model);
  checkState(model, state);
  const { period, points } = state;
  const quarter = pointsLaw(momentsOf(model, model.quarterMinutes));
  const rest = restOfPeriod(model, state);
  const quarterLaw = (of: number): SpanLaw => ({
    onBoard: points[of - 1] ?? NONE,
    law: of < period ? NO_POINTS : of === period ? rest : quarter,
  });
  const together = (first: number, last: number): SpanLaw => {
    const parts = Array.from({ length: last - first + 1 }, (_, at) => quarterLaw(first + at));
    return {
      onBoard: sum(parts.map(({ onBoard }) => onBoard)),
      law: sumOfLaws(parts.map(({ law }) => law)),
    };
  };
  const match = (): SpanLaw => {
    const overtime = overtimeLaw(pointsLaw(momentsOf(model, model.overtimeMinutes)));
    const regular = period > QUARTERS ? rest : lawOf('regulation').law;
    return { onBoard: sum(points), law: withOvertime(regular, overtime, leadIn(points)) };
  };
  const known = new Map<BasketballSpan, SpanLaw>();
  const work = (span: BasketballSpan): SpanLaw => {
    switch (span) {
      case 'match':
        return match();
      case 'regulation':
        return together(1, QUARTERS);
      case 'first-half':
        return together(1, 2);
      case 'second-half':
        return together(3, QUARTERS);
      default:
        return quarterLaw(Number(span.slice(-1)));
    }
  };
  const lawOf = (span: BasketballSpan): SpanLaw => {
    const found = known.get(span) ?? work(span);
    known.set(span, found);
    return found;
  };
  return lawOf;
}
