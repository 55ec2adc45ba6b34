import type { Currency } from '#contracts/mod.ts';

import { houseAccount, houseAccountId, type Purpose } from './accounts.ts';
import { openHold, useHold, type Hold, type HoldChange } from './hold-step.ts';
import type { Refused } from './refusal.ts';
import type { Leg, Transfer } from './transfer.ts';

/** A guarded account as its locked row says. */
export type GuardedAccount = Readonly<{
  id: string;
  purpose: Purpose;
  currency: Currency;
  balanceMinor: bigint;
  minBalanceMinor: bigint | null;
  version: bigint;
}>;

export type PlannedEntry = Readonly<{
  transfer: Transfer;
  accountId: string;
  purpose: Purpose;
  currency: Currency;
  amountMinor: bigint;
  /** Null for house accounts, whose balance is the sum of their entries. */
  balanceAfterMinor: bigint | null;
  accountVersion: bigint | null;
}>;

export type Plan = Readonly<{
  entries: readonly PlannedEntry[];
  /** The rows of guarded accounts after the batch, those that changed only. */
  accounts: readonly GuardedAccount[];
  /** What was done to holds, in order. */
  holds: readonly HoldChange[];
  refused: ReadonlyMap<Transfer, Refused>;
}>;

/** A transfer that no state of the accounts could make right: a mistake of the caller. */
export class InvalidTransferError extends Error {
  constructor(transfer: Transfer, problem: string) {
    super(`transfer ${transfer.id} (${transfer.kind}): ${problem}`);
    this.name = 'InvalidTransferError';
  }
}

type Accounts = ReadonlyMap<string, GuardedAccount>;
type Holds = ReadonlyMap<string, Hold>;
/** What a group would do, before it is known whether it may. */
type Draft = Readonly<{ rows: Map<string, GuardedAccount>; holds: Map<string, Hold> }>;
type Planned = Readonly<{ entries: readonly PlannedEntry[]; change: HoldChange | undefined }>;

/**
 * What a batch does to locked accounts and holds, in its order. A transfer, or a whole linked group, that
 * would take a guarded account below its floor, or more from a hold than there is, is refused and the
 * others go on.
 */
export function planTransfers(
  transfers: readonly Transfer[],
  accounts: Accounts,
  holds: Holds = new Map(),
): Plan {
  const state: Draft = { rows: new Map(accounts), holds: new Map(holds) };
  const entries: PlannedEntry[] = [];
  const changes: HoldChange[] = [];
  const refused = new Map<Transfer, Refused>();
  for (const group of groups(transfers)) {
    const draft: Draft = { rows: new Map(), holds: new Map() };
    const result = planGroup(group, state, draft);
    if ('culprits' in result) {
      for (const transfer of group)
        refused.set(transfer, refusal(result.refusal, result.culprits.includes(transfer)));
      continue;
    }
    for (const planned of result.planned) {
      entries.push(...planned.entries);
      if (planned.change) changes.push(planned.change);
    }
    for (const [id, row] of draft.rows) state.rows.set(id, row);
    for (const [id, hold] of draft.holds) state.holds.set(id, hold);
  }
  const changed = [...state.rows.values()].filter((row) => accounts.get(row.id) !== row);
  return { entries, accounts: changed, holds: changes, refused };
}

type GroupResult =
  | Readonly<{ planned: readonly Planned[] }>
  | Readonly<{ refusal: Refused; culprits: readonly Transfer[] }>;

function planGroup(group: readonly Transfer[], state: Draft, draft: Draft): GroupResult {
  const planned: Planned[] = [];
  for (const transfer of group) {
    const change = changeOf(transfer, state, draft);
    if (change && 'code' in change) return { refusal: change, culprits: [transfer] };
    if (change) draft.holds.set(change.after.id, change.after);
    planned.push({
      entries: planLegs(transfer, change?.legs ?? transfer.legs, state, draft),
      change,
    });
  }
  const short = [...draft.rows.values()].find(
    ({ balanceMinor, minBalanceMinor }) =>
      minBalanceMinor !== null && balanceMinor < minBalanceMinor,
  );
  if (short === undefined) return { planned };
  return {
    refusal: { status: 'refused', code: 'INSUFFICIENT_FUNDS', accountId: short.id },
    culprits: group.filter(({ legs }) => legs.some(({ accountId }) => accountId === short.id)),
  };
}

