import { createHash } from 'node:crypto';

import { legsOfUse } from './hold-step.ts';
import type { Refused } from './refusal.ts';
import type { Earlier, PostedEntry, PostedHold } from './rows.ts';
import type { Leg, Transfer } from './transfer.ts';

/**
 * What a transfer asks for: kind, bet, version, legs, hold. Its time and its memo are circumstances of one
 * attempt and may differ in the next; those of the first stay.
 */
const bodyOf = (transfer: Transfer): string =>
  JSON.stringify([...askedOf(transfer, transfer.legs), holdBody(transfer.hold)]);

const askedOf = (transfer: Transfer, legs: readonly Leg[]): readonly unknown[] => [
  transfer.kind,
  transfer.betId ?? null,
  transfer.version ?? 0,
  transfer.clears ?? null,
  legText(legs),
];

const legText = (legs: readonly Leg[]): readonly string[] =>
  legs.map(({ accountId, amountMinor }) => `${accountId} ${String(amountMinor)}`).sort();

function holdBody(hold: Transfer['hold']): unknown {
  if (hold === undefined) return null;
  if (hold.step === 'open') return [hold.step, hold.accountId, hold.expiresAt];
  return [hold.step, hold.holdId, hold.step === 'post' ? hold.rest : null];
}

/** SHA-256 of what a transfer asks for. */
export const bodyHash = (transfer: Transfer): Buffer =>
  createHash('sha256').update(bodyOf(transfer)).digest();

export const sameBody = (left: Transfer, right: Transfer): boolean =>
  bodyOf(left) === bodyOf(right);

const REUSED: Refused = { status: 'refused', code: 'ID_REUSED' };

/** The first answer to a transfer that was posted or refused before; ID_REUSED when it was another one. */
export function earlierAnswer(
  transfer: Transfer,
  earlier: Earlier,
): Readonly<{ status: 'repeated'; entries: readonly PostedEntry[] }> | Refused {
  if (earlier.status === 'refused') {
    const { code, accountId } = earlier;
    const same = earlier.bodyHash.equals(bodyHash(transfer));
    return same
      ? { status: 'refused', code, ...(accountId === null ? {} : { accountId }) }
      : REUSED;
  }
  const { entries, hold } = earlier;
  const { hold: use } = transfer;
  if (!sameHold(use, hold)) return REUSED;
  // A posted use of a hold has the legs that followed from it, too.
  const isUse = use !== undefined && use.step !== 'open';
  const legs = isUse && hold ? legsOfUse(transfer.legs, hold, hold) : transfer.legs;
  const same =
    JSON.stringify(askedOf(transfer, legs)) ===
    JSON.stringify([
      earlier.kind,
      earlier.betId,
      earlier.version,
      earlier.clears,
      legText(entries),
    ]);
  return same ? { status: 'repeated', entries } : REUSED;
}

function sameHold(use: Transfer['hold'], hold: PostedHold | null): boolean {
  if (use === undefined || hold === null) return use === undefined && hold === null;
  if (use.step === 'open')
    return (
      hold.step === 'open' && use.accountId === hold.accountId && use.expiresAt === hold.expiresAt
    );
  return use.step === hold.step && use.holdId === hold.holdId;
}
