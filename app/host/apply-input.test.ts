import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { marketKeyOf, type SuspensionReason, type TraderCommand } from '#contracts/mod.ts';

import { applyInput } from './apply-input.ts';
import { DEFAULT_POLICY } from './host-policy.ts';
import { createHostState } from './host-state.ts';
import type { HostInput, JournalEntry } from './inputs.ts';
import {
  betNumber,
  betOn,
  EventBook,
  HostRig,
  MATCH_RESULT,
  solve,
  writtenBet,
} from './test-fixture.ts';

const command = (kind: 'suspend' | 'resume', marketKey?: typeof MATCH_RESULT): HostInput => ({
  type: 'command',
  command: {
    commandId: '01900000-0000-7000-8000-0000000000ff',
    fixtureId: new EventBook().fixtureId,
    actor: 'trader',
    at: 0,
    kind,
    ...(marketKey === undefined ? {} : { marketKey }),
  },
});

const reasonsOf = (rig: HostRig): readonly SuspensionReason[] =>
  rig.odds().at(-1)?.state.suspended ?? [];

describe('opening', () => {
  it('says handover first, and prices only when the rebuild is priced', () => {
    const rig = new HostRig();
    rig.take({ type: 'rebuild', events: new EventBook().opening(), commands: [], bets: [] });
    const [first] = rig.odds();
    expect(first).toMatchObject({ kind: 'image', seq: 1, markets: [] });
    expect(first?.state.suspended).toEqual(['model', 'handover']);
    rig.priceAll();
    const second = rig.odds().at(-1);
    expect(second).toMatchObject({ kind: 'delta', seq: 2, prev: 1 });
    expect(second?.state.suspended).toEqual([]);
    expect(second?.markets.every(({ status }) => status === 'active')).toBe(true);
    expect(new Set(second?.markets.map(({ key }) => key.split('|')[0])).size).toBeGreaterThan(60);
  });

  it('replays stored commands, so that a trader stop survives a change of owner', () => {
    const rig = new HostRig();
    const stop = command('suspend');
    if (stop.type !== 'command') throw new Error('not a command');
    rig.take({
      type: 'rebuild',
      events: new EventBook().opening(),
      commands: [stop.command],
      bets: [],
    });
    rig.priceAll();
    expect(reasonsOf(rig)).toEqual(['trader']);
  });
});

describe('a rebuild', () => {
  const resumed: TraderCommand = {
    commandId: '01900000-0000-7000-8000-0000000000fe',
    fixtureId: new EventBook().fixtureId,
    actor: 'trader',
    at: 50,
    kind: 'resume',
  };
  /** A goal before the kick-off was reported at `time`, which cannot be. */
  const contradictory = (time: number) => {
    const book = new EventBook();
    return [
      ...book.opening(),
      book.at('first-half', 3).make({ kind: 'goal', side: 'home', how: 'play' }, time),
    ];
  };

  it('lets a resume excuse a contradiction from before it and none from after it', () => {
    for (const [time, reasons] of [
      [40, []],
      [60, ['feed']],
    ] as const) {
      const rig = new HostRig();
      rig.take({ type: 'rebuild', events: contradictory(time), commands: [resumed], bets: [] });
      rig.priceAll();
      expect(reasonsOf(rig)).toEqual(reasons);
    }
  });

  it('of a fixture that this owner had before goes on behind its last sequence with an image', () => {
    const rig = new HostRig();
    const events = new EventBook().opening();
    rig.take({ type: 'rebuild', events, commands: [], bets: [], afterSeq: 41 });
    expect(rig.odds()).toMatchObject([{ kind: 'image', seq: 42, prev: 41 }]);
  });
});

