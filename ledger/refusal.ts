/** Why a transfer was not posted. */
export type RefusalCode =
  | 'INSUFFICIENT_FUNDS'
  | 'ID_REUSED'
  | 'LINKED_REFUSED'
  | 'HOLD_NOT_FOUND'
  | 'HOLD_TOO_SMALL'
  | 'HOLD_POSTED'
  | 'HOLD_VOIDED'
  | 'HOLD_EXPIRED'
  | 'HOLD_NOT_DUE';

export type Refused = Readonly<{ status: 'refused'; code: RefusalCode; accountId?: string }>;
