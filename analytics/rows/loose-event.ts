import { InvalidMessageError, type Parse } from '#platform/mod.ts';
import { timeText, type Row, type ToRowsOfDelivery } from './row.ts';

/** A trader's command or a risk decision: a few common fields in columns, everything in `payload`. */
export type LooseEvent = Readonly<Record<string, unknown>>;

export const parseLooseEvent: Parse<LooseEvent> = (value) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new InvalidMessageError('not an object');
  return value as LooseEvent;
};

export const tradeEventRows: ToRowsOfDelivery<LooseEvent> = (event, meta) => [
  {
    ...commonColumns(event, meta),
    market_key: textOf(event['marketKey']),
    actor: textOf(event['actor']),
  },
];

export const riskEventRows: ToRowsOfDelivery<LooseEvent> = (event, meta) => [
  commonColumns(event, meta),
];

function commonColumns(event: LooseEvent, meta: Parameters<ToRowsOfDelivery<LooseEvent>>[1]): Row {
  const id = textOf(event['eventId']) || textOf(event['commandId']);
  return {
    event_id: id || `${meta.stream}-${String(meta.sequence)}`,
    kind: textOf(event['kind']) || meta.subject.split('.').slice(1).join('.'),
    fixture_id: textOf(event['fixtureId']),
    at: timeText(isTime(event['at']) ? event['at'] : meta.publishedAt),
    payload: JSON.stringify(event),
  };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const LAST_TIME_MS = Date.UTC(2100, 0);
const isTime = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < LAST_TIME_MS;
