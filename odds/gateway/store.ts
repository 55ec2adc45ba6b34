import type {
  FixtureId,
  FixtureStatus,
  MarketKey,
  OddsMessage,
  PublishedMarket,
} from '#contracts/mod.ts';

export type Position = Readonly<{ epoch: number; seq: number }>;

/**
 * What a message did. `urgent`: something that took bets takes them no longer, so readers must learn it
 * before anything else. `gap`: an earlier message is missing, an image is needed.
 */
export type Applied =
  | Readonly<{ did: 'applied'; urgent: boolean }>
  | Readonly<{ did: 'ignored'; why: 'old-epoch' | 'duplicate' }>
  | Readonly<{ did: 'gap' }>;

interface Tracked<Value> {
  value: Value;
  seq: number;
}
interface Held {
  epoch: number;
  seq: number;
  /** Readers at a lower sequence need an image: what left the board before it is forgotten. */
  floor: number;
  last: OddsMessage;
  info: Tracked<OddsMessage['info']>;
  markets: Map<MarketKey, Tracked<PublishedMarket>>;
  removed: Map<MarketKey, number>;
}
interface Entry {
  /** The highest epoch seen, also when only an unusable delta carried it. */
  epoch: number;
  held: Held | undefined;
  /** Deltas that wait for what is missing before them; not empty means a gap. */
  waiting: OddsMessage[];
}

const MAX_WAITING = 64;
const MAX_REMOVED = 256;

/**
 * The last known board of every fixture, and for each market the sequence that last changed it: enough to
 * tell any reader what changed since any sequence, without keeping messages. Pure.
 */
export class OddsStore {
  readonly #entries = new Map<FixtureId, Entry>();

  apply(message: OddsMessage): Applied {
    const entry = this.#entry(message);
    if (message.epoch < entry.epoch) return { did: 'ignored', why: 'old-epoch' };
    if (message.epoch > entry.epoch) {
      entry.epoch = message.epoch;
      entry.waiting = [];
    }
    const first = applyOne(entry, message);
    if (first.did !== 'applied') return first;
    return { did: 'applied', urgent: drainWaiting(entry) || first.urgent };
  }

  fixtures(): FixtureId[] {
    return [...this.#entries.keys()].filter((id) => this.position(id) !== undefined);
  }

  position(fixture: FixtureId): Position | undefined {
    return this.#entries.get(fixture)?.held;
  }

  statusOf(fixture: FixtureId): FixtureStatus | undefined {
    return this.#entries.get(fixture)?.held?.last.state.status;
  }

  /** True for a fixture of which something is known to be missing. */
  needsImage(fixture: FixtureId): boolean {
    const entry = this.#entries.get(fixture);
    return entry !== undefined && (entry.waiting.length > 0 || entry.held?.epoch !== entry.epoch);
  }

  /** The whole board as one message; undefined while nothing is known. */
  imageOf(fixture: FixtureId): OddsMessage | undefined {
    const held = this.#entries.get(fixture)?.held;
    if (held === undefined) return undefined;
    const markets = [...held.markets.values()].map(({ value }) => value);
    return { ...base(held), kind: 'image', prev: 0, markets, removed: [], ...withInfo(held) };
  }

  /** What changed after `prev` of the present epoch; undefined when only an image can tell. */
  deltaSince(fixture: FixtureId, prev: number): OddsMessage | undefined {
    const held = this.#entries.get(fixture)?.held;
    if (held === undefined || prev < held.floor || prev > held.seq) return undefined;
    const markets: PublishedMarket[] = [];
    for (const { value, seq } of held.markets.values()) if (seq > prev) markets.push(value);
    const removed: MarketKey[] = [];
    for (const [key, seq] of held.removed) if (seq > prev) removed.push(key);
    const info = held.info.seq > prev ? withInfo(held) : {};
    return { ...base(held), kind: 'delta', prev, markets, removed, ...info };
  }

  drop(fixture: FixtureId): void {
    this.#entries.delete(fixture);
  }

  #entry(message: OddsMessage): Entry {
    const known = this.#entries.get(message.fixtureId);
    if (known !== undefined) return known;
    const entry: Entry = { epoch: message.epoch, held: undefined, waiting: [] };
    this.#entries.set(message.fixtureId, entry);
    return entry;
  }
}

