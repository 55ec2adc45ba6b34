import {
  fixtureId,
  marketKey,
  outcomeId,
  type FixtureId,
  type FixtureState,
  type MarketKey,
  type Odds,
  type OddsMessage,
  type PublishedMarket,
} from '#contracts/mod.ts';
import type { Random } from '#platform/mod.ts';

const COMPETITIONS = ['Cup', 'League'] as const;
/** Lines of two types, and markets without a line. */
const MARKETS: readonly MarketKey[] = [
  ...['0.5', '1.5', '2', '2.25', '2.5', '3.5'].map((line) => marketKey('total-goals', { line })),
  ...['-1', '-0.5', '0', '0.5'].map((line) => marketKey('asian-handicap', { line, score: '0-0' })),
  ...['match-result', 'draw-no-bet', 'both-teams-to-score'].map((type) =>
    marketKey(type as 'match-result'),
  ),
];

const positionName = ({ epoch, seq }: Readonly<{ epoch: number; seq: number }>): string =>
  `${String(epoch)}/${String(seq)}`;

/** One fixture as its owner has it, with every board that it ever had. */
export class TrueFixture {
  readonly id: FixtureId;
  readonly #random: Random;
  readonly #history = new Map<string, OddsMessage>();
  readonly #markets = new Map<MarketKey, PublishedMarket>();
  #competition: string;
  #suspended: FixtureState['suspended'] = [];
  #elapsedMs = 0;
  #epoch = 1;
  #seq = 0;

  constructor(index: number, random: Random) {
    this.id = fixtureId(`match-${String(index)}`);
    this.#random = random;
    this.#competition = COMPETITIONS[index % 2] ?? 'Cup';
    for (const key of MARKETS)
      if (random.next() < 0.7) this.#markets.set(key, this.#market(key, 1));
    this.#remember();
  }

  /** The whole board, as the owner answers when it is asked. */
  image(): OddsMessage {
    return this.#message('image', [...this.#markets.values()], []);
  }

  /** The board that the owner had at a position; undefined when it never was there. */
  at(position: Readonly<{ epoch: number; seq: number }>): OddsMessage | undefined {
    return this.#history.get(positionName(position));
  }

  /** Something happens; returns what the owner publishes about it. */
  step(): OddsMessage {
    this.#seq += 1;
    const before = new Map(this.#markets);
    const chance = this.#random.next();
    if (chance < 0.02) {
      this.#competition = this.#random.pick(COMPETITIONS);
      this.#remember();
      return this.image();
    }
    if (chance < 0.15) this.#suspended = this.#suspended.length === 0 ? ['score'] : [];
    else if (chance < 0.25) for (const key of MARKETS) this.#change(key);
    else
      for (let count = this.#random.int(3); count >= 0; count -= 1)
        this.#change(this.#random.pick(MARKETS));
    if (this.#random.next() < 0.6) this.#elapsedMs += 1000;
    this.#remember();
    const changed = [...this.#markets.values()].filter(
      ({ key }) => before.get(key) !== this.#markets.get(key),
    );
    const removed = [...before.keys()].filter((key) => !this.#markets.has(key));
    return this.#message('delta', changed, removed);
  }

  /** A new owner takes over, from a checkpoint that may be a little old. */
  takeOver(): OddsMessage {
    this.#epoch += 1;
    this.#seq = this.#random.next() < 0.5 ? 0 : this.#seq;
    this.#suspended = ['handover'];
    for (const key of MARKETS) if (this.#random.next() < 0.3) this.#change(key);
    this.#remember();
    return this.image();
  }

  #change(key: MarketKey): void {
    const held = this.#markets.get(key);
    if (held !== undefined && this.#random.next() < 0.2) this.#markets.delete(key);
    else this.#markets.set(key, this.#market(key, (held?.version ?? 0) + 1));
  }

  #market(key: MarketKey, version: number): PublishedMarket {
    const price = (): Odds | null =>
      this.#random.next() < 0.05 ? null : ((10_100 + this.#random.int(40_000)) as Odds);
    return {
      key,
      version,
      status: this.#random.next() < 0.8 ? 'active' : this.#random.pick(['suspended', 'settled']),
      outcomes: [
        { id: outcomeId('first'), odds: price() },
        { id: outcomeId('second'), odds: price() },
      ],
    };
  }

  #remember(): void {
    this.#history.set(positionName({ epoch: this.#epoch, seq: this.#seq }), this.image());
  }

  #message(
    kind: OddsMessage['kind'],
    markets: PublishedMarket[],
    removed: MarketKey[],
  ): OddsMessage {
    const none = { home: 0, away: 0 };
    const at = this.#elapsedMs;
    return {
      kind,
      fixtureId: this.id,
      epoch: this.#epoch,
      seq: this.#seq,
      prev: Math.max(0, this.#seq - 1),
      inputSeq: this.#seq,
      feedVersion: 1,
      ...(kind === 'image' ? { info: this.#info() } : {}),
      state: {
        status: 'in-play',
        phase: 'first-half',
        clock: { phase: 'first-half', elapsedMs: at },
        score: none,
        halfTime: null,
        extraTime: null,
        shootOut: null,
        redCards: none,
        corners: none,
        suspended: [...this.#suspended],
      },
      markets,
      removed,
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

  #info() {
    const competition = this.#competition;
    return { sport: 'football', competition, home: 'Home', away: 'Away', startsAt: 0 };
  }
}
