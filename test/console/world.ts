import {
  fixtureId,
  MAX_ODDS,
  MIN_ODDS,
  parseMarketKey,
  shardOf,
  subjects,
  type BookMessage,
  type CommandBody,
  type FixtureId,
  type FixtureInfo,
  type FixtureState,
  type MarketKey,
  type Odds,
  type OddsMessage,
  type PublishedMarket,
  type SkewMode,
  type SuspensionReason,
  type WhatIf,
} from '#contracts/mod.ts';
import { sendJson, serveJson, type Nats } from '#platform/mod.ts';

import { fairMarkets, type FairMarket, type Outlook } from './prices.ts';
import { whatIfOf, type Setting } from './what-if-double.ts';
import { wholeBoard } from './whole-board.ts';

export type FixturePlan = Readonly<{
  id: string;
  info: FixtureInfo;
  /** null before kick-off. */
  minute: number | null;
  outlook: Outlook;
  redCards?: FixtureState['redCards'];
  corners?: FixtureState['corners'];
  /** With every market of the catalogue instead of a few. */
  isWhole?: boolean;
  /** Stakes per outcome in minor units, as `market/outcome`. */
  stakes?: Readonly<Record<string, number>>;
}>;

type Fixture = {
  plan: FixturePlan;
  id: FixtureId;
  seq: number;
  state: FixtureState;
  fair: readonly FairMarket[];
  markets: Map<MarketKey, PublishedMarket>;
  margins: Map<MarketKey, number>;
  modes: Map<MarketKey, SkewMode>;
  stopped: Map<MarketKey, Set<SuspensionReason>>;
  skew: boolean;
  limitMinor: string;
};

const ALIVE_MS = 500;
const DEFAULT_MARGIN_BPS = 500;

/**
 * The pricing side of the engine as the pages see it, on the real subjects: boards and books that change
 * exactly when a test says so, and that obey the traders' commands.
 */
export class World {
  readonly #nats: Nats;
  readonly #fixtures = new Map<FixtureId, Fixture>();
  readonly #stops: (() => unknown)[] = [];