describe('a goal', () => {
  it('suspends everything in a small message of its own, before any pricing', () => {
    const { rig, book } = HostRig.inPlay();
    const before = rig.odds().length;
    rig.feed(book.at('first-half', 20).make({ kind: 'goal', side: 'home', how: 'play' }, rig.now));
    const [suspension, ...others] = rig.odds().slice(before);
    expect(others).toEqual([]);
    expect(suspension?.state.suspended).toContain('score');
    expect(suspension?.state.score).toEqual({ home: 1, away: 0 });
    expect(suspension).toMatchObject({ markets: [], removed: [] });
  });

  it('that is not priced soon has each market say so, too', () => {
    const { rig, book } = HostRig.inPlay();
    rig.feed(book.at('first-half', 20).make({ kind: 'goal', side: 'home', how: 'play' }, rig.now));
    const before = rig.odds().length;
    rig.now += 99;
    rig.take({ type: 'tick' });
    expect(rig.odds().slice(before)).toEqual([]);
    rig.now += 1;
    rig.take({ type: 'tick' });
    const [statuses, ...others] = rig.odds().slice(before);
    expect(others).toEqual([]);
    expect(statuses?.markets.length).toBe(rig.state.board.size);
    expect(statuses?.markets.every(({ status }) => status === 'suspended')).toBe(true);
  });

  it('then opens new lines and shortens the scorer', () => {
    const { rig, book } = HostRig.inPlay();
    const before = rig.offered(MATCH_RESULT, 'home' as never);
    rig.feed(book.at('first-half', 20).make({ kind: 'goal', side: 'home', how: 'play' }, rig.now));
    rig.priceAll();
    const message = rig.odds().at(-1);
    expect(message?.state.suspended).toEqual([]);
    expect(message?.removed).toContain(marketKeyOf('next-goal|goal=1'));
    expect(message?.markets.map(({ key }) => key)).toContain(marketKeyOf('next-goal|goal=2'));
    expect(rig.offered(MATCH_RESULT, 'home' as never)).toBeLessThan(before);
  });

  it('stays suspended for the hold even when the worker is quick', () => {
    const { rig, book } = HostRig.inPlay({ scoreHoldMs: 1_000 });
    rig.feed(book.at('first-half', 20).make({ kind: 'goal', side: 'away', how: 'play' }, rig.now));
    rig.priceAll();
    expect(reasonsOf(rig)).toEqual(['score']);
    rig.now += 1_000;
    rig.take({ type: 'tick' });
    expect(reasonsOf(rig)).toEqual([]);
  });

  it('shows no price that mixes the match before it with the match after it', () => {
    const { rig, book } = HostRig.inPlay();
    rig.feed(book.at('first-half', 20).make({ kind: 'goal', side: 'home', how: 'play' }, rig.now));
    rig.take({ type: 'bet', bet: writtenBet(betOn(rig, 1, { stakeMinor: '300000' })) });
    rig.now += 200;
    rig.take({ type: 'tick' });
    const suspended = rig.state.board;
    rig.take({
      type: 'command',
      command: {
        commandId: '01900000-0000-7000-8000-0000000000fd',
        fixtureId: rig.state.fixtureId,
        actor: 'trader',
        at: 0,
        kind: 'margin',
        marketType: 'match-result',
        marginBps: 2_000,
      },
    });
    expect(rig.state.board).toEqual(suspended);
    rig.priceAll();
    // The margin and the bet count as soon as there are prices.
    expect(rig.state.prices.find(({ key }) => key === MATCH_RESULT)?.marginBps).toBe(2_000);
    const [home] = rig.state.prices.find(({ key }) => key === MATCH_RESULT)?.outcomes ?? [];
    expect(home?.skewed).toBeGreaterThan(home?.model ?? 1);
  });

  it('drops the answer to a question that a later goal has overtaken', () => {
    const { rig, book } = HostRig.inPlay();
    rig.feed(book.at('first-half', 20).make({ kind: 'goal', side: 'home', how: 'play' }, rig.now));
    rig.feed(book.at('first-half', 21).make({ kind: 'goal', side: 'away', how: 'play' }, rig.now));
    const [first, second] = rig.jobs.splice(0).map(solve);
    if (first === undefined || second === undefined) throw new Error('two jobs expected');
    rig.take({ type: 'priced', result: first });
    expect(reasonsOf(rig)).toEqual(['score']);
    rig.take({ type: 'priced', result: second });
    expect(reasonsOf(rig)).toEqual([]);
  });
});

