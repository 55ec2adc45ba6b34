import type { BetView, ErrorCode, PlaceAnyBetBody, PricePolicy } from '#contracts/mod.ts';

import { getBet, placeBet } from '../api/api.ts';
import { ApiError, isUndecided } from '../api/http.ts';
import { clock } from '../clock.ts';
import { idempotencyKey } from '../ids.ts';
import { changeEntry, type Entry, type Phase } from './slip.ts';

const POLL_MS = 500;
const SCALE = 10_000;

/** Places one entry of the slip and follows it; the entry shows every step. `refer`: a trader may be asked. */
export async function place(
  entry: Entry,
  token: string,
  { policy, refer = false }: Readonly<{ policy: PricePolicy; refer?: boolean }>,
): Promise<void> {
  const { id, phase, fixtureId, marketKey, outcomeId, odds, stake, bonus } = entry;
  const body = {
    fixtureId,
    marketKey,
    outcomeId,
    odds: odds / SCALE,
    stake,
    pricePolicy: policy,
    ...(bonus === null ? {} : { bonusId: bonus.bonusId }),
    ...(refer ? { refer } : {}),
  };
  await follow(body, { token, retryKey: retryKeyOf(phase) }, (next) => {
    changeEntry(id, () => ({ phase: next }));
  });
}

export const retryKeyOf = (phase: Phase): string | null =>
  phase.step === 'open' ? (phase.problem?.retryKey ?? null) : null;

/**
 * Places a bet and follows it through the in-play delay. `show` is told of every step; the promise ends
 * when the bet is decided or cannot be decided from here.
 */
export async function follow(
  body: PlaceAnyBetBody,
  { token, retryKey }: Readonly<{ token: string; retryKey: string | null }>,
  show: (phase: Phase) => void,
): Promise<void> {
  // A request that may have been done already is repeated under its key: it then gives the first answer.
  const key = retryKey ?? idempotencyKey();
  show({ step: 'placing' });
  try {
    let bet = await placeBet(token, body, key);
    const startedAt = clock.now();
    while (bet.status === 'delayed' || bet.status === 'referred') {
      show({ step: 'delayed', bet, startedAt });
      await pause(POLL_MS);
      bet = await askAgain(token, bet);
    }
    show(phaseOf(bet));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { code, message, detail } = error;
    const problem = { code, message, detail, retryKey: isUndecided(error) ? key : null };
    show({ step: 'open', problem });
  }
}

/** A bet that waits is safe on the server, so a failed question is simply asked again. */
async function askAgain(token: string, bet: BetView): Promise<BetView> {
  try {
    return await getBet(token, bet.betId);
  } catch (error) {
    if (error instanceof ApiError && isUndecided(error)) return bet;
    throw error;
  }
}

function phaseOf(bet: BetView): Phase {
  if (bet.status !== 'rejected') return { step: 'accepted', bet };
  const { code = 'INTERNAL', message = 'The bet was refused.' } = bet.reason ?? {};
  return {
    step: 'open',
    problem: { code: code as ErrorCode, message, detail: {}, retryKey: null },
  };
}

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
