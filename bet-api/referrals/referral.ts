import type { BetId, ErrorCode } from '#contracts/mod.ts';

import type { BetOrder } from '../placement/order.ts';
import type { Received } from '../placement/receive.ts';

/** A bet that a trader is, or was, asked about, or one that a trader offered in the place of another. */
export type BetReferral =
  | Readonly<{ kind: 'asked'; code: ErrorCode; maxStakeMinor: string }>
  | Readonly<{ kind: 'offered'; by: BetId }>;

/** What a bet keeps of it; `referredUntil` UTC ms, null where nobody is asked. */
export type Referring = Readonly<{ referral: BetReferral | null; referredUntil: number | null }>;

export const NOT_REFERRED: Referring = { referral: null, referredUntil: null };

/** A trader has at least so long after the in-play delay, however long it is. */
const LEAST_MS = 1_000;

/**
 * What the first look of the hosts comes to: a trader is asked when one of them says so, by its first reason and
 * the least of their largest stakes.
 */
export function referringOf(
  { referral, receivedAt }: Pick<BetOrder, 'referral' | 'receivedAt'>,
  received: readonly Received[],
  referForMs: number,
): Referring {
  if (referral?.kind === 'granted')
    return { referral: { kind: 'offered', by: referral.by }, referredUntil: null };
  const asking = received.flatMap(({ refer }) => refer ?? []);
  const [first] = asking;
  if (first === undefined) return NOT_REFERRED;
  const least = asking.reduce((min, { maxStakeMinor }) => {
    const most = BigInt(maxStakeMinor);
    return most < min ? most : min;
  }, BigInt(first.maxStakeMinor));
  const delayMs = Math.max(0, ...received.map((each) => each.delayMs));
  return {
    referral: { kind: 'asked', code: first.code, maxStakeMinor: String(least) },
    referredUntil: receivedAt + Math.max(referForMs, delayMs + LEAST_MS),
  };
}

/** A bet that a trader offered is judged by the match as it was when the first one was received. */
export function asOffered(
  { referral }: Pick<BetOrder, 'referral'>,
  received: readonly [Received, ...Received[]],
): readonly [Received, ...Received[]] {
  if (referral?.kind !== 'granted') return received;
  const { stateHashes } = referral;
  const [first, ...others] = received.map((each, at) => ({
    ...each,
    stateHash: stateHashes[at] ?? each.stateHash,
  }));
  if (first === undefined) throw new Error('a bet without legs');
  return [first, ...others];
}
