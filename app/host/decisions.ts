import type {
  DecideReply,
  DecideRequest,
  DecideRequestOf,
  ErrorCode,
  MaxStakeReply,
  ReceiveReply,
  RefusalReply,
  Selection,
} from '#contracts/mod.ts';
import { fixtureStatus, validateSelection } from '#markets/mod.ts';
import {
  decideBet,
  maxStake,
  ORDINARY_STAKE_FACTOR_BPS,
  partsOf,
  type Backed,
  type Candidate,
  type DecisionContext,
  type MarketOnOffer,
  type RiskDecision,
} from '#risk/mod.ts';

import { priceSeenAt } from './former-prices.ts';
import { limitsFor, noteTaken, recentBets } from './host-limits.ts';
import type { HostState } from './host-state.ts';
import type { HostReply } from './inputs.ts';
import { stateHash } from './match-state.ts';
import { offerOf } from './on-offer.ts';
import { robustStanding } from './robust-quote.ts';
import { feedDown, isLive, scoreHeld } from './suspension.ts';

/** Answers one request of the placement; only an acceptance and a release change anything. */
export function answer(state: HostState, request: DecideRequest): HostReply {
  switch (request.op) {
    case 'receive':
      return receive(state, request);
    case 'decide':
      return decide(state, request);
    case 'max-stake':
      return largestStake(state, request);
    case 'release':
      if (state.reservations.release(request.betId)) {
        state.exposure.remove(request.betId);
        state.exposureMoved = true;
      }
      state.decided.delete(request.betId);
      return { verdict: 'released' };
  }
}

const refusal = (code: ErrorCode): RefusalReply => ({ verdict: 'reject', code });

type BetTerms = Omit<DecideRequestOf<'receive'>, 'op'>;

const candidateOf = ({ selection, ...bet }: BetTerms): Candidate => ({
  betId: bet.betId,
  accountId: bet.accountId,
  ...backedBy(selection),
  odds: selection.odds,
  stakeMinor: BigInt(bet.stakeMinor),
  currency: bet.currency,
  policy: bet.policy,
  receivedAt: bet.receivedAt,
  ...(bet.share === undefined ? {} : { share: bet.share }),
  ...(bet.referral === undefined ? {} : { referral: bet.referral }),
});

const backedBy = ({ marketKey, outcomeId, also }: Selection): Backed => ({
  marketKey,
  outcomeId,
  ...(also === undefined ? {} : { also }),
});

function contextOf(
  state: HostState,
  { accountId, selection: wanted }: Pick<BetTerms, 'accountId' | 'selection'>,
  market: MarketOnOffer | undefined,
  stakeFactorBps: number = ORDINARY_STAKE_FACTOR_BPS,
): DecisionContext {
  return {
    fixtureStatus: fixtureStatus(state.record),
    market,
    priceSeenAt: wanted.also === undefined ? priceSeenAt(state, wanted) : null,
    limits: limitsFor(state, wanted.marketKey),
    stakeFactorBps,
    exposure: state.exposure,
    ...(state.vector === null ? {} : { weights: state.vector }),
    recentBets: recentBets(state, accountId),
    budget: state.budget,
    robust: robustStanding(state, wanted),
  };
}

/** Risk's answer about a bet at the present price. */
function judge(
  state: HostState,
  request: BetTerms,
): RefusalReply | AcceptedCandidate | ReferredCandidate {
  const offer = offerOf(state, request.selection);
  if (!offer.ok) return refusal(offer.code);
  const candidate = candidateOf(request);
  const decision = decideBet(
    candidate,
    contextOf(state, request, offer.market, request.stakeFactorBps),
  );
  if (decision.verdict === 'reject') return refusalOf(decision);
  const bet = { ...candidate, odds: decision.odds };
  if (decision.verdict === 'accept') return { verdict: 'accept', bet };
  const { code, maxStakeMinor } = decision;
  return { verdict: 'refer', bet, refer: { code, maxStakeMinor: String(maxStakeMinor) } };
}

type AcceptedCandidate = Readonly<{ verdict: 'accept'; bet: Candidate }>;
type ReferredCandidate = Readonly<{
  verdict: 'refer';
  bet: Candidate;
  refer: Readonly<{ code: ErrorCode; maxStakeMinor: string }>;
}>;

function refusalOf(decision: Extract<RiskDecision, { verdict: 'reject' }>): RefusalReply {
  const { code, offered, maxStakeMinor } = decision;
  return {
    verdict: 'reject',
    code,
    ...(offered === null ? {} : { offered }),
    ...(maxStakeMinor === null ? {} : { maxStakeMinor: String(maxStakeMinor) }),
  };
}