const refusal = (cause: Refused, isCulprit: boolean): Refused =>
  isCulprit ? cause : { ...cause, code: 'LINKED_REFUSED' };

function changeOf(
  transfer: Transfer,
  state: Draft,
  draft: Draft,
): HoldChange | Refused | undefined {
  const { hold: use } = transfer;
  if (use === undefined) return undefined;
  if (use.step === 'open') return openHold(transfer, openedBy(transfer, use, state));
  const hold = draft.holds.get(use.holdId) ?? state.holds.get(use.holdId);
  if (!hold) return { status: 'refused', code: 'HOLD_NOT_FOUND' };
  checkUse(transfer, hold);
  return useHold(transfer, use, hold);
}

function openedBy(
  transfer: Transfer,
  use: Extract<Transfer['hold'], { step: 'open' }>,
  { rows }: Draft,
): Hold {
  const currency = (rows.get(use.accountId) ?? houseAccount(use.accountId))?.currency;
  if (!currency) throw new InvalidTransferError(transfer, `no ledger account ${use.accountId}`);
  const amountMinor = sumOf(transfer.legs, houseAccountId('held', currency));
  if (amountMinor <= 0n || sumOf(transfer.legs, use.accountId) !== -amountMinor)
    throw new InvalidTransferError(transfer, 'a hold takes its amount from its account');
  const { id } = transfer;
  const { accountId, expiresAt } = use;
  const remainingMinor = amountMinor;
  return { id, accountId, currency, amountMinor, remainingMinor, status: 'open', expiresAt };
}

function checkUse(transfer: Transfer, hold: Hold): void {
  const posts = transfer.hold?.step === 'post';
  if (posts !== transfer.legs.length > 0)
    throw new InvalidTransferError(transfer, posts ? 'no legs' : 'legs where none belong');
  const held = houseAccountId('held', hold.currency);
  if (transfer.legs.some((leg) => leg.amountMinor <= 0n || leg.accountId === held))
    throw new InvalidTransferError(transfer, 'the legs of a post receive');
}

const sumOf = (legs: readonly Leg[], accountId: string): bigint =>
  legs.reduce((sum, leg) => (leg.accountId === accountId ? sum + leg.amountMinor : sum), 0n);

/** Linked transfers together at the place of their first; the order is otherwise kept. */
function groups(transfers: readonly Transfer[]): readonly (readonly Transfer[])[] {
  const linked = new Map<string, Transfer[]>();
  const all: Transfer[][] = [];
  for (const transfer of transfers) {
    const group = transfer.linked === undefined ? undefined : linked.get(transfer.linked);
    if (group) {
      group.push(transfer);
      continue;
    }
    const fresh = [transfer];
    all.push(fresh);
    if (transfer.linked !== undefined) linked.set(transfer.linked, fresh);
  }
  return all;
}

function planLegs(
  transfer: Transfer,
  legs: readonly Leg[],
  state: Draft,
  draft: Draft,
): PlannedEntry[] {
  const totals = new Map<Currency, bigint>();
  const entries = legs.map(({ accountId, amountMinor }): PlannedEntry => {
    if (amountMinor === 0n) throw new InvalidTransferError(transfer, 'a leg of zero');
    const row = draft.rows.get(accountId) ?? state.rows.get(accountId);
    const account = row ?? houseAccount(accountId);
    if (!account) throw new InvalidTransferError(transfer, `no ledger account ${accountId}`);
    const { purpose, currency } = account;
    totals.set(currency, (totals.get(currency) ?? 0n) + amountMinor);
    const base = { transfer, accountId, purpose, currency, amountMinor };
    if (!row) return { ...base, balanceAfterMinor: null, accountVersion: null };
    const after = {
      ...row,
      balanceMinor: row.balanceMinor + amountMinor,
      version: row.version + 1n,
    };
    draft.rows.set(accountId, after);
    return { ...base, balanceAfterMinor: after.balanceMinor, accountVersion: after.version };
  });
  if (entries.length === 0) throw new InvalidTransferError(transfer, 'no legs');
  for (const [currency, total] of totals)
    if (total !== 0n)
      throw new InvalidTransferError(transfer, `off by ${String(total)} in ${currency}`);
  return entries;
}
