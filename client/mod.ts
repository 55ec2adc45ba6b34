export { connect, type Availability, type ClientOptions, type OddsClient } from './client.ts';
export type { Account, AccountChange } from './account.ts';
export type { Board } from './board.ts';
export type { BoardUpdate } from './boards.ts';
export type { ConnectionStatus, FeedState, StreamEvent } from './events.ts';
export type { Selection, Subscription } from './subscriptions.ts';
export type { Socket, SocketHandlers, Surroundings } from './surroundings.ts';
export { checksumOf } from './checksum.ts';
export {
  CLOSE_CODES,
  SUBPROTOCOLS,
  type Bet,
  type FixtureInfo,
  type FixtureState,
  type Market,
  type Position,
  type Stamps,
  type TraderBook,
} from './wire.ts';
