import { ClickHouseLogLevel, createClient, type ClickHouseClient } from '@clickhouse/client';

export type ClickHouse = ClickHouseClient;

export type ClickHouseOptions = Readonly<{
  /** http(s)://user:password@host:port/database */
  url: string;
  name?: string;
  maxConnections?: number;
  requestTimeoutMs?: number;
}>;

/**
 * A client of a ClickHouse server or of the embedded engine. Put settings into the SQL (`SETTINGS …`), not
 * into the client: the embedded engine refuses them there. 64-bit integers and decimals arrive as text.
 */
export function createClickHouse(options: ClickHouseOptions): ClickHouse {
  return createClient({
    url: options.url,
    application: options.name ?? 'overround',
    max_open_connections: options.maxConnections ?? 8,
    request_timeout: options.requestTimeoutMs ?? 60_000,
    // Failed queries reach the caller as errors; the client would also write them to standard error.
    log: { level: ClickHouseLogLevel.OFF },
  });
}