function applyOne(entry: Entry, message: OddsMessage): Applied {
  const held = entry.held?.epoch === message.epoch ? entry.held : undefined;
  if (held !== undefined && message.seq <= held.seq) return { did: 'ignored', why: 'duplicate' };
  if (message.kind === 'image') {
    const urgent = entry.held !== undefined && closesSomething(entry.held, message);
    if (held === undefined) entry.held = heldFrom(message);
    else replaceAll(held, message);
    return { did: 'applied', urgent };
  }
  // Values are absolute, so a delta that starts before what is held still covers all that is missing.
  if (held !== undefined && message.prev <= held.seq) {
    const urgent = closesSomething(held, message);
    merge(held, message);
    return { did: 'applied', urgent };
  }
  if (!entry.waiting.some(({ seq }) => seq === message.seq)) entry.waiting.push(message);
  if (entry.waiting.length > MAX_WAITING) entry.waiting.shift();
  return { did: 'gap' };
}

/** Applies what waited and now fits; returns whether any of it was urgent. */
function drainWaiting(entry: Entry): boolean {
  const waiting = entry.waiting.sort((a, b) => a.seq - b.seq);
  entry.waiting = [];
  let urgent = false;
  for (const message of waiting) {
    const applied = applyOne(entry, message);
    if (applied.did === 'applied') urgent ||= applied.urgent;
  }
  return urgent;
}

function heldFrom(message: OddsMessage): Held {
  const { epoch, seq } = message;
  const markets = new Map(message.markets.map((value) => [value.key, { value, seq }]));
  const info = { value: message.info, seq };
  return { epoch, seq, floor: seq, last: message, info, markets, removed: new Map() };
}

function replaceAll(held: Held, message: OddsMessage): void {
  const present = new Set(message.markets.map(({ key }) => key));
  const gone = [...held.markets.keys()].filter((key) => !present.has(key));
  merge(held, { ...message, removed: gone });
}

function merge(held: Held, message: OddsMessage): void {
  const { seq } = message;
  held.seq = seq;
  held.last = message;
  if (message.info !== undefined && !sameJson(held.info.value, message.info))
    held.info = { value: message.info, seq };
  for (const value of message.markets) {
    const before = held.markets.get(value.key);
    if (before !== undefined && sameMarket(before.value, value)) continue;
    held.markets.set(value.key, { value, seq });
    held.removed.delete(value.key);
  }
  for (const key of message.removed) {
    if (held.markets.delete(key)) held.removed.set(key, seq);
  }
  forgetOldRemovals(held);
}

/** Keys leave in the order in which they were removed, so the map's first is always the oldest. */
function forgetOldRemovals(held: Held): void {
  for (const [key, seq] of held.removed) {
    if (held.removed.size <= MAX_REMOVED) return;
    held.removed.delete(key);
    held.floor = Math.max(held.floor, seq);
  }
}

const base = ({ epoch, seq, last }: Held) => ({
  fixtureId: last.fixtureId,
  epoch,
  seq,
  inputSeq: last.inputSeq,
  feedVersion: last.feedVersion,
  state: last.state,
  stamps: last.stamps,
});

const withInfo = ({ info }: Held): Pick<OddsMessage, 'info'> =>
  info.value === undefined ? {} : { info: info.value };

const sameMarket = (a: PublishedMarket, b: PublishedMarket): boolean =>
  a.version === b.version &&
  a.status === b.status &&
  a.outcomes.length === b.outcomes.length &&
  a.outcomes.every(({ id, odds }, index) => {
    const other = b.outcomes[index];
    return other?.id === id && other.odds === odds;
  });

const sameJson = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function closesSomething(held: Held, message: OddsMessage): boolean {
  if (message.state.suspended.length > 0 && held.last.state.suspended.length === 0) return true;
  const closed = ({ key, status }: PublishedMarket): boolean =>
    status !== 'active' && held.markets.get(key)?.value.status === 'active';
  return (
    message.markets.some(closed) ||
    message.removed.some((key) => held.markets.get(key)?.value.status === 'active')
  );
}
