import {
  parseMarketKey,
  type MarketKey,
  type OutcomeId,
  type OutcomeResult,
  type Score,
  type VoidReason,
} from '#contracts/mod.ts';
import {
  extraTime,
  gradeMarket,
  isDecided,
  scoreOf,
  type Grade,
  type Goal,
  type MatchRecord,
} from '#markets/mod.ts';

import type { HouseRules } from './house-rules.ts';
import type { Ending, VoidCause } from './ruling.ts';

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
  switch (ending.kind) {
    case 'void':
      return {
        outcomes: allVoid(grades),
        basis: voidBasis(ending.cause, rules),
        voidReason: ending.cause === 'postponed' ? 'POSTPONED' : 'CANCELLED',
      };
    case 'abandoned': {
      const decided = decidedResults(grades);
      const { fullTime } = scoreOf(record);
      return decided
        ? { outcomes: decided, basis: basisOf(record, market), voidReason: null }
        : {
            outcomes: allVoid(grades),
            basis: `Abandoned at ${scoreText(fullTime)}, undecided`,
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

const HOUR_MS = 3_600_000;

const voidBasis = (cause: VoidCause, rules: HouseRules): string =>
  cause === 'cancelled'
    ? 'The match was cancelled'
    : `The match was not played within ${rules.postponementWindowMs / HOUR_MS} hours of its date`;

const scoreText = ({ home, away }: Score): string => `${home}-${away}`;

/** The fact of the record that decides a market of this type. */
function basisOf(record: MatchRecord, market: MarketKey): string {
  const { firstHalf, fullTime } = scoreOf(record);
  const identity = parseMarketKey(market);
  if (identity?.type === 'half-time-result') return `Half time ${scoreText(firstHalf)}`;
  if (identity?.type === 'next-goal') {
    const number = Number(identity.specifiers['goal']);
    return goalBasis(number, goalsOf90(record)[number - 1], record);
  }
  const counted = extraTime(record) === null ? '' : ' after 90 minutes';
  if (identity?.type === 'asian-handicap')
    return `Full time ${scoreText(fullTime)}${counted}, bet at ${identity.specifiers['score'] ?? '0-0'}`;
  return `Full time ${scoreText(fullTime)}${counted}`;
}

const goalsOf90 = (record: MatchRecord): readonly Goal[] =>
  record.goals.filter(({ phase }) => phase === 'first-half' || phase === 'second-half');

function goalBasis(number: number, goal: Goal | undefined, { info }: MatchRecord): string {
  if (goal === undefined) return `No goal number ${number}`;
  const team = info?.[goal.side] ?? goal.side;
  return `Goal number ${number} by ${team} in minute ${goal.minute}`;
}
