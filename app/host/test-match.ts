import { vi } from 'vitest';

import {
  betId,
  shardOf,
  subjects,
  type AccountId,
  type CommandReply,
  type DecideRequest,
  type DecideRequestOf,
  type FixtureEvent,
  type FixtureId,
  type Odds,
  type OddsMessage,
} from '#contracts/mod.ts';
import {
  newId,
  publishJson,
  requestJson,
  sendJson,
  systemClock,
  trusted,
  type Nats,
  type Pool,
} from '#platform/mod.ts';

import type { HostReply } from './inputs.ts';
import { EventBook, HOME, MATCH_RESULT } from './test-fixture.ts';

/** Where a match is played: see test-world.ts. */
export type MatchWorld = Readonly<{
  pool: Pool;
  nats: Nats;
  account: AccountId;
  odds: readonly OddsMessage[];
  onStop(stop: () => void): void;
}>;

/** A match that its producer reports, and what can be seen and asked of it. */
export class TestMatch {
  readonly book: EventBook;
  readonly #world: MatchWorld;
  #sent = 0;

  constructor(world: MatchWorld, name: string) {
    this.#world = world;
    this.book = new EventBook(name);
  }

  get fixtureId(): FixtureId {
    return this.book.fixtureId;
  }
  get shard(): number {
    return shardOf(this.fixtureId);
  }
  /** What was published of this match, by all owners, in the order of arrival. */
  get odds(): readonly OddsMessage[] {
    return this.#world.odds.filter(({ fixtureId }) => fixtureId === this.fixtureId);
  }

  /** Into PostgreSQL and to NATS, unless the test leaves one out. */
  async report(
    event: FixtureEvent,
    { store = true, send = true }: Readonly<{ store?: boolean; send?: boolean }> = {},
  ): Promise<void> {
    const { fixtureId, version, eventId, kind, producer, occurredAt, receivedAt } = event;
    if (store) {
      await this.#world.pool.query(
        `INSERT INTO feed_event (fixture_id, version, event_id, kind, producer, occurred_at,
           received_at, published_at, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8)`,
        [
          fixtureId,
          version,
          eventId,
          kind,
          producer,
          occurredAt,
          receivedAt,
          JSON.stringify(event),
        ],
      );
    }
    this.#sent = version;
    const { nats } = this.#world;
    if (send) await publishJson(nats, subjects.feed('football', fixtureId), event);
  }

  /** The fixture's row, its first two events and the kick-off are in PostgreSQL. */
  async kickOff(): Promise<void> {
    await this.#world.pool.query(
      `INSERT INTO fixture (fixture_id, sport, competition, home_id, home, away_id, away, starts_at,
         status, producer, version)
       VALUES ($1, 'football', 'Test League', 'h', 'Harbour', 'a', 'Albion', 0, 'in-play', 'test', 3)`,
      [this.fixtureId],
    );
    for (const event of this.book.opening()) await this.report(event, { send: false });
    await this.report(this.event('first-half', 0, { kind: 'phase' }), { send: false });
  }

  /** In play, open for bets, its producer alive until the end of the test. */
  async open(): Promise<OddsMessage> {
    await this.kickOff();
    this.keepAlive();
    return this.sees(isOpen);
  }

  event(
    phase: FixtureEvent['clock']['phase'],
    minute: number,
    body: Parameters<EventBook['make']>[0],
  ): FixtureEvent {
    return this.book.at(phase, minute).make(body, systemClock.now());
  }

  goal(side: 'home' | 'away', minute: number): FixtureEvent {
    return this.event('first-half', minute, { kind: 'goal', side, how: 'play' });
  }

  /** One sign of life of the producer, which says which version of the match it has sent. */
  alive(version = this.#sent): void {
    sendJson(this.#world.nats, subjects.alive('test'), {
      producer: 'test',
      at: systemClock.now(),
      fixtures: [{ fixtureId: this.fixtureId, version }],
    });
  }

  /** Signs of life until the end of the test, or the pause. */
  keepAlive(): void {
    this.alive();
    this.pauseAlive = systemClock.every(200, () => {
      this.alive();
    });
    this.#world.onStop(this.pauseAlive);
  }

  pauseAlive = (): void => undefined;

  /** The first message from the `after`th on that fits, as soon as it has come. */
  sees(fits: (message: OddsMessage) => boolean, after = 0): Promise<OddsMessage> {
    return vi.waitFor(
      () => {
        const seen = this.odds.slice(after);
        const found = seen.find(fits);
        if (found === undefined) throw new Error(`seen only: ${seen.map(brief).join('; ')}`);
        return found;
      },
      { timeout: 30_000, interval: 10 },
    );
  }

  #request<Reply>(subject: string, body: unknown): Promise<Reply> {
    const options = { deadlineMs: 5_000, parse: trusted<Reply>() };
    return requestJson(this.#world.nats, subject, body, options);
  }

  ask(request: DecideRequest): Promise<HostReply> {
    return this.#request(subjects.decide(this.shard), request);
  }

  tell(kind: 'suspend' | 'resume'): Promise<CommandReply> {
    return this.#request(subjects.command(this.shard), {
      commandId: newId(),
      fixtureId: this.fixtureId,
      actor: 'trader',
      at: systemClock.now(),
      kind,
    });
  }

  /** The owner's whole board now. */
  image(): Promise<OddsMessage> {
    return this.#request(subjects.image(this.shard), { fixtureId: this.fixtureId });
  }

  /** A bet on the home win at the price on offer now. */
  async newBet(stakeMinor = '1000'): Promise<DecideRequestOf<'receive'>> {
    return {
      op: 'receive',
      betId: betId(newId()),
      accountId: this.#world.account,
      selection: {
        fixtureId: this.fixtureId,
        marketKey: MATCH_RESULT,
        outcomeId: HOME,
        odds: homePrice(await this.image()),
      },
      stakeMinor,
      currency: 'EUR',
      policy: 'any',
      receivedAt: systemClock.now(),
    };
  }

  /** A new bet after its receipt, ready to be decided. */
  async received(stakeMinor?: string): Promise<DecideRequestOf<'decide'>> {
    const bet = await this.newBet(stakeMinor);
    const reply = await this.ask(bet);
    if (reply.verdict !== 'received') throw new Error(JSON.stringify(reply));
    return { ...bet, op: 'decide', stateHash: reply.stateHash, dueAt: bet.receivedAt };
  }

  /** Asks as the placement does: again while the answer is to wait. */
  async decided(request: DecideRequestOf<'decide'>): Promise<HostReply> {
    for (;;) {
      const reply = await this.ask(request);
      if (reply.verdict !== 'wait') return reply;
      await systemClock.sleep(50);
    }
  }
}

export const isOpen = ({ state, markets }: OddsMessage): boolean =>
  state.suspended.length === 0 && markets.some(({ status }) => status === 'active');

/** The price of the home win. */
export function homePrice({ markets }: OddsMessage): Odds {
  const result = markets.find(({ key }) => key === MATCH_RESULT);
  const odds = result?.outcomes.find(({ id }) => id === HOME)?.odds;
  if (odds === null || odds === undefined) throw new Error('no price for the home win');
  return odds;
}

const brief = ({ kind, epoch, seq, feedVersion, state }: OddsMessage): string =>
  `${kind} ${epoch}/${seq} v${feedVersion} [${state.suspended.join()}]`;
