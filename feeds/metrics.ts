import { createMetrics, hopTimes, type Metrics } from '#platform/mod.ts';

export type FeedMetrics = ReturnType<typeof createFeedMetrics>;

/** The counters of one feed service; made once per registry. */
export function createFeedMetrics(metrics: Metrics = createMetrics('feeds')) {
  return {
    hop: hopTimes(metrics),
    events: metrics.counter('overround_feed_events_total', 'Canonical events published', [
      'producer',
      'kind',
    ]),
    duplicates: metrics.counter(
      'overround_feed_duplicates_total',
      'Events dropped because their id is known',
      ['producer'],
    ),
    deadLetters: metrics.counter(
      'overround_feed_dead_letters_total',
      'Incoming lines that did not validate',
      ['producer'],
    ),
    messages: metrics.counter(
      'overround_feed_messages_total',
      'Messages of a provider, before they are events or quotes',
      ['producer', 'kind'],
    ),
    quotes: metrics.counter('overround_feed_quotes_total', 'Quotes of other books published', [
      'producer',
    ]),
    isUp: metrics.gauge(
      'overround_feed_source_up',
      '1 while a source of a producer is up, 0 while what it feeds is suspended',
      ['producer', 'source'],
    ),
    downs: metrics.counter('overround_feed_downs_total', 'How often a source went down, and why', [
      'producer',
      'source',
      'reason',
    ]),
    queued: metrics.gauge('overround_feed_queued', 'Events not yet both sent and stored'),
    retries: metrics.counter(
      'overround_feed_retries_total',
      'Failed attempts to send to NATS or to store in PostgreSQL',
      ['server'],
    ),
  };
}