  constructor(nats: Nats, plans: readonly FixturePlan[]) {
    this.#nats = nats;
    for (const plan of plans) this.#fixtures.set(fixtureId(plan.id), fixtureOf(plan));
    const images = serveJson(nats, {
      subject: 'image.*',
      parse: (value) => value as { fixtureId: FixtureId },
      handle: ({ fixtureId: id }) => {
        const fixture = this.#fixtures.get(id);
        return fixture === undefined ? { missing: true } : messageOf(fixture, 'image');
      },
    });
    const alive = setInterval(() => {
      this.alive();
    }, ALIVE_MS);
    this.#stops.push(
      () => {
        clearInterval(alive);
      },
      () => images.stop(),
    );
  }

  /** Every fixture and book once, as a host does when it starts. */
  announce(): void {
    this.alive();
    for (const fixture of this.#fixtures.values()) this.#publish(fixture, 'image');
  }

  alive(): void {
    const fixtures = [...this.#fixtures.keys()];
    const shards = fixtures.map(shardOf);
    sendJson(this.#nats, subjects.hostAlive, { owner: 'world', shards, fixtures, at: 0 });
  }

  /** Hosts fall silent; nothing is published any more. */
  silence(): void {
    for (const stop of this.#stops.splice(0, 1)) stop();
  }

  /** Sets one price; decimal odds × 10,000. */
  move(id: FixtureId, key: MarketKey, outcome: string, odds: number): void {
    const fixture = this.#get(id);
    const market = fixture.markets.get(key);
    if (market === undefined) throw new Error(`no market ${key}`);
    const outcomes = market.outcomes.map((each) =>
      each.id === outcome ? { ...each, odds: odds as Odds } : each,
    );
    fixture.markets.set(key, { ...market, version: market.version + 1, outcomes });
    this.#publish(fixture, 'delta');
  }

  /** Lets the match go on: new rates, score or minute, and all prices from them. */
  play(id: FixtureId, change: Partial<Outlook & { minute: number }>): void {
    const fixture = this.#get(id);
    const { minute, ...outlook } = change;
    const plan = {
      ...fixture.plan,
      ...(minute === undefined ? {} : { minute }),
      outlook: { ...fixture.plan.outlook, ...outlook },
    };
    fixture.plan = plan;
    fixture.state = { ...stateOf(plan), suspended: fixture.state.suspended };
    fixture.fair = fairOf(plan);
    reprice(fixture);
    this.#publish(fixture, 'delta');
  }

  suspend(id: FixtureId, reasons: SuspensionReason[]): void {
    const fixture = this.#get(id);
    fixture.state = { ...fixture.state, suspended: reasons };
    reprice(fixture);
    this.#publish(fixture, 'delta');
  }

  command(id: FixtureId, command: CommandBody): number {
    const fixture = this.#get(id);
    obey(fixture, command);
    this.#publish(fixture, 'delta');
    return fixture.seq;
  }

  /** What a setting would reach: the book as it is and as it would be. */
  whatIf(id: FixtureId, setting: Setting): WhatIf {
    const fixture = this.#get(id);
    const { margins, modes } = fixture;
    const changed = { ...fixture, margins: new Map(margins), modes: new Map(modes) };
    obey(changed, setting);
    return whatIfOf(reached(fixture, setting), sideOf(fixture), sideOf(changed));
  }

  price(id: FixtureId, key: MarketKey, outcome: string): number | null {
    const market = this.#get(id).markets.get(key);
    if (market?.status !== 'active') return null;
    return market.outcomes.find((each) => each.id === outcome)?.odds ?? null;
  }

  outlook(id: FixtureId): Outlook {
    return this.#get(id).plan.outlook;
  }

  published(id: FixtureId): readonly PublishedMarket[] {
    return [...this.#get(id).markets.values()];
  }

  book(id: FixtureId): BookMessage {
    return bookOf(this.#get(id));
  }

  async stop(): Promise<void> {
    await Promise.all(this.#stops.splice(0).map((each) => each()));
  }

  #get(id: FixtureId): Fixture {
    const fixture = this.#fixtures.get(id);
    if (fixture === undefined) throw new Error(`no fixture ${id}`);
    return fixture;
  }

  #publish(fixture: Fixture, kind: 'image' | 'delta'): void {
    if (kind === 'delta') fixture.seq += 1;
    const { sport } = fixture.plan.info;
    sendJson(this.#nats, subjects.odds(sport, fixture.id), messageOf(fixture, kind));
    sendJson(this.#nats, subjects.book(sport, fixture.id), bookOf(fixture));
  }
}

function obey(fixture: Fixture, command: CommandBody): void {
  switch (command.kind) {
    case 'suspend':
    case 'resume':
      stop(fixture, command);
      break;
    case 'margin':
      for (const key of reached(fixture, command)) fixture.margins.set(key, command.marginBps);
      break;
    case 'skew-mode':
      for (const key of reached(fixture, command)) fixture.modes.set(key, command.mode);
      break;
    case 'opening':
      break;
    case 'skew':
      fixture.skew = command.enabled;
      break;
    case 'worst-case-limit':
      fixture.limitMinor = command.limitMinor;
      break;
  }
  reprice(fixture);
}

const reached = ({ markets }: Fixture, { marketKey, marketType }: Setting): MarketKey[] =>
  [...markets.keys()].filter((key) =>
    marketKey === undefined ? parseMarketKey(key)?.type === marketType : key === marketKey,
  );

const sideOf = (fixture: Fixture) => ({
  book: bookOf(fixture),
  modeOf: (key: MarketKey): SkewMode => fixture.modes.get(key) ?? 'tilt',
});

function stop(
  fixture: Fixture,
  command: Extract<CommandBody, { kind: 'suspend' | 'resume' }>,
): void {
  const isStop = command.kind === 'suspend';
  if (command.marketKey === undefined) {
    fixture.state = { ...fixture.state, suspended: isStop ? ['trader'] : [] };
    return;
  }
  const reasons = fixture.stopped.get(command.marketKey) ?? new Set();
  if (isStop) reasons.add('trader');
  else reasons.delete('trader');
  fixture.stopped.set(command.marketKey, reasons);
}

const fairOf = ({ isWhole = false, outlook }: FixturePlan): readonly FairMarket[] =>
  isWhole ? wholeBoard(outlook) : fairMarkets(outlook);

function fixtureOf(plan: FixturePlan): Fixture {
  const fixture: Fixture = {
    plan,
    id: fixtureId(plan.id),
    seq: 1,
    state: stateOf(plan),
    fair: fairOf(plan),
    markets: new Map(),
    margins: new Map(),
    modes: new Map(),
    stopped: new Map(),
    skew: true,
    limitMinor: '500000',
  };
  reprice(fixture);
  return fixture;
}

function stateOf({ minute, outlook, redCards, corners }: FixturePlan): FixtureState {
  const none = { home: 0, away: 0 };
  const phase =
    minute === null ? 'not-started' : minute <= 45 ? 'first-half' : ('second-half' as const);
  const elapsedMs = ((minute ?? 1) - 1 - (phase === 'second-half' ? 45 : 0)) * 60_000;
  return {
    status: minute === null ? 'not-started' : 'in-play',
    phase,
    clock: { phase, elapsedMs },
    score: outlook.score,
    halfTime: phase === 'second-half' ? none : null,
    extraTime: null,
    shootOut: null,
    redCards: redCards ?? none,
    corners: corners ?? none,
    suspended: [],
  };
}

const reasonsOf = (fixture: Fixture, key: MarketKey): SuspensionReason[] => [
  ...new Set([...fixture.state.suspended, ...(fixture.stopped.get(key) ?? [])]),
];

const FULL_SKEW_MINOR = { tilt: 1_500_000, ladder: 500_000, robust: 500_000 };

/** Chances after the exposure moved them: what carries more liability gets shorter. */
function skewedChances(fixture: Fixture, { key, outcomes }: FairMarket): number[] {
  const mode = fixture.skew ? (fixture.modes.get(key) ?? 'tilt') : 'off';
  if (mode === 'off') return outcomes.map(({ chance }) => chance);
  const weights = outcomes.map(
    ({ id, chance }) =>
      chance * (1 + (fixture.plan.stakes?.[`${key}/${id}`] ?? 0) / FULL_SKEW_MINOR[mode]),
  );
  const sum = weights.reduce((total, each) => total + each, 0);
  const whole = outcomes.reduce((total, { chance }) => total + chance, 0);
  return weights.map((each) => (each / sum) * whole);
}

function reprice(fixture: Fixture): void {
  const next = new Map<MarketKey, PublishedMarket>();
  for (const market of fixture.fair) {
    const { key } = market;
    const margin = 1 + (fixture.margins.get(key) ?? DEFAULT_MARGIN_BPS) / 10_000;
    const chances = skewedChances(fixture, market);
    const before = fixture.markets.get(key);
    const after = {
      key,
      status: reasonsOf(fixture, key).length === 0 ? ('active' as const) : ('suspended' as const),
      version: before?.version ?? 1,
      outcomes: market.outcomes.map(({ id }, index) => ({
        id,
        odds: ladder(1 / ((chances[index] ?? 0.5) * margin)),
      })),
    };
    const same = JSON.stringify(before) === JSON.stringify(after);
    next.set(key, same ? after : { ...after, version: after.version + 1 });
  }
  fixture.markets = next;
}

function ladder(decimal: number): Odds {
  const step = decimal < 3 ? 0.01 : decimal < 6 ? 0.05 : decimal < 20 ? 0.25 : 1;
  const rounded = Math.round(Math.round(decimal / step) * step * 10_000);
  return Math.min(MAX_ODDS, Math.max(MIN_ODDS, rounded)) as Odds;
}

function messageOf(fixture: Fixture, kind: 'image' | 'delta'): OddsMessage {
  const { id, seq, state, markets, plan } = fixture;
  return {
    kind,
    fixtureId: id,
    epoch: 1,
    seq,
    prev: seq - 1,
    inputSeq: seq,
    feedVersion: seq,
    info: plan.info,
    state,
    markets: [...markets.values()],
    removed: [],
    stamps: {
      occurredAt: 0,
      receivedAt: 0,
      feedPublishedAt: 0,
      hostReceivedAt: 0,
      pricedAt: 0,
      publishedAt: 0,
    },
  };
}

function bookOf(fixture: Fixture): BookMessage {
  const stakeOn = (key: string, outcome: string): number =>
    fixture.plan.stakes?.[`${key}/${outcome}`] ?? 0;
  const markets = fixture.fair.map((market) => {
    const { key, outcomes } = market;
    const published = fixture.markets.get(key);
    const skewed = skewedChances(fixture, market);
    return {
      key,
      status: published?.status ?? 'suspended',
      suspendedBy: reasonsOf(fixture, key),
      marginBps: fixture.margins.get(key) ?? DEFAULT_MARGIN_BPS,
      stakedMinor: String(outcomes.reduce((sum, { id }) => sum + stakeOn(key, id), 0)),
      outcomes: outcomes.map(({ id, chance }, index) => ({
        id,
        model: 1 / chance,
        skewed: 1 / (skewed[index] ?? chance),
        odds: published?.outcomes[index]?.odds ?? null,
        liabilityMinor: String(Math.round((stakeOn(key, id) / chance) * 0.95)),
      })),
    };
  });
  const staked = markets.reduce((sum, { stakedMinor }) => sum + Number(stakedMinor), 0);
  const results = markets.map(({ stakedMinor, outcomes }) =>
    Math.min(0, ...outcomes.map((each) => Number(stakedMinor) - Number(each.liabilityMinor))),
  );
  return {
    fixtureId: fixture.id,
    epoch: 1,
    seq: fixture.seq,
    at: fixture.seq,
    info: fixture.plan.info,
    state: fixture.state,
    stakedMinor: String(staked),
    worstCaseMinor: String(results.reduce((sum, each) => sum + each, 0)),
    expectedMinor: String(Math.round(staked * 0.043)),
    worstCaseLimitMinor: fixture.limitMinor,
    bets: Object.keys(fixture.plan.stakes ?? {}).length * 7,
    skew: fixture.skew,
    markets,
  };
}
