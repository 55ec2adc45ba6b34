import type {
  HouseRules,
  MarketKey,
  OutcomeId,
  OutcomeResult,
  Score,
  VoidReason,
} from '#contracts/mod.ts';
import {
  basisOf,
  gradeMarket,
  isDecided,
  scoreOf,
  type Grade,
  type MatchRecord,
} from '#markets/mod.ts';

import { rulesOfMarket, rulesOfSport } from './rules-at.ts';
import type { Ending, VoidCause } from './ruling.ts';
import { standing } from './standing.ts';

export type MarketResult = Readonly<{
  outcomes: ReadonlyMap<OutcomeId, OutcomeResult>;
  /** The fact that the result rests on, in words: "Full time 2-1". */
  basis: string;
  /** Why outcomes are void other than by the line itself; null when the market was played out. */
  voidReason: Exclude<VoidReason, 'PUSH'> | null;
}>;

/**
 * What a market comes to when its fixture ended like this. Undefined when it cannot be said: an unknown
 * market, or one that is undecided although the match was completed; both are for a person to decide.
 */
export function gradeUnderRules(
  record: MatchRecord,
  market: MarketKey,
  ending: Ending,
  rules: HouseRules,
): MarketResult | undefined {
  const grades = gradeMarket(record, market);
  if (grades === undefined) return undefined;
  const ofSport = rulesOfSport(rules, record.info?.sport ?? 'football');
  switch (ending.kind) {
    case 'void':
      return {
        outcomes: allVoid(grades),
        basis: voidBasis(ending.cause, ofSport.postponementHours),
        voidReason: ending.cause === 'postponed' ? 'POSTPONED' : 'CANCELLED',
      };
    case 'abandoned': {
      const outcomes = standing(grades, rulesOfMarket(ofSport, market).abandoned);
      const isAsPlayed = [...grades].every(([outcome, grade]) => outcomes.get(outcome) === grade);
      return isAsPlayed
        ? { outcomes, basis: basisOf(record, market), voidReason: null }
        : {
            outcomes,
            basis: `Abandoned at ${scoreText(scoreOf(record).fullTime)}, undecided`,
            voidReason: 'ABANDONED',
          };
    }
    case 'completed': {
      const decided = decidedResults(grades);
      return decided && { outcomes: decided, basis: basisOf(record, market), voidReason: null };
    }
  }
}

export type GradedLeg = Readonly<{ marketKey: MarketKey; outcomeId: OutcomeId }>;

/** One leg of a bet by itself; undefined when a person must decide. */
export const gradeLeg = (
  record: MatchRecord,
  leg: GradedLeg,
  ending: Ending,
  rules: HouseRules,
): OutcomeResult | undefined =>
  gradeUnderRules(record, leg.marketKey, ending, rules)?.outcomes.get(leg.outcomeId);

type Grades = ReadonlyMap<OutcomeId, Grade>;

const allVoid = (grades: Grades): ReadonlyMap<OutcomeId, OutcomeResult> =>
  new Map([...grades.keys()].map((outcome) => [outcome, 'void']));

function decidedResults(grades: Grades): ReadonlyMap<OutcomeId, OutcomeResult> | undefined {
  if (!isDecided(grades)) return undefined;
  return new Map(
    [...grades].flatMap(([outcome, grade]) => (grade === 'undecided' ? [] : [[outcome, grade]])),
  );
}

const voidBasis = (cause: VoidCause, postponementHours: number): string =>
  cause === 'cancelled'
    ? 'The match was cancelled'
    : `The match was not played within ${postponementHours} hours of its date`;

const scoreText = ({ home, away }: Score): string => `${home}-${away}`;
