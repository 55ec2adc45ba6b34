import type { ErrorCode, Odds } from '#contracts/mod.ts';
import { RESULT_BY_CODE } from '#markets/mod.ts';

import { accountLimit } from './account-limit.ts';
import { builderCap } from './builder-cap.ts';
import { offeredOdds, type Candidate, type DecisionContext } from './candidate.ts';
import type { StakeControl, StakeQuestion, StateControl } from './control.ts';
import { feedAlive } from './feed-alive.ts';
import { fixtureOpen } from './fixture-open.ts';
import { houseBudget } from './house-budget.ts';
import { marketActive } from './market-active.ts';
import { marketKnown } from './market-known.ts';
import { marketLoss } from './market-loss.ts';
import { marketOpen } from './market-open.ts';
import { outcomeKnown } from './outcome-known.ts';
import { payoutCap } from './payout-cap.ts';
import { priceFresh } from './price-fresh.ts';
import { pricePolicy } from './price-policy.ts';
import { isReferred, isSetAside } from './referable.ts';
import { sameBets } from './same-bets.ts';
import { stakeMinimum } from './stake-minimum.ts';
import { stakeReferred } from './stake-referred.ts';
import { tailRoom } from './tail-room.ts';
import { velocity } from './velocity.ts';
import { worstCase } from './worst-case.ts';

/** The cascade: the first refusal in this order is the reason that the bettor is told. */
const STATE_CONTROLS: readonly StateControl[] = [
  fixtureOpen,
  marketKnown,
  outcomeKnown,
  marketOpen,
  feedAlive,
  marketActive,
  priceFresh,
  pricePolicy,
  stakeMinimum,
  velocity,
];
const STAKE_CONTROLS: readonly StakeControl[] = [
  accountLimit,
  builderCap,
  payoutCap,
  sameBets,
  marketLoss,
  worstCase,
  houseBudget,
  tailRoom,
  stakeReferred,
];

export const CONTROL_CODES: readonly ErrorCode[] = [...STATE_CONTROLS, ...STAKE_CONTROLS].map(
  ({ code }) => code,
);

const NO_LOSSES: readonly number[] = RESULT_BY_CODE.map(() => -Infinity);

/** Beyond every limit: a search that ends here means that nothing but the balance holds the stake. */
const HIGHEST_STAKE_MINOR = 10n ** 15n;

export type RiskDecision =
  | Readonly<{ verdict: 'accept'; odds: Odds }>
  /** A trader may take it; `code` and `maxStakeMinor` as in a refusal. */
  | Readonly<{ verdict: 'refer'; odds: Odds; code: ErrorCode; maxStakeMinor: bigint }>
  | Readonly<{
      verdict: 'reject';
      /** The first of `reasons`. */
      code: ErrorCode;
      /** Every rule that refuses, in order of precedence. */
      reasons: readonly [ErrorCode, ...ErrorCode[]];
      /** The price on offer; null when there is none. */
      offered: Odds | null;
      /** The largest stake that the stake rules take at that price; null without a price. */
      maxStakeMinor: bigint | null;
    }>;

function questionOf(
  candidate: Omit<Candidate, 'stakeMinor'>,
  context: DecisionContext,
  odds: Odds,
  lossByCode: readonly number[],
): StakeQuestion {
  const { accountId, currency, share } = candidate;
  const { exposure, limits, stakeFactorBps, budget, robust = null } = context;
  const { held, wonByAllMinor } = exposure.heldOn(candidate, accountId);
  return {
    accountId,
    currency,
    odds,
    share,
    rates: exposure.rates,
    limits,
    stakeFactorBps,
    held,
    heldByAllMinor: wonByAllMinor,
    isBuilder: candidate.also !== undefined,
    lossByCode,
    // Every scenario has one of the codes.
    worstLoss: Math.max(0, ...lossByCode),
    budget,
    robust,
    asked: null,
  };
}

/** With the losses of every scenario looked up. */
function exactQuestion(
  candidate: Omit<Candidate, 'stakeMinor'>,
  context: DecisionContext,
  odds: Odds,
): StakeQuestion {
  const { exposure, weights } = context;
  return questionOf(candidate, context, odds, exposure.worstLossByCode(candidate, weights));
}

/** Whether the bet passes even if it won in the worst scenario there is, where no result pays more: most bets do. */
function passesAtWorst(candidate: Candidate, context: DecisionContext, odds: Odds): boolean {
  const lossByCode = NO_LOSSES.with(-1, context.exposure.lossCeilingMinor(context.weights));
  return passesAll(candidate.stakeMinor, questionOf(candidate, context, odds, lossByCode));
}

const passesAll = (stakeMinor: bigint, question: StakeQuestion): boolean =>
  STAKE_CONTROLS.every(({ passes }) => passes(stakeMinor, question));

/** Every stake rule is monotone, so halving the interval finds the last minor unit that passes. */
function largestStake(question: StakeQuestion): bigint {
  let passing = 0n;
  let failing = HIGHEST_STAKE_MINOR;
  if (passesAll(failing, question)) return failing;
  while (failing - passing > 1n) {
    const middle = (passing + failing) / 2n;
    if (passesAll(middle, question)) passing = middle;
    else failing = middle;
  }
  return passing < question.limits.minStakeMinor[question.currency] ? 0n : passing;
}

/**
 * The largest stake in minor units of the candidate's currency that would be taken at the price on offer:
 * one more is refused. 0 when not even the smallest stake would be; null when there is no price.
 */
export function maxStake(
  candidate: Omit<Candidate, 'stakeMinor'>,
  context: DecisionContext,
): bigint | null {
  const odds = offeredOdds(candidate, context);
  return odds === undefined ? null : largestStake(exactQuestion(candidate, context, odds));
}

/** Accept at the price on offer, ask a trader, or every reason why not. Pure: it reserves nothing. */
export function decideBet(candidate: Candidate, context: DecisionContext): RiskDecision {
  const odds = offeredOdds(candidate, context);
  const inState = STATE_CONTROLS.filter(({ passes }) => !passes(candidate, context));
  if (odds !== undefined && inState.length === 0 && passesAtWorst(candidate, context, odds)) {
    return { verdict: 'accept', odds };
  }
  const question = odds === undefined ? undefined : exactQuestion(candidate, context, odds);
  const { stakeMinor } = candidate;
  const refusing = [
    ...inState,
    ...STAKE_CONTROLS.filter(
      ({ passes }) => question !== undefined && !passes(stakeMinor, question),
    ),
  ]
    .map(({ code }) => code)
    .filter((code) => !isSetAside(code, candidate));
  const [code, ...others] = refusing;
  if (code === undefined && odds !== undefined) {
    return { verdict: 'accept', odds };
  }
  if (code !== undefined && odds !== undefined && question && isReferred(refusing, candidate))
    return { verdict: 'refer', odds, code, maxStakeMinor: largestStake(question) };
  // A known outcome that the market on the board does not list has no price and breaks no other rule.
  const first = code ?? 'OUTCOME_NOT_FOUND';
  return {
    verdict: 'reject',
    code: first,
    reasons: [first, ...others],
    offered: odds ?? null,
    maxStakeMinor: question === undefined ? null : largestStake(question),
  };
}
