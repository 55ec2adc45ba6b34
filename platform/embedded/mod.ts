export { EmbeddedError } from './process.ts';
export type { EmbeddedServer, Notice, ServerName } from './server.ts';
export { startPostgres, type PostgresServerOptions } from './postgres-server.ts';
export { startNats, type NatsServerOptions } from './nats-server.ts';
export { startClickhouse, hasChdb, type ClickhouseServerOptions } from './clickhouse-server.ts';
export { findNatsServer, type NatsBinary } from './nats-binary.ts';
export {
  deleteStackData,
  runningStack,
  startStack,
  type Stack,
  type StackOptions,
  type StackUrls,
} from './stack.ts';
export { lockState } from './lock.ts';
