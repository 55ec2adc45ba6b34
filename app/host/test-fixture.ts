import {
  accountId,
  betId,
  fixtureId,
  outcomeId,
  shardOf,
  type BetMessage,
  type DecideRequestOf,
  type FixtureEvent,
  type FixtureId,
  type MarketKey,
  type MatchPhase,
  type Odds,
  type OutcomeId,
} from '#contracts/mod.ts';
import { runPriceJob, type PriceResult } from '#odds/mod.ts';

import { applyInput } from './apply-input.ts';
import { DEFAULT_POLICY } from './host-policy.ts';
import { createHostState, type HostPolicy, type HostState } from './host-state.ts';
import type { HostEffect, HostInput, HostReply, JournalEntry } from './inputs.ts';

/** Builds the events of one match with versions and times that fit together. */
export class EventBook {
  readonly fixtureId: FixtureId;
  #version = 0;
  #phase: MatchPhase = 'not-started';
  #elapsedMs = 0;

  constructor(name = 'test-match') {
    this.fixtureId = fixtureId(name);
  }

  at(phase: MatchPhase, minutes: number): this {
    this.#phase = phase;
    this.#elapsedMs = minutes * 60_000;
    return this;
  }

  make(
    body: Readonly<Record<string, unknown>> & { kind: FixtureEvent['kind'] },
    time = 0,
  ): FixtureEvent {
    this.#version += 1;
    return {
      fixtureId: this.fixtureId,
      version: this.#version,
      eventId: `e${String(this.#version)}`,
      producer: 'test',
      occurredAt: time,
      receivedAt: time,
      publishedAt: time,
      clock: { phase: this.#phase, elapsedMs: this.#elapsedMs },
      ...body,
    } as FixtureEvent;
  }

  opening(): readonly FixtureEvent[] {
    return [
      this.make({
        kind: 'fixture',
        sport: 'football',
        competition: 'Test League',
        home: { id: 'h', name: 'Harbour' },
        away: { id: 'a', name: 'Albion' },
        startsAt: 0,
      }),
      this.make({ kind: 'expectation', totalGoals: 2.7, supremacy: 0.4 }),
    ];
  }
}

/** A host whose worker answers when the test says so; keeps the journal and everything that came out. */
export class HostRig {
  readonly state: HostState;
  readonly journal: JournalEntry[] = [];
  readonly effects: HostEffect[] = [];
  readonly jobs: Extract<HostEffect, { type: 'price' }>['job'][] = [];
  now = 1_000_000;
  /** Leaves it to the test when this fixture has its turn to be priced. */
  holdsTurns = false;

  constructor(policy: Partial<HostPolicy> = {}, epoch = 1) {
    this.state = createHostState(
      { fixtureId: fixtureId('test-match'), shard: shardOf(fixtureId('test-match')), epoch },
      { ...DEFAULT_POLICY, ...policy },
    );
  }

  take(input: HostInput): HostReply | undefined {
    const entry = { inputSeq: this.state.inputSeq + 1, at: this.now, input };
    this.journal.push(entry);
    let reply: HostReply | undefined;
    let isRepriced = true;
    for (const effect of applyInput(this.state, entry)) {
      this.effects.push(effect);
      if (effect.type === 'reprice-soon') isRepriced = false;
      if (effect.type === 'price') this.jobs.push(effect.job);
      if (effect.type === 'reply') reply = effect.reply;
    }
    if (!isRepriced && !this.holdsTurns) this.take({ type: 'reprice' });
    return reply;
  }

  /** Lets the worker answer everything that it has been asked. */
  priceAll(): void {
    for (const job of this.jobs.splice(0)) this.take({ type: 'priced', result: solve(job) });
  }

  feed(event: FixtureEvent): void {
    this.take({ type: 'feed', event });
  }

  /** The producer lives, and has sent nothing (or `version`) beyond what this host knows. */
  alive(at = this.now, version = this.state.record.version): void {
    this.take({ type: 'alive', alive: { producer: 'test', at, version } });
  }

  /** A match in play with prices on the board. */
  static inPlay(policy: Partial<HostPolicy> = {}): Readonly<{ rig: HostRig; book: EventBook }> {
    const rig = new HostRig({ scoreHoldMs: 0, ...policy });
    const book = new EventBook();
    rig.take({ type: 'rebuild', events: book.opening(), commands: [], bets: [] });
    rig.feed(book.at('first-half', 0).make({ kind: 'phase' }, rig.now));
    rig.priceAll();
    return { rig, book };
  }

  odds(): readonly Extract<HostEffect, { type: 'odds' }>['message'][] {
    return this.effects.filter((effect) => effect.type === 'odds').map(({ message }) => message);
  }

  offered(key: MarketKey, outcome: OutcomeId): Odds {
    const odds = this.state.board.get(key)?.outcomes.find(({ id }) => id === outcome)?.odds;
    if (odds === null || odds === undefined) throw new Error(`no price for ${key} ${outcome}`);
    return odds;
  }
}

const solved = new Map<string, PriceResult>();
const cache = new Map<never, never>();

/** The real pricing, kept by question, because the tests ask the same ones again and again. */
export function solve(job: Parameters<typeof runPriceJob>[0]): PriceResult {
  const { jobId, ...question } = job;
  const key = JSON.stringify(question);
  const known = solved.get(key) ?? runPriceJob(job, cache);
  solved.set(key, known);
  return { ...known, jobId, table: known.table.slice(), vector: known.vector.slice() };
}

export const MATCH_RESULT = 'match-result' as MarketKey;
export const HOME = outcomeId('home');
const ACCOUNT = accountId('01900000-0000-7000-8000-000000000001');
export const betNumber = (number: number) =>
  betId(`01900000-0000-7000-8000-${String(number).padStart(12, '0')}`);

/** A bet on the home win at the price on offer, as bet-api would ask for it. */
export function betOn(
  rig: HostRig,
  number: number,
  changes: Partial<DecideRequestOf<'receive'>> = {},
): DecideRequestOf<'receive'> {
  return {
    op: 'receive',
    betId: betNumber(number),
    accountId: ACCOUNT,
    selection: {
      fixtureId: rig.state.fixtureId,
      marketKey: MATCH_RESULT,
      outcomeId: HOME,
      odds: rig.offered(MATCH_RESULT, HOME),
    },
    stakeMinor: '1000',
    currency: 'EUR',
    policy: 'none',
    receivedAt: rig.now,
    ...changes,
  };
}

/** The same bet as the outbox tells it once it is written. */
export function writtenBet(
  bet: DecideRequestOf<'receive'>,
  changes: Partial<BetMessage> = {},
): BetMessage {
  return {
    betId: bet.betId,
    version: 2,
    accountId: bet.accountId,
    status: 'accepted',
    currency: bet.currency,
    stakeMinor: bet.stakeMinor,
    payoutMinor: null,
    policy: bet.policy,
    reason: null,
    receivedAt: bet.receivedAt,
    decidedAt: bet.receivedAt,
    ownerEpoch: 1,
    at: bet.receivedAt,
    legs: [{ leg: 0, ...bet.selection, catalogueVersion: 1, result: null }],
    ...changes,
  };
}
