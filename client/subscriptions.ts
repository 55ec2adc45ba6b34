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

/** The request for a subscription, with the positions of the boards that it selects, as many as there is room for. */
export function subscribeMessage(
  id: number,
  selection: Selection,
  boards: readonly Board[],
  { messageBytes }: Pick<StreamLimits, 'messageBytes'>,
): Subscribe {
  const { channel = 'odds', ...wanted } = selection;
  const message: Subscribe = { op: 'subscribe', id, channel, ...wanted };
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
