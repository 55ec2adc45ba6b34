import {
  fixtureId,
  marketKey,
  outcomeId,
  SHARD_COUNT,
  subjects,
  type FixtureId,
  type Odds,
  type OddsMessage,
  type PublishedMarket,
} from '#contracts/mod.ts';
import { sendJson, serveJson, systemClock, type Nats } from '#platform/mod.ts';

const ALIVE_MS = 500;
const STATE: OddsMessage['state'] = {
  status: 'in-play',
  phase: 'first-half',
  clock: { phase: 'first-half', elapsedMs: 1_260_000 },
  score: { home: 0, away: 0 },
  halfTime: null,
  extraTime: null,
  shootOut: null,
  redCards: { home: 0, away: 0 },
  corners: { home: 3, away: 1 },
  suspended: [],
};

/** A host as gateways see it: says that it lives, answers for images, and moves prices when it is told to. */
export class OddsHost {
  readonly #nats: Nats;
  readonly #boards = new Map<FixtureId, OddsMessage>();
  readonly #turns = new Map<FixtureId, number>();
  readonly #stops: (() => void)[] = [];
  readonly #server: { stop(): Promise<void> };

  constructor(nats: Nats, fixtures: number, markets: number) {
    this.#nats = nats;
    for (let number = 0; number < fixtures; number += 1) {
      const image = openingImage(fixtureId(`load-${String(number)}`), markets);
      this.#boards.set(image.fixtureId, image);
    }
    this.#server = serveJson<{ fixtureId: FixtureId }, unknown>(nats, {
      subject: 'image.*',
      parse: (value) => value as { fixtureId: FixtureId },
      handle: ({ fixtureId: asked }) => this.#boards.get(asked) ?? { missing: true },
    });
    this.#stops.push(
      systemClock.every(ALIVE_MS, () => {
        this.#sayAlive();
      }),
    );
    this.#sayAlive();
  }

  get fixtures(): readonly FixtureId[] {
    return [...this.#boards.keys()];
  }

  /** What every client must hold in the end. */
  board(fixture: FixtureId): OddsMessage {
    const board = this.#boards.get(fixture);
    if (board === undefined) throw new Error(`no fixture ${fixture}`);
    return board;
  }

  /** New odds for so many markets, those whose turn it is; `dueMs` stands in the message as `occurredAt`. */
  reprice(fixture: FixtureId, markets: number, dueMs: number): void {
    const board = this.board(fixture);
    const turn = this.#turns.get(fixture) ?? 0;
    this.#turns.set(fixture, turn + markets);
    const moved = new Set(
      Array.from({ length: markets }, (_, index) => (turn + index) % board.markets.length),
    );
    const next = board.markets.map((market, index) =>
      moved.has(index) ? movedOn(market) : market,
    );
    const header = { ...board, seq: board.seq + 1, prev: board.seq, inputSeq: board.inputSeq + 1 };
    const at = systemClock.now();
    const stamps = { ...board.stamps, occurredAt: dueMs, pricedAt: at, publishedAt: at };
    this.#boards.set(fixture, { ...header, stamps, kind: 'image', markets: next });
    const { info: _, ...rest } = header;
    this.#publish({
      ...rest,
      stamps,
      kind: 'delta',
      markets: next.filter((__, index) => moved.has(index)),
    });
  }

  /** How many markets have to move for the gateway's message to be at least so long. */
  marketsFor(bytes: number): number {
    const [fixture] = this.fixtures;
    const {
      kind: _,
      info: __,
      state: ___,
      markets,
      ...head
    } = this.board(fixture ?? fixtureId('none'));
    const lengthOf = (count: number): number =>
      JSON.stringify({ op: 'delta', ...head, markets: markets.slice(0, count) }).length;
    let count = 1;
    while (count < markets.length && lengthOf(count) < bytes) count += 1;
    return count;
  }

  async stop(): Promise<void> {
    for (const stop of this.#stops) stop();
    await this.#server.stop();
  }

  #sayAlive(): void {
    const shards = Array.from({ length: SHARD_COUNT }, (_, shard) => shard);
    const at = systemClock.now();
    sendJson(this.#nats, subjects.hostAlive, {
      owner: 'load',
      shards,
      fixtures: this.fixtures,
      at,
    });
  }

  #publish(message: OddsMessage): void {
    sendJson(this.#nats, subjects.odds('football', message.fixtureId), message);
  }
}

/** The first board of a fixture: so many markets, all open. */
export function openingImage(fixture: FixtureId, markets: number): OddsMessage {
  const at = systemClock.now();
  return {
    kind: 'image',
    fixtureId: fixture,
    epoch: 1,
    seq: 1,
    prev: 0,
    inputSeq: 1,
    feedVersion: 1,
    info: { sport: 'football', competition: 'Load', home: 'Home', away: 'Away', startsAt: at },
    state: STATE,
    markets: Array.from({ length: markets }, (_, line) => ({
      key: marketKey('total-goals', { line: `${String(line)}.5` }),
      status: 'active',
      version: 1,
      outcomes: [
        { id: outcomeId('over'), odds: 19_000 as Odds },
        { id: outcomeId('under'), odds: 20_000 as Odds },
      ],
    })),
    removed: [],
    stamps: {
      occurredAt: at,
      receivedAt: at,
      feedPublishedAt: at,
      hostReceivedAt: at,
      pricedAt: at,
      publishedAt: at,
    },
  };
}

const FEWEST = 15_000;
const STEPS = 10_000;

/** Every version has odds of its own for a long time, so that an old price cannot pass for a new one. */
const movedOn = (market: PublishedMarket): PublishedMarket => ({
  ...market,
  version: market.version + 1,
  outcomes: market.outcomes.map((outcome) => ({
    ...outcome,
    odds: (FEWEST + ((market.version * 7) % STEPS)) as Odds,
  })),
});
