export { betEventRows } from './bet-event.ts';
export { feedEventRows } from './feed-event.ts';
export { ledgerEntryRows } from './ledger-entry.ts';
export { parseLooseEvent, riskEventRows, tradeEventRows, type LooseEvent } from './loose-event.ts';
export { oddsMoveRows } from './odds-move.ts';
export { resultRows } from './result.ts';
export type { Row, Table, ToRowsOfDelivery } from './row.ts';
