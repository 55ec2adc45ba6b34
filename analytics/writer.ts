import {
  consumeJsonBatches,
  DEAD_LETTER_HEADERS,
  publishJson,
  type ClickHouse,
  type Clock,
  type Consumption,
  type Item,
  type Logger,
  type Metrics,
  type Nats,
} from '#platform/mod.ts';

import type { Row } from './rows/mod.ts';
import { insertPatiently } from './sink.ts';
import { analyticsSources, type Source } from './sources.ts';

export type WriterPorts = Readonly<{
  nats: Nats;
  clickhouse: ClickHouse;
  clock: Clock;
  log: Logger;
  metrics: Metrics;
}>;

export type WriterOptions = Readonly<{
  /** Longest wait of a message for company; 1 s unless given. */
  maxWaitMs?: number;
  /** Messages per insert at most; the default depends on the table. */
  maxItems?: number;
}>;

export type AnalyticsWriter = Readonly<{
  /** Ends after the batch in hand, or at once when ClickHouse is away: what is not stored is not acknowledged. */
  stop(): Promise<void>;
}>;

/**
 * Copies every subject into its ClickHouse table in batches. A message is acknowledged after its rows are
 * stored; while ClickHouse is away nothing is, the streams hold what comes, and the writer catches up. What
 * does not fit its schema goes to the dead letters. Copies of the writer share the work.
 */
export async function startAnalyticsWriter(
  ports: WriterPorts,
  options: WriterOptions = {},
): Promise<AnalyticsWriter> {
  const stopping = new AbortController();
  const measures = measuresOf(ports.metrics);
  const context = { ...ports, options, measures, signal: stopping.signal };
  const opened = await Promise.allSettled(
    analyticsSources().map((source) => source((definition) => consume(definition, context))),
  );
  const stop = async (): Promise<void> => {
    stopping.abort(new Error('the writer stops'));
    const running = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    await Promise.all(running.map((consumption) => consumption.stop()));
  };
  const failure = opened.find(({ status }) => status === 'rejected');
  if (failure?.status === 'rejected') {
    await stop();
    throw failure.reason;
  }
  return { stop };
}

type Context = WriterPorts &
  Readonly<{ options: WriterOptions; measures: Measures; signal: AbortSignal }>;

function consume<Message>(source: Source<Message>, context: Context): Promise<Consumption> {
  const { nats, log, measures } = context;
  const { stream, durable, filter, parse } = source;
  return consumeJsonBatches(nats, {
    stream,
    durable,
    filter,
    parse,
    maxItems: context.options.maxItems ?? source.maxItems,
    maxWaitMs: context.options.maxWaitMs ?? 1_000,
    ackWaitMs: 60_000,
    // A batch waits for ClickHouse however long it is away; that is no fault of its messages.
    maxDeliveries: Number.MAX_SAFE_INTEGER,
    handleBatch: (items) => store(source, items, context),
    onDeadLetter: (letter) => {
      measures.rejected.inc({ table: source.table });
      log.warn({ ...letter }, 'message does not fit its schema: in the dead letters');
    },
    onError: (error, { subject }) => {
      if (!context.signal.aborted) log.warn({ err: error, subject }, 'batch comes again');
    },
  });
}

async function store<Message>(
  source: Source<Message>,
  items: readonly Item<Message>[],
  context: Context,
): Promise<void> {
  const rows: Row[] = [];
  const owners: Item<Message>[] = [];
  const unusable = new Set<Item<Message>>();
  for (const item of items)
    try {
      for (const row of source.toRows(item.value, item.meta)) owners[rows.push(row) - 1] = item;
    } catch {
      // A value that fits the schema and that no row can hold, such as a time far beyond the calendar.
      unusable.add(item);
    }
  const unreadable = await insertPatiently(context, source.table, rows, context.signal);
  for (const item of unreadable.map((index) => owners[index])) if (item) unusable.add(item);
  for (const item of unusable) await bury(source, item, context);
  const { table } = source;
  context.measures.rows.inc({ table }, rows.length - unreadable.length);
  context.measures.pending.set({ table }, items.at(-1)?.meta.pending ?? 0);
}

/** A message that fits its schema, but of which ClickHouse can store no row. */
async function bury<Message>(
  source: Source<Message>,
  { value, meta }: Item<Message>,
  { nats, log, measures }: Context,
): Promise<void> {
  const reason = `it makes no row of ${source.table}`;
  await publishJson(nats, `dead.${meta.subject}`, value, {
    messageId: `${meta.stream}/${source.durable}/${String(meta.sequence)}`,
    headers: {
      [DEAD_LETTER_HEADERS.reason]: reason,
      [DEAD_LETTER_HEADERS.stream]: meta.stream,
      [DEAD_LETTER_HEADERS.sequence]: String(meta.sequence),
      [DEAD_LETTER_HEADERS.consumer]: source.durable,
    },
  });
  measures.rejected.inc({ table: source.table });
  log.error({ subject: meta.subject, sequence: meta.sequence }, reason);
}

type Measures = ReturnType<typeof newMeasures>;

const known = new WeakMap<Metrics, Measures>();

/** A start that failed and is tried again finds the metrics of the first attempt. */
function measuresOf(metrics: Metrics): Measures {
  const measures = known.get(metrics) ?? newMeasures(metrics);
  known.set(metrics, measures);
  return measures;
}

const newMeasures = (metrics: Metrics) => ({
  rows: metrics.counter('overround_analytics_rows_total', 'Rows stored in ClickHouse.', ['table']),
  rejected: metrics.counter('overround_analytics_rejected_total', 'Messages in the dead letters.', [
    'table',
  ]),
  pending: metrics.gauge('overround_analytics_pending', 'Messages not yet read.', ['table']),
});