describe('suspension reasons are a set', () => {
  it('keeps the trader stop through goal, bet stop and feed silence', () => {
    const { rig, book } = HostRig.inPlay();
    rig.take(command('suspend'));
    rig.feed(book.at('first-half', 9).make({ kind: 'bet-stop', reason: 'var' }, rig.now));
    expect(reasonsOf(rig)).toEqual(['feed', 'trader']);
    rig.feed(book.make({ kind: 'bet-start' }, rig.now));
    expect(reasonsOf(rig)).toEqual(['trader']);
    rig.now += DEFAULT_POLICY.feedSilenceMs + 1;
    rig.take({ type: 'tick' });
    expect(reasonsOf(rig)).toEqual(['feed', 'trader']);
    rig.alive();
    expect(reasonsOf(rig)).toEqual(['trader']);
    rig.take(command('resume'));
    expect(reasonsOf(rig)).toEqual([]);
  });

  it('suspends one market alone', () => {
    const { rig } = HostRig.inPlay();
    rig.take(command('suspend', MATCH_RESULT));
    const changed = rig.odds().at(-1)?.markets ?? [];
    expect(changed.map(({ key, status }) => [key, status])).toEqual([[MATCH_RESULT, 'suspended']]);
  });
});

describe('feed versions', () => {
  it('drops repeats and asks for what is missing', () => {
    const { rig, book } = HostRig.inPlay();
    const goal = book.at('first-half', 3).make({ kind: 'goal', side: 'home', how: 'play' });
    const corner = book.make({ kind: 'corner', side: 'home' });
    rig.feed(corner);
    expect(rig.effects.at(-1)).toEqual({ type: 'refetch', afterVersion: 3 });
    rig.feed(goal);
    rig.feed(corner);
    const journaled = rig.effects.length;
    rig.feed(goal);
    rig.feed(corner);
    expect(rig.effects.length).toBe(journaled);
    expect(rig.state.record.version).toBe(corner.version);
  });
});

describe('a life sign', () => {
  it('that knows of more than we have seen asks for it and vouches for nothing', () => {
    const { rig } = HostRig.inPlay();
    const { version } = rig.state.record;
    rig.now += 1_000;
    rig.alive(rig.now);
    expect(rig.state.watermark).toBe(rig.now);
    const heardAt = rig.now;
    rig.now += 1_000;
    rig.alive(rig.now, version + 1);
    expect(rig.effects.at(-1)).toEqual({ type: 'refetch', afterVersion: version });
    expect(rig.state).toMatchObject({ watermark: heardAt, heardAt });
  });

  it('does not keep prices alive while an event stays missing', () => {
    const { rig, book } = HostRig.inPlay();
    const missing = book.at('first-half', 5).make({ kind: 'corner', side: 'home' }, rig.now);
    for (let second = 0; second < 6; second += 1) {
      rig.now += 1_000;
      rig.alive(rig.now, missing.version);
    }
    expect(reasonsOf(rig)).toEqual(['feed']);
    rig.feed(missing);
    expect(reasonsOf(rig)).toEqual([]);
  });
});

