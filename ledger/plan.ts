import type { Currency } from '#contracts/mod.ts';

import { houseAccount, type Purpose } from './accounts.ts';
import type { Transfer } from './transfer.ts';

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

export type RefusalCode = 'INSUFFICIENT_FUNDS' | 'ID_REUSED' | 'LINKED_REFUSED';
export type Refused = Readonly<{ status: 'refused'; code: RefusalCode; accountId?: string }>;

export type Plan = Readonly<{
  entries: readonly PlannedEntry[];
  /** The rows of guarded accounts after the batch, those that changed only. */
  accounts: readonly GuardedAccount[];
  refused: ReadonlyMap<Transfer, Refused>;
}>;

/** A transfer that no state of the accounts could make right: a mistake of the caller. */
export class InvalidTransferError extends Error {
  constructor(transfer: Transfer, problem: string) {
    super(`transfer ${transfer.id} (${transfer.kind}): ${problem}`);
    this.name = 'InvalidTransferError';
  }
}

/**
 * What a batch does to locked accounts, in its order. A transfer, or a whole linked group, that would take a
 * guarded account below its floor is refused and the others go on.
 */
export function planTransfers(
  transfers: readonly Transfer[],
  accounts: ReadonlyMap<string, GuardedAccount>,
): Plan {
  const rows = new Map(accounts);
  const entries: PlannedEntry[] = [];
  const refused = new Map<Transfer, Refused>();
  for (const group of groups(transfers)) {
    const draft = new Map<string, GuardedAccount>();
    const planned = group.flatMap((transfer) => planOne(transfer, rows, draft));
    const short = [...draft.values()].find(
      ({ balanceMinor, minBalanceMinor }) =>
        minBalanceMinor !== null && balanceMinor < minBalanceMinor,
    );
    if (short === undefined) {
      entries.push(...planned);
      for (const [id, row] of draft) rows.set(id, row);
      continue;
    }
    for (const transfer of group) refused.set(transfer, refusal(transfer, short.id));
  }
  const changed = [...rows.values()].filter((row) => accounts.get(row.id) !== row);
  return { entries, accounts: changed, refused };
}

const refusal = (transfer: Transfer, accountId: string): Refused => ({
  status: 'refused',
  code: transfer.legs.some((leg) => leg.accountId === accountId)
    ? 'INSUFFICIENT_FUNDS'
    : 'LINKED_REFUSED',
  accountId,
});

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

function planOne(
  transfer: Transfer,
  rows: ReadonlyMap<string, GuardedAccount>,
  draft: Map<string, GuardedAccount>,
): PlannedEntry[] {
  const totals = new Map<Currency, bigint>();
  const entries = transfer.legs.map(({ accountId, amountMinor }): PlannedEntry => {
    if (amountMinor === 0n) throw new InvalidTransferError(transfer, 'a leg of zero');
    const row = draft.get(accountId) ?? rows.get(accountId);
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
    draft.set(accountId, after);
    return { ...base, balanceAfterMinor: after.balanceMinor, accountVersion: after.version };
  });
  if (entries.length === 0) throw new InvalidTransferError(transfer, 'no legs');
  for (const [currency, total] of totals)
    if (total !== 0n)
      throw new InvalidTransferError(transfer, `off by ${String(total)} in ${currency}`);
  return entries;
}