/** The first look decides nothing, but what is refused now need not wait for its delay. */
function receive(state: HostState, request: DecideRequestOf<'receive'>): ReceiveReply {
  const judged = judge(state, request);
  if (judged.verdict === 'reject') return judged;
  const inPlay = isLive(state);
  return {
    verdict: 'received',
    odds: judged.bet.odds,
    stateHash: hashOf(state, request),
    delayMs: inPlay ? state.policy.inPlayDelayMs : 0,
    inPlay,
    ownerEpoch: state.epoch,
    catalogueVersion: catalogueVersion(request),
    ...(judged.verdict === 'refer' ? { refer: judged.refer } : {}),
  };
}

/** A bet builder waits for what any of its parts counts. */
export const hashOf = (
  { record }: HostState,
  { selection }: Readonly<{ selection: Backed }>,
): string =>
  partsOf(selection)
    .map(({ marketKey }) => stateHash(record, marketKey))
    .join(';');

function catalogueVersion({ selection }: Pick<BetTerms, 'selection'>): number {
  const known = validateSelection(selection.marketKey, selection.outcomeId);
  return known.ok ? known.catalogueVersion : 0;
}

/**
 * The binding decision. A match that changed since the receipt refuses every waiting bet, whichever way the
 * price went; danger and a lagging feed make it wait; then price policy and risk decide.
 */
function decide(state: HostState, request: DecideRequestOf<'decide'>): DecideReply {
  const earlier = state.decided.get(request.betId);
  if (earlier !== undefined) return earlier;
  if (!state.trusted) return refusal('HOST_UNAVAILABLE');
  if (request.stateHash !== hashOf(state, request)) return refusal('MATCH_STATE_CHANGED');
  if (scoreHeld(state)) return refusal('MATCH_STATE_CHANGED');
  const waiting = mustWait(state, request);
  if (waiting !== undefined) return waiting;
  const judged = judge(state, request);
  switch (judged.verdict) {
    case 'accept':
      return accept(state, request, judged.bet);
    case 'refer':
      // A trader is asked at the receipt or not at all.
      return { verdict: 'reject', ...judged.refer, offered: judged.bet.odds };
    case 'reject':
      return judged;
  }
}

const RETRY_MS = 250;

/** Whether a decision about the live match is too early, or too late; undefined when it can be made. */
export function mustWait(
  state: HostState,
  request: Readonly<{ receivedAt: number; dueAt: number }>,
): Exclude<DecideReply, { verdict: 'accept' }> | undefined {
  if (!isLive(state)) return undefined;
  const overdue = state.now > request.dueAt + state.policy.extensionMs;
  if (feedDown(state)) return refusal('FEED_DOWN');
  if (state.record.betStop !== null) {
    return overdue ? refusal('MARKET_SUSPENDED') : { verdict: 'wait', retryAfterMs: RETRY_MS };
  }
  // Until the producer has spoken of a later time, a goal from before the receipt may still be on its way.
  if (state.watermark < request.receivedAt) {
    return overdue ? refusal('FEED_DOWN') : { verdict: 'wait', retryAfterMs: RETRY_MS };
  }
  return undefined;
}

function accept(state: HostState, request: DecideRequestOf<'decide'>, bet: Candidate): DecideReply {
  const expiresAt = state.now + state.policy.tokenLifeMs;
  noteTaken(state, bet);
  state.reservations.reserve(bet.betId, expiresAt);
  state.exposure.put(bet, 'reserved');
  state.exposureMoved = true;
  const reply: DecideReply = {
    verdict: 'accept',
    odds: bet.odds,
    catalogueVersion: catalogueVersion(request),
    token: {
      betId: bet.betId,
      fixtureId: state.fixtureId,
      shard: state.shard,
      ownerEpoch: state.epoch,
      inputSeq: state.inputSeq,
      oddsSeq: state.oddsSeq,
      decidedAt: state.now,
      expiresAt,
    },
  };
  state.decided.set(bet.betId, reply);
  return reply;
}

function largestStake(state: HostState, request: DecideRequestOf<'max-stake'>): MaxStakeReply {
  const { accountId, currency, selection, share, stakeFactorBps } = request;
  const offer = offerOf(state, selection);
  if (!offer.ok) return refusal(offer.code);
  const candidate: Candidate = {
    betId: '' as Candidate['betId'],
    accountId,
    currency,
    ...backedBy(selection),
    odds: selection.odds,
    stakeMinor: 0n,
    policy: 'any',
    receivedAt: state.now,
    ...(share === undefined ? {} : { share }),
  };
  const context = contextOf(state, request, offer.market, stakeFactorBps);
  const checked = decideBet(
    { ...candidate, stakeMinor: context.limits.minStakeMinor[currency] },
    context,
  );
  if (checked.verdict === 'reject' && checked.maxStakeMinor === null) return refusalOf(checked);
  const most = maxStake(candidate, context) ?? 0n;
  return { verdict: 'max-stake', maxStakeMinor: String(most) };
}
