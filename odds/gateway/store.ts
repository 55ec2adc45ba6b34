import type { FixtureId, OddsMessage } from '#contracts/mod.ts';

import { Board, type Merged } from './board.ts';
import { Trail } from './trail.ts';

/** What a message did. `gap`: an earlier message is missing, an image is needed. */
export type Applied =
  | (Readonly<{ did: 'applied' }> & Merged)
  | Readonly<{ did: 'ignored'; why: 'old-epoch' | 'duplicate' }>
  | Readonly<{ did: 'gap' }>;

interface Entry {
  /** The highest epoch seen, also when only an unusable delta carried it. */
  epoch: number;
  /** The highest sequence of that epoch that was heard of. */
  heardSeq: number;
  board: Board | undefined;
  trail: Trail | undefined;
  /** Deltas that wait for what is missing before them; not empty means a gap. */
  waiting: OddsMessage[];
}

const MAX_WAITING = 64;

/** The last known board of every fixture, whatever is lost, doubled or late on the way from the hosts. Pure. */
export class OddsStore {
  readonly #entries = new Map<FixtureId, Entry>();

  apply(message: OddsMessage): Applied {
    const entry = this.#entry(message);
    if (message.epoch < entry.epoch) return { did: 'ignored', why: 'old-epoch' };
    if (message.epoch > entry.epoch) entry.waiting = [];
    hear(entry, message);
    return applyOne(entry, message);
  }

  /**
   * Applies the next of the messages that had to wait, each by itself, so that nothing that one of them says is
   * hidden by the next; undefined when none fits.
   */
  applyWaiting(fixture: FixtureId): Applied | undefined {
    const entry = this.#entries.get(fixture);
    const seq = entry?.board?.epoch === entry?.epoch ? entry?.board?.seq : undefined;
    if (entry === undefined || seq === undefined) return undefined;
    entry.waiting = entry.waiting.filter((message) => message.seq > seq);
    const next = entry.waiting.find(({ prev }) => prev <= seq);
    return next && applyOne(entry, next);
  }

  /** Learns from a message of the past, before there is any board, where readers from that time can go on. */
  recall(message: OddsMessage): void {
    const entry = this.#entry(message);
    if (message.epoch < entry.epoch || entry.board?.epoch === message.epoch) return;
    hear(entry, message);
    if (entry.trail?.follow(message) === true) return;
    entry.trail = new Trail(message);
    entry.trail.follow(message);
  }

  /** Ends the remembering of what was recalled of fixtures that never showed a board. */
  forgetTrails(): void {
    for (const [fixture, { board, waiting }] of this.#entries)
      if (board === undefined && waiting.length === 0) this.#entries.delete(fixture);
  }

  fixtures(): FixtureId[] {
    return [...this.#entries].flatMap(([id, { board }]) => (board === undefined ? [] : [id]));
  }

  board(fixture: FixtureId): Board | undefined {
    return this.#entries.get(fixture)?.board;
  }

  /** True for a fixture of which something is known to be missing. */
  needsImage(fixture: FixtureId): boolean {
    const entry = this.#entries.get(fixture);
    if (entry === undefined || (entry.board === undefined && entry.waiting.length === 0))
      return false;
    return entry.board?.epoch !== entry.epoch || entry.board.seq < entry.heardSeq;
  }

  drop(fixture: FixtureId): void {
    this.#entries.delete(fixture);
  }

  #entry(message: OddsMessage): Entry {
    const known = this.#entries.get(message.fixtureId);
    if (known !== undefined) return known;
    const entry = {
      epoch: message.epoch,
      heardSeq: message.seq,
      board: undefined,
      trail: undefined,
      waiting: [],
    };
    this.#entries.set(message.fixtureId, entry);
    return entry;
  }
}

function hear(entry: Entry, { epoch, seq }: OddsMessage): void {
  entry.heardSeq = epoch > entry.epoch ? seq : Math.max(seq, entry.heardSeq);
  entry.epoch = epoch;
}

function applyOne(entry: Entry, message: OddsMessage): Applied {
  const board = entry.board?.epoch === message.epoch ? entry.board : undefined;
  if (board !== undefined && message.seq <= board.seq) return { did: 'ignored', why: 'duplicate' };
  if (board === undefined && message.kind === 'image') {
    const urgent = entry.board?.isClosedBy(message) ?? false;
    entry.board = new Board(message, trailTo(entry, message));
    entry.trail = undefined;
    return { did: 'applied', urgent, jumped: false };
  }
  // Values are absolute, so a delta that starts before what is held still covers all that is missing.
  if (board !== undefined && (message.kind === 'image' || message.prev <= board.seq))
    return { did: 'applied', ...board.merge(message) };
  if (!entry.waiting.some(({ seq }) => seq === message.seq)) entry.waiting.push(message);
  if (entry.waiting.length > MAX_WAITING) entry.waiting.shift();
  return { did: 'gap' };
}

/** The trail, if it reaches to the image without a hole. */
const trailTo = ({ trail }: Entry, { epoch, seq }: OddsMessage): Trail | undefined =>
  trail?.epoch === epoch && trail.top >= seq && trail.from <= seq ? trail : undefined;
