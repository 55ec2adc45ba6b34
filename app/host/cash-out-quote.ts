import {
  Refusal,
  type CashOutQuote,
  type QuoteRequestOf,
  type RefusalReply,
} from '#contracts/mod.ts';
import { cashOutValue, jointLegs, legChances } from '#odds/mod.ts';
import { partsOf } from '#risk/mod.ts';

import { hashOf, mustWait } from './decisions.ts';
import { quoteIdOf } from './explanation.ts';
import type { HostState } from './host-state.ts';
import { worldsOf } from './joint-price.ts';
import { feedDown, fixtureReasons, isLive, scoreHeld } from './suspension.ts';

type Request = QuoteRequestOf<'cash-out'>;

/**
 * What a selection of an open bet is worth to its holder now. With `decision` it is the second look: like
 * a placement that is due it is refused when the match is no longer as it was, and waits (`retryAfterMs`)
 * for what the producer has yet to say.
 * @throws Refusal while the fixture or the market is suspended; InputError for a leg that has no value.
 */
export function cashOutQuote(state: HostState, request: Request): CashOutQuote {
  if (request.decision !== undefined) checkDecision(state, request, request.decision);
  if (fixtureReasons(state).length > 0)
    throw new Refusal(feedDown(state) ? 'FEED_DOWN' : 'MARKET_SUSPENDED');
  for (const { marketKey } of partsOf(request)) {
    const isStopped = state.stoppedMarkets.has(marketKey);
    if (isStopped || state.board.get(marketKey)?.status === 'suspended')
      throw new Refusal('MARKET_SUSPENDED', { marketKey });
  }
  const stakeMinor = BigInt(request.stakeMinor);
  const legs = [{ odds: request.odds, chances: chancesOf(state, request) }];
  const terms = { stakeMinor, legs, partBps: request.partBps };
  const value = cashOutValue({ ...terms, marginBps: state.policy.cashOutMarginBps });
  const fair = cashOutValue({ ...terms, marginBps: 0 });
  return {
    ...quoteIdOf(state),
    valueMinor: String(value.valueMinor),
    fairMinor: String(fair.valueMinor),
    remainingStakeMinor: String(value.remainingStakeMinor),
    factorBillionths: String(value.factorBillionths),
    marginBps: value.keptBps,
    stateHash: hashOf(state, { selection: request }),
    delayMs: isLive(state) ? state.policy.inPlayDelayMs : 0,
  };
}

/** The holder sells at the model's chances: what the house owes elsewhere is none of his business. */
function chancesOf(state: HostState, request: Request): ReturnType<typeof legChances> {
  const { model } = worldsOf(state);
  const parts = partsOf(request);
  if (parts.length === 1) return legChances(model, request);
  const { chance } = jointLegs(model, parts);
  return { win: chance, halfWin: 0, push: 0, halfLose: 0, lose: 1 - chance };
}

function checkDecision(
  state: HostState,
  request: Request,
  decision: NonNullable<Request['decision']>,
): void {
  if (!state.trusted) throw new Refusal('HOST_UNAVAILABLE');
  const isSame = decision.stateHash === hashOf(state, { selection: request });
  if (!isSame || scoreHeld(state)) throw new Refusal('MATCH_STATE_CHANGED');
  const early = mustWait(state, decision);
  if (early !== undefined) throw refusalOf(early);
}

function refusalOf(
  early: RefusalReply | Readonly<{ verdict: 'wait'; retryAfterMs: number }>,
): Refusal {
  if (early.verdict === 'reject') return new Refusal(early.code);
  return new Refusal('MARKET_SUSPENDED', { retryAfterMs: early.retryAfterMs });
}