describe('exposure', () => {
  it('moves the price of what was backed, at the next tick, and back when the bet is gone', () => {
    const { rig } = HostRig.inPlay();
    const before = rig.offered(MATCH_RESULT, 'home' as never);
    const bet = betOn(rig, 1, { stakeMinor: '400000' });
    rig.take({ type: 'bet', bet: writtenBet(bet) });
    expect(rig.offered(MATCH_RESULT, 'home' as never)).toBe(before);
    rig.take({ type: 'tick' });
    expect(rig.offered(MATCH_RESULT, 'home' as never)).toBeLessThan(before);
    rig.take({
      type: 'bet',
      bet: writtenBet(bet, { version: 3, status: 'settled', payoutMinor: '0' }),
    });
    rig.now += rig.state.policy.pace.everyMs;
    rig.take({ type: 'tick' });
    expect(rig.state.exposure.bets).toBe(0);
    expect(rig.offered(MATCH_RESULT, 'home' as never)).toBe(before);
  });

  it('counts a bet once however often its message comes', () => {
    const { rig } = HostRig.inPlay();
    const bet = writtenBet(betOn(rig, 1));
    for (let times = 0; times < 3; times += 1) rig.take({ type: 'bet', bet });
    expect(rig.state.exposure.stakedMinor).toBe(1_000);
    rig.take({ type: 'bet', bet: { ...bet, version: 3, status: 'void', payoutMinor: '1000' } });
    rig.take({ type: 'bet', bet });
    expect(rig.state.exposure.stakedMinor).toBe(0);
  });

  it('frees a reservation by proof and never by time', () => {
    const { rig } = HostRig.inPlay();
    const request = betOn(rig, 7);
    rig.alive();
    const reply = rig.take({
      type: 'decide',
      request: { ...request, op: 'decide', stateHash: hashOf(rig), dueAt: rig.now },
    });
    expect(reply).toMatchObject({ verdict: 'accept' });
    rig.now += 60_000;
    rig.take({ type: 'tick' });
    expect(rig.state.exposure.stakedMinor).toBe(1_000);
    expect(rig.effects).toContainEqual({ type: 'resolve-reservation', betId: betNumber(7) });
    rig.take({ type: 'reservation-resolved', betId: betNumber(7), written: false });
    expect(rig.state.exposure.stakedMinor).toBe(0);
  });
});

const hashOf = (rig: HostRig): string => {
  const reply = rig.take({ type: 'decide', request: betOn(rig, 999) });
  if (reply?.verdict !== 'received') throw new Error(`not received: ${JSON.stringify(reply)}`);
  return reply.stateHash;
};

describe('determinism', () => {
  const step = fc.oneof(
    fc.constant('goal-home' as const),
    fc.constant('goal-away' as const),
    fc.constant('red' as const),
    fc.constant('clock' as const),
    fc.constant('price' as const),
    fc.constant('tick' as const),
    fc.constant('suspend' as const),
    fc.constant('resume' as const),
    fc.constant('bet' as const),
  );

  const run = (steps: readonly string[]): HostRig => {
    const { rig, book } = HostRig.inPlay();
    let minute = 1;
    steps.forEach((name, at) => {
      rig.now += 150;
      minute = Math.min(44, minute + 1);
      const time = rig.now;
      book.at('first-half', minute);
      if (name === 'goal-home')
        rig.feed(book.make({ kind: 'goal', side: 'home', how: 'play' }, time));
      if (name === 'goal-away')
        rig.feed(book.make({ kind: 'goal', side: 'away', how: 'play' }, time));
      if (name === 'red') rig.feed(book.make({ kind: 'card', side: 'home', colour: 'red' }, time));
      if (name === 'clock') rig.feed(book.make({ kind: 'clock' }, time));
      if (name === 'price') rig.priceAll();
      if (name === 'tick') rig.take({ type: 'tick' });
      if (name === 'suspend' || name === 'resume') rig.take(command(name));
      if (name === 'bet' && rig.state.board.has(MATCH_RESULT)) {
        rig.take({ type: 'bet', bet: writtenBet(betOn(rig, at + 1)) });
      }
    });
    return rig;
  };

  it('gives the same messages when the journal is replayed', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const rig = run(steps);
        const again = createHostState(
          { fixtureId: rig.state.fixtureId, shard: rig.state.shard, epoch: 1 },
          rig.state.policy,
        );
        const replayed = rig.journal.flatMap((entry: JournalEntry) => applyInput(again, entry));
        expect(replayed).toEqual(rig.effects);
      }),
      { numRuns: 40 },
    );
  });

  it('lets a reader rebuild the board from image and deltas', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const rig = run(steps);
        const seen = new Map<string, unknown>();
        let last = 0;
        for (const message of rig.odds()) {
          expect(message.prev).toBe(last);
          last = message.seq;
          for (const key of message.removed) seen.delete(key);
          for (const market of message.markets) seen.set(market.key, market);
        }
        expect(seen).toEqual(new Map(rig.state.board));
      }),
      { numRuns: 40 },
    );
  });
});
