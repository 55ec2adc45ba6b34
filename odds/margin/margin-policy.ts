import { InputError, type MarketKey, type MarketType } from '#contracts/mod.ts';
import { checkNumber } from './checks.ts';

/** When a price is offered: `late` is the end of an event, when one incident decides it. */
export const MARGIN_PHASES = ['pre-match', 'in-play', 'late'] as const;
export type MarginPhase = (typeof MARGIN_PHASES)[number];

/** Markets by how many outcomes they have: each price of a larger one holds more of the model's error. */
export const OUTCOME_CLASSES = ['two-way', 'three-way', 'up-to-6', 'up-to-12', 'more'] as const;
export type OutcomeClass = (typeof OUTCOME_CLASSES)[number];

const LARGEST: readonly (readonly [outcomes: number, OutcomeClass])[] = [
  [2, 'two-way'],
  [3, 'three-way'],
  [6, 'up-to-6'],
  [12, 'up-to-12'],
];

/** A market that offers one answer only is priced like one that offers both. */
export const outcomeClass = (outcomeCount: number): OutcomeClass =>
  LARGEST.find(([outcomes]) => outcomeCount <= outcomes)?.[1] ?? 'more';

/** Basis points of the fair sum: in every phase, or in those named. */
export type MarginByPhase = number | Readonly<Partial<Record<MarginPhase, number>>>;

/**
 * Extra margin on long prices: at decimal odds `odds` a price carries `loadingBps` of itself more. Between
 * two rows it changes with the logarithm of the odds; before the first it is the first's, after the last
 * the last's. Rows in rising order of odds; none means no loading.
 */
export type LongShotLoading = readonly Readonly<{ odds: number; loadingBps: number }>[];

/** The margins of a house, the particular before the general. */
export type MarginPolicy = Readonly<{
  markets: ReadonlyMap<MarketKey, MarginByPhase>;
  types: ReadonlyMap<MarketType, MarginByPhase>;
  classes: Readonly<Record<OutcomeClass, Readonly<Record<MarginPhase, number>>>>;
  loading: LongShotLoading;
}>;

export type MarginQuestion = Readonly<{
  /** Absent when the type is asked about and no one market. */
  key?: MarketKey;
  type: MarketType;
  outcomeCount: number;
  phase: MarginPhase;
}>;

/** The margin in force and the level of the policy that set it. */
export type ResolvedMargin = Readonly<{
  marginBps: number;
  setBy: 'market' | 'type' | 'default';
}>;

const inPhase = (margin: MarginByPhase | undefined, phase: MarginPhase): number | undefined =>
  typeof margin === 'number' ? margin : margin?.[phase];

/** A market's own margin, else its type's, else that of its number of outcomes, each for the phase. */
export function resolveMargin(
  policy: MarginPolicy,
  { key, type, outcomeCount, phase }: MarginQuestion,
): ResolvedMargin {
  const own = key === undefined ? undefined : inPhase(policy.markets.get(key), phase);
  if (own !== undefined) return { marginBps: own, setBy: 'market' };
  const ofType = inPhase(policy.types.get(type), phase);
  if (ofType !== undefined) return { marginBps: ofType, setBy: 'type' };
  return { marginBps: policy.classes[outcomeClass(outcomeCount)][phase], setBy: 'default' };
}

/** The loading in basis points at decimal odds. */
export function loadingBpsAt(loading: LongShotLoading, odds: number): number {
  const next = loading.findIndex((row) => row.odds >= odds);
  const above = loading[next];
  const below = next === -1 ? loading.at(-1) : loading[next - 1];
  if (above === undefined) return below?.loadingBps ?? 0;
  if (below === undefined) return above.loadingBps;
  const share = Math.log(odds / below.odds) / Math.log(above.odds / below.odds);
  return below.loadingBps + share * (above.loadingBps - below.loadingBps);
}

const MAX_MARGIN_BPS = 10_000;

function checkMargin(margin: MarginByPhase, field: string): void {
  const values = typeof margin === 'number' ? { all: margin } : margin;
  for (const [phase, bps] of Object.entries(values)) {
    checkNumber(bps, `${field}.${phase}`, { min: 0, max: MAX_MARGIN_BPS });
  }
}

/** Basis points by which a loading may grow while the odds grow by a factor of e. */
const STEEPEST_BPS = 2_500;

function checkLoading(loading: LongShotLoading): void {
  loading.forEach(({ odds, loadingBps }, at) => {
    const field = `loading[${at}]`;
    checkNumber(odds, `${field}.odds`, { min: 1, max: Number.MAX_VALUE });
    checkNumber(loadingBps, `${field}.loadingBps`, { min: 0, max: MAX_MARGIN_BPS });
    const before = loading[at - 1];
    if (before === undefined) return;
    const rise = (loadingBps - before.loadingBps) / Math.log(odds / before.odds);
    if (!(odds > before.odds && rise < STEEPEST_BPS)) {
      const why = 'must follow the row before in odds, and not climb steeply from it';
      throw new InputError('NUMBER_INVALID', field, loading[at], why);
    }
  });
}

/**
 * Refuses a policy that cannot be meant.
 * @throws InputError NUMBER_INVALID for a margin outside 0 to 10,000 basis points, loading rows out of
 * order, or a loading so steep that a likelier outcome would get the longer price.
 */
export function validateMarginPolicy(policy: MarginPolicy): void {
  policy.markets.forEach((margin, key) => checkMargin(margin, `markets.${key}`));
  policy.types.forEach((margin, type) => checkMargin(margin, `types.${type}`));
  for (const name of OUTCOME_CLASSES) checkMargin(policy.classes[name], `classes.${name}`);
  checkLoading(policy.loading);
}
