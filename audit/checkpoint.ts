import { hash } from 'node:crypto';

import { isSignedBy, type SigningKey } from './keys.ts';
import type { Keyring } from './endorsement.ts';

/** Sums of all sealed entries in minor units as decimal integers, by currency and purpose of the account. */
export type SealedBalances = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Counts and sums of everything from the first leaf on. */
export type SealedSums = Readonly<{
  transfers: number;
  entries: number;
  bets: number;
  balances: SealedBalances;
}>;

/** What one checkpoint says. */
export type Checkpoint = Readonly<{
  format: 'overround-checkpoint-1';
  /** The log that it belongs to: a name made up with its first checkpoint. */
  log: string;
  /** From 1 without gaps. */
  number: number;
  /** Leaves of the tree, and its root in hexadecimal (RFC 6962). */
  treeSize: number;
  root: string;
  /** Of the checkpoint before: its root, and SHA-256 of its text; null for the first. */
  previousRoot: string | null;
  previous: string | null;
  /** UTC milliseconds by the clock of the sealer. */
  at: number;
  /** SHA-256 of the text of the sums, so that a proof given to a bettor does not show the books. */
  sums: string;
}>;

/** The text of a checkpoint, to the letter, with its signature in base64. */
export type SignedCheckpoint = Readonly<{ body: string; keyId: string; signature: string }>;

/** The same with the text of its sums. */
export type FullCheckpoint = SignedCheckpoint & Readonly<{ sums: string }>;

const bodyOf = (checkpoint: Checkpoint): string => JSON.stringify(checkpoint);
/** SHA-256 in hexadecimal. */
export const textHash = (text: string): string => hash('sha256', text);

export function signCheckpoint(checkpoint: Checkpoint, key: SigningKey): SignedCheckpoint {
  const body = bodyOf(checkpoint);
  return { body, keyId: key.keyId, signature: key.sign(body).toString('base64') };
}

/** Whether a believed key signed it. */
export function isSigned({ body, keyId, signature }: SignedCheckpoint, keys: Keyring): boolean {
  const key = keys.get(keyId);
  return key !== undefined && isSignedBy(key, body, Buffer.from(signature, 'base64'));
}

const HEX = /^[0-9a-f]{64}$/;
const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0;

type Fields = Partial<Record<keyof Checkpoint, unknown>>;

function objectIn(text: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Reads the text of a checkpoint; undefined when it is none. */
export function readCheckpoint(body: string): Checkpoint | undefined {
  const read = objectIn(body);
  if (!read) return undefined;
  const { format, log, number, treeSize, root, previousRoot, previous, at } = read;
  const fits =
    format === 'overround-checkpoint-1' &&
    typeof log === 'string' &&
    [number, treeSize, at].every(isCount) &&
    [root, read.sums, previousRoot ?? root, previous ?? root].every((one) =>
      HEX.test(String(one)),
    ) &&
    (previous === null) === (number === 1);
  return fits ? (read as Checkpoint) : undefined;
}

/** Reads the text of sums; undefined when it is none. */
export function readSums(text: string): SealedSums | undefined {
  const { transfers, entries, bets, balances } = (objectIn(text) ?? {}) as Partial<SealedSums>;
  if (![transfers, entries, bets].every(isCount) || balances === undefined) return undefined;
  return { transfers, entries, bets, balances } as SealedSums;
}

/** The sums after more entries. Purposes and currencies in alphabetical order, so that equal sums are equal texts. */
export function addBalances(
  before: SealedBalances,
  more: readonly Readonly<{ currency: string; purpose: string; minor: bigint }>[],
): SealedBalances {
  const sums = new Map<string, Map<string, bigint>>();
  const add = (currency: string, purpose: string, minor: bigint): void => {
    const own = sums.get(currency) ?? new Map<string, bigint>();
    own.set(purpose, (own.get(purpose) ?? 0n) + minor);
    sums.set(currency, own);
  };
  for (const [currency, purposes] of Object.entries(before))
    for (const [purpose, minor] of Object.entries(purposes)) add(currency, purpose, BigInt(minor));
  for (const { currency, purpose, minor } of more) add(currency, purpose, minor);
  const sorted = <Value>(map: ReadonlyMap<string, Value>): [string, Value][] =>
    [...map].sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(
    sorted(sums).map(([currency, own]) => [
      currency,
      Object.fromEntries(sorted(own).map(([purpose, minor]) => [purpose, String(minor)])),
    ]),
  );
}
