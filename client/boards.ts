import { changesOf, isBefore, mergedBoard, type Board, type BoardMessage } from './board.ts';
import { checksumOf } from './checksum.ts';
import type { Heartbeat, Image, Market, Position } from './wire.ts';

/** A board that has changed, and how. */
export type BoardUpdate = Readonly<{
  board: Board;
  /** Keys of markets that are new, different or gone. */
  changed: ReadonlySet<string>;
  /** Something that took bets takes them no longer. */
  closed: boolean;
  /** Why several steps are one update: the window, this client was slow, or they came at once. */
  conflated: BoardMessage['conflated'];
}>;

interface Entry {
  board: Board | undefined;
  /** This connection has shown that the board is the gateway's. */
  isConfirmed: boolean;
  /** The board is to be asked for. */
  isWanted: boolean;
  /** The gateway's board is taken even when it is older than the one held. */
  takesAny: boolean;
  doubtedAtMs: number;
  askedAtMs: number;
  parts: Readonly<{ position: Position; markets: readonly Market[] }> | undefined;
}

/** A board that was asked for is not asked for again for so long. */
const ASK_AGAIN_MS = 2000;
/** A held board that the gateway does not confirm for so long is given up for the gateway's. */
const DOUBT_MS = 8000;
const NONE: ReadonlySet<string> = new Set();

/** The boards of one client, kept equal to the gateway's whatever happens to messages on the way. Pure. */
export class Boards {
  readonly #entries = new Map<string, Entry>();
  #doubted: Board[] = [];

  get(fixtureId: string): Board | undefined {
    return this.#entries.get(fixtureId)?.board;
  }

  all(): Board[] {
    return [...this.#entries.values()].flatMap(({ board }) => board ?? []);
  }

  isConfirmed(fixtureId: string): boolean {
    return this.#entries.get(fixtureId)?.isConfirmed ?? false;
  }

  /** Takes an image or a delta over; undefined when that changes nothing, or when something before it is missing. */
  receive(message: BoardMessage, nowMs: number): BoardUpdate | undefined {
    const entry = this.#entry(message.fixtureId, nowMs);
    const { board } = entry;
    if (board !== undefined && isBefore(message, board) && !entry.takesAny) {
      // The gateway goes on from there, perhaps through other subscriptions: to reach this position proves nothing.
      entry.isWanted ||= message.op === 'image' && !entry.isConfirmed;
      return undefined;
    }
    const markets = message.op === 'image' ? assembled(entry, message) : message.markets;
    if (markets === undefined) return undefined;
    const { checksum, conflated } = message;
    if (message.op === 'delta') {
      // A delta that ends where the board stands has been taken already.
      if (isAt(board, message) && message.prev !== message.seq) return undefined;
      // What is changed of a board that may be wrong proves nothing without a checksum of all of it.
      const proves = entry.isConfirmed || checksum !== undefined;
      if (!proves || !follows(message, board)) {
        this.#doubt(entry, nowMs);
        return undefined;
      }
    }
    const after = mergedBoard(board, message, markets);
    const isWhole =
      after !== undefined &&
      (checksum === undefined || checksumOf(after.state, after.markets.values()) === checksum);
    if (!isWhole) {
      this.#doubt(entry, nowMs);
      return undefined;
    }
    entry.board = after;
    confirm(entry);
    return { board: after, ...changesOf(board, after, message), conflated };
  }

  /** Lets go of what the gateway does not name; returns the fixtures that have ended or are selected no more. */
  keepOnly(tops: Heartbeat['tops']): string[] {
    const gone: string[] = [];
    for (const [fixtureId, { board }] of this.#entries) {
      if (Object.hasOwn(tops, fixtureId)) continue;
      this.#entries.delete(fixtureId);
      if (board !== undefined) gone.push(fixtureId);
    }
    return gone;
  }

  /** Compares the boards with what the gateway has sent; returns those that have turned out to be right. */
  compare(tops: Heartbeat['tops'], nowMs: number): BoardUpdate[] {
    const confirmed: BoardUpdate[] = [];
    for (const [fixtureId, top] of Object.entries(tops)) {
      // What has not been sent yet is on its way.
      if (top === null) continue;
      const [epoch, seq] = top;
      const entry = this.#entry(fixtureId, nowMs);
      const { board } = entry;
      if (board === undefined || !isAt(board, { epoch, seq })) this.#doubt(entry, nowMs);
      else if (!entry.isConfirmed && !entry.isWanted) {
        confirm(entry);
        confirmed.push({ board, changed: NONE, closed: false, conflated: undefined });
      }
    }
    return confirmed;
  }

  /** The boards that can be trusted no more, each once since it last could. */
  takeDoubted(): Board[] {
    const doubted = this.#doubted;
    this.#doubted = [];
    return doubted;
  }

  /** A new connection: nothing is known to be right until the gateway says so. */
  doubtAll(nowMs: number): void {
    for (const entry of this.#entries.values()) {
      this.#doubt(entry, nowMs);
      entry.isWanted = false;
      entry.parts = undefined;
    }
  }

  /** The boards that are due to be asked for; they count as asked. */
  takeWanted(nowMs: number): string[] {
    const wanted: string[] = [];
    for (const [fixtureId, entry] of this.#entries) {
      if (!entry.isConfirmed && nowMs - entry.doubtedAtMs >= DOUBT_MS) {
        entry.isWanted = true;
        entry.takesAny = true;
      }
      if (!entry.isWanted || nowMs - entry.askedAtMs < ASK_AGAIN_MS) continue;
      entry.askedAtMs = nowMs;
      wanted.push(fixtureId);
    }
    return wanted;
  }

  #doubt(entry: Entry, nowMs: number): void {
    if (entry.isConfirmed) {
      entry.doubtedAtMs = nowMs;
      if (entry.board !== undefined) this.#doubted.push(entry.board);
    }
    entry.isConfirmed = false;
    entry.isWanted = true;
  }

  #entry(fixtureId: string, nowMs: number): Entry {
    const known = this.#entries.get(fixtureId);
    if (known !== undefined) return known;
    const entry: Entry = {
      board: undefined,
      isConfirmed: false,
      isWanted: false,
      takesAny: false,
      doubtedAtMs: nowMs,
      askedAtMs: -Infinity,
      parts: undefined,
    };
    this.#entries.set(fixtureId, entry);
    return entry;
  }
}

const follows = ({ epoch, prev }: BoardMessage, board: Board | undefined): boolean =>
  board?.epoch === epoch && board.seq === prev;

const isAt = (board: Board | undefined, { epoch, seq }: Position): boolean =>
  board?.epoch === epoch && board.seq === seq;

/** All markets of an image once its last segment is there; undefined before. */
function assembled(entry: Entry, image: Image): readonly Market[] | undefined {
  const { segment, epoch, seq, markets } = image;
  if (segment === undefined) return markets;
  const before = segment === 'first' ? [] : partsAt(entry, image);
  const all = [...before, ...markets];
  entry.parts = segment === 'last' ? undefined : { position: { epoch, seq }, markets: all };
  return segment === 'last' ? all : undefined;
}

/** A part of another image leaves a hole, which the checksum of the last part shows. */
const partsAt = ({ parts }: Entry, { epoch, seq }: Image): readonly Market[] =>
  parts?.position.epoch === epoch && parts.position.seq === seq ? parts.markets : [];

function confirm(entry: Entry): void {
  entry.isConfirmed = true;
  entry.isWanted = false;
  entry.takesAny = false;
}
