import type { BasketballFacts, BasketballSpan, BasketballView, Scenario } from '#markets/mod.ts';
import { chanceBelow, chanceAbove, chanceAt, type Distribution } from '../football/distribution.ts';
import { partOf } from './parts.ts';
import type { SpanLaw } from './span-laws.ts';

type LawOf = (span: BasketballSpan) => SpanLaw;
type Joint = Extract<BasketballView, Readonly<{ joint: string }>>['joint'];
type Tallies = BasketballFacts['tallies'];

const QUARTERS = ['quarter-1', 'quarter-2', 'quarter-3', 'quarter-4'] as const;
const SIGNS = [1, 0, -1] as const;

const scenario = (tallies: Tallies, chance: number): Scenario<BasketballFacts> => ({
  facts: { tallies, firstTo: {} },
  chance,
});

const forEachValue = (
  { first, mass }: Distribution,
  visit: (value: number, chance: number) => void,
): void => mass.forEach((chance, at) => chance > 0 && visit(first + at, chance));

/** Chances that a count is above, at and below nought. */
const signs = (of: Distribution): readonly number[] => [
  chanceAbove(of, 0),
  chanceAt(of, 0),
  chanceBelow(of, 0),
];

/** Who leads at half-time and after four quarters. */
function halfResults(lawOf: LawOf): readonly Scenario<BasketballFacts>[] {
  const second = partOf(lawOf('second-half'), 'margin');
  const chances = new Map<string, number>();
  forEachValue(partOf(lawOf('first-half'), 'margin'), (margin, chance) => {
    const after = [
      chanceAbove(second, -margin),
      chanceAt(second, -margin),
      chanceBelow(second, -margin),
    ];
    SIGNS.forEach((sign, at) => {
      const key = `${Math.sign(margin)}|${sign}`;
      chances.set(key, (chances.get(key) ?? 0) + chance * (after[at] ?? 0));
    });
  });
  return [...chances].map(([key, chance]) => {
    const [half = 0, full = 0] = key.split('|').map(Number);
    return scenario({ 'first-half': { margin: half }, regulation: { margin: full } }, chance);
  });
}

/** Which half has more points. */
function halfTotals(lawOf: LawOf): readonly Scenario<BasketballFacts>[] {
  const second = partOf(lawOf('second-half'), 'total');
  const chances = { more: 0, equal: 0, less: 0 };
  forEachValue(partOf(lawOf('first-half'), 'total'), (total, chance) => {
    chances.more += chance * chanceBelow(second, total);
    chances.equal += chance * chanceAt(second, total);
    chances.less += chance * chanceAbove(second, total);
  });
  const sample = (first: number, other: number): Tallies => ({
    'first-half': { total: first },
    'second-half': { total: other },
  });
  return [
    scenario(sample(1, 0), chances.more),
    scenario(sample(0, 0), chances.equal),
    scenario(sample(0, 1), chances.less),
  ];
}

/** Which quarter has more points than every other, if any. */
function quarterTotals(lawOf: LawOf): readonly Scenario<BasketballFacts>[] {
  const totals = QUARTERS.map((span) => partOf(lawOf(span), 'total'));
  const sample = (highest: number): Tallies =>
    Object.fromEntries(QUARTERS.map((span, at) => [span, { total: at === highest ? 1 : 0 }]));
  const alone = totals.map((of, highest) => {
    let sum = 0;
    forEachValue(of, (total, chance) => {
      sum += totals.reduce(
        (product, other, at) => (at === highest ? product : product * chanceBelow(other, total)),
        chance,
      );
    });
    return scenario(sample(highest), sum);
  });
  const some = alone.reduce((sum, { chance }) => sum + chance, 0);
  return [...alone, scenario(sample(-1), Math.max(0, 1 - some))];
}

/** Who wins each quarter. */
function quarterResults(lawOf: LawOf): readonly Scenario<BasketballFacts>[] {
  return QUARTERS.reduce<readonly Scenario<BasketballFacts>[]>(
    (before, span) => {
      const chances = signs(partOf(lawOf(span), 'margin'));
      return before.flatMap(({ facts, chance }) =>
        SIGNS.map((margin, at) =>
          scenario({ ...facts.tallies, [span]: { margin } }, chance * (chances[at] ?? 0)),
        ),
      );
    },
    [scenario({}, 1)],
  );
}

const WORK: Readonly<Record<Joint, (lawOf: LawOf) => readonly Scenario<BasketballFacts>[]>> = {
  'half-results': halfResults,
  'half-totals': halfTotals,
  'quarter-totals': quarterTotals,
  'quarter-results': quarterResults,
};

/** Several spans of play together, in as few classes as the markets tell apart; spans are independent. */
export const jointScenarios = (joint: Joint, lawOf: LawOf): readonly Scenario<BasketballFacts>[] =>
  WORK[joint](lawOf);
