export { systemClock, type Clock } from './clock.ts';
export { fineTime } from './fine-time.ts';
export { ManualClock } from './manual-clock.ts';
export { inTurn, type InTurn } from './in-turn.ts';
export { repeat, type Repeated } from './repeat.ts';
export { seededRandom, systemRandom, type Random } from './random.ts';
export { makeIds, newId } from './id.ts';
export * from './config.ts';
export { jwtSecret, secretFile, secretOfSetting } from './secret-file.ts';
export { createLogger, redactUrls, silentLogger, type Logger, type LoggerOptions } from './log.ts';
export * from './metrics.ts';
export { hopTimes, type Hop } from './hop-times.ts';
export { freePort, isPortFree, listen, PortBusyError, type Listening } from './listen.ts';
export { migrationsDir, repoDir } from './paths.ts';
export { runFirst, setNice } from './process-priority.ts';
export * from './json.ts';
export { makeLineSplitter, type Line } from './lines.ts';
export * from './postgres.ts';
export { migratePostgres } from './postgres-migrations.ts';
export { connectNats, type Nats, type NatsOptions, type NatsServerInfo } from './nats.ts';
export {
  ensureStreams,
  publishJson,
  sendJson,
  type Published,
  type PublishOptions,
  type StreamSpec,
} from './nats-publish.ts';
export { DEAD_LETTER_HEADERS, type DeadLetter } from './nats-dead-letter.ts';
export {
  consumeJson,
  type ConsumeOptions,
  type Consumption,
  type MessageMeta,
} from './nats-consume.ts';
export { consumeJsonBatches, type BatchOptions, type Item } from './nats-batches.ts';
export { followJson, type FollowFrom, type FollowOptions } from './nats-follow.ts';
export {
  requestJson,
  RequestFailedError,
  serveJson,
  type RequestFailureKind,
  type RequestOptions,
  type ServeOptions,
} from './nats-request.ts';
export { createClickHouse, type ClickHouse, type ClickHouseOptions } from './clickhouse.ts';
export { migrateClickHouse } from './clickhouse-migrations.ts';
export * from './embedded/mod.ts';
export { diagnose, type Check } from './doctor.ts';
export {
  insertOutbox,
  startOutboxRelay,
  type OutboxMessage,
  type OutboxRelay,
  type OutboxRelayOptions,
  type OutboxRelayPorts,
} from './outbox.ts';
export { fromJsonLines, jsonLines, plainArray, wordArray } from './postgres-arrays.ts';
