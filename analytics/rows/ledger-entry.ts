import type { LedgerEntryMessage } from '#contracts/mod.ts';
import { timeText, type ToRows } from './row.ts';

export const ledgerEntryRows: ToRows<LedgerEntryMessage> = (entry) => [
  {
    entry_id: entry.entryId,
    transfer_id: entry.transferId,
    kind: entry.kind,
    account_id: entry.accountId,
    purpose: entry.purpose,
    currency: entry.currency,
    amount_minor: entry.amountMinor,
    balance_after_minor: entry.balanceAfterMinor,
    bet_id: entry.betId,
    at: timeText(entry.at),
  },
];
