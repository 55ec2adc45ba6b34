import type { Account } from './account.ts';
import type { Board } from './board.ts';
import type { Position, StreamLimits, Subscribe } from './wire.ts';

/** What to subscribe to; without any field all markets of all fixtures, present and future. */
export type Selection = Omit<Partial<Subscribe>, 'op' | 'id' | 'resume'>;

/** One wish, until it is closed; it outlives connections. */
export type Subscription = Readonly<{ id: number; close(): void }>;

const MAX_POSITIONS = 1000;
/** Of a message besides its positions. */
const ROOM_BYTES = 4096;

const selects = (
  { sport, competition, fixtures }: Selection,
  { fixtureId, info }: Board,
): boolean =>
  (fixtures?.includes(fixtureId) ?? true) &&
  (sport === undefined || sport === info?.sport) &&
  (competition === undefined || competition === info?.competition);

/** What the client has from before. */
export type Held = Readonly<{ boards: readonly Board[]; account: Account | undefined }>;
export const NOTHING_HELD: Held = { boards: [], account: undefined };

/** The request for a subscription, with the positions of what it selects, as many as there is room for. */
export function subscribeMessage(
  id: number,
  selection: Selection,
  { boards, account }: Held,
  { messageBytes }: Pick<StreamLimits, 'messageBytes'>,
): Subscribe {
  const { channel = 'odds', ...wanted } = selection;
  const message: Subscribe = { op: 'subscribe', id, channel, ...wanted };
  if (channel === 'account' && account !== undefined) {
    const { accountId, epoch, seq } = account;
    return { ...message, resume: { [accountId]: { epoch, seq } } };
  }
  if (channel !== 'odds') return message;
  const resume: Record<string, Position> = {};
  let room = messageBytes - ROOM_BYTES - JSON.stringify(message).length;
  let count = 0;
  for (const board of boards) {
    if (!selects(selection, board)) continue;
    const { fixtureId, epoch, seq } = board;
    room -= JSON.stringify({ [fixtureId]: { epoch, seq } }).length;
    count += 1;
    if (room < 0 || count > MAX_POSITIONS) break;
    resume[fixtureId] = { epoch, seq };
  }
  return Object.keys(resume).length === 0 ? message : { ...message, resume };
}
