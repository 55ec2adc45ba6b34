export { LiveStore, type ConnectionState } from './stream/live-store.ts';
export { StreamClient, type StreamOptions } from './stream/stream-client.ts';
export type { Board } from './stream/board.ts';
export type { Cell } from './stream/cells.ts';
