import type { MessageMeta } from '#platform/mod.ts';

/** One row as JSON of ClickHouse's JSONEachRow: times as text in UTC, 64-bit integers as decimal strings. */
export type Row = Readonly<
  Record<string, string | number | null | readonly string[] | readonly number[]>
>;

export type Table =
  | 'feed_event_raw'
  | 'odds_move_raw'
  | 'bet_event_raw'
  | 'ledger_entry_raw'
  | 'result_raw'
  | 'trade_event_raw'
  | 'risk_event_raw';

/** The rows that one message becomes. */
export type ToRows<Message> = (message: Message) => readonly Row[];
/** The same for messages without an identity of their own, which take that of their delivery. */
export type ToRowsOfDelivery<Message> = (message: Message, meta: MessageMeta) => readonly Row[];

/** UTC milliseconds to the text of a DateTime64(3). */
export const timeText = (ms: number): string =>
  new Date(ms).toISOString().replace('T', ' ').slice(0, 23);

/** UTC milliseconds with fractions to the text of a DateTime64(6). */
export function preciseTimeText(ms: number): string {
  const micros = Math.round(ms * 1_000);
  const rest = micros % 1_000;
  return timeText((micros - rest) / 1_000) + String(rest).padStart(3, '0');
}

/** `total-goals|line=2.5` is of type `total-goals`. */
export const marketTypeOf = (key: string): string => key.split('|', 1)[0] ?? key;
