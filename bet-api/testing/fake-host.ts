import {
  Refusal,
  shardOf,
  type CommandReply,
  type DecideReply,
  type DecideRequestOf,
  type MaxStakeReply,
  type ReceiveReply,
  type TraderCommand,
} from '#contracts/mod.ts';

import type { HostPort } from '../host-port.ts';

type Away = 'away';
type MaybePromise<T> = T | Promise<T>;

/**
 * A host for tests: accepts everything at the requested price unless told otherwise, and remembers what it
 * was asked. `away` makes a call fail as an unreachable host does.
 */
export class FakeHost implements HostPort {
  delayMs = 0;
  epoch = 0;
  tokenLifeMs = 5_000;
  readonly asked: string[] = [];
  readonly commands: TraderCommand[] = [];
  readonly released: string[] = [];
  onReceive: (request: DecideRequestOf<'receive'>) => MaybePromise<ReceiveReply | Away>;
  onDecide: (request: DecideRequestOf<'decide'>) => MaybePromise<DecideReply | Away>;
  onCommand: (command: TraderCommand) => MaybePromise<CommandReply | Away> = () => ({
    ok: true,
    inputSeq: 7,
  });
  onMaxStake: (request: DecideRequestOf<'max-stake'>) => MaybePromise<MaxStakeReply | Away> =
    () => ({
      verdict: 'max-stake',
      maxStakeMinor: '50000',
    });
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
    this.onReceive = (request) => this.received(request);
    this.onDecide = (request) => this.accepted(request);
  }

  received({ selection }: DecideRequestOf<'receive'>): ReceiveReply {
    return {
      verdict: 'received',
      odds: selection.odds,
      stateHash: 'state',
      delayMs: this.delayMs,
      inPlay: this.delayMs > 0,
      ownerEpoch: this.epoch,
      catalogueVersion: 1,
    };
  }

  accepted(
    { betId, selection: { fixtureId, odds } }: DecideRequestOf<'decide'>,
    changed: Partial<Extract<DecideReply, { verdict: 'accept' }>['token']> & { odds?: number } = {},
  ): DecideReply {
    const now = this.#now();
    const { odds: contractOdds = odds, ...token } = changed;
    return {
      verdict: 'accept',
      odds: contractOdds,
      catalogueVersion: 1,
      token: {
        betId,
        fixtureId,
        shard: shardOf(fixtureId),
        ownerEpoch: this.epoch,
        inputSeq: 41,
        oddsSeq: 42,
        decidedAt: now,
        expiresAt: now + this.tokenLifeMs,
        ...token,
      },
    };
  }

  async receive(request: DecideRequestOf<'receive'>): Promise<ReceiveReply> {
    this.asked.push('receive');
    return present(await this.onReceive(request));
  }

  async decide(request: DecideRequestOf<'decide'>): Promise<DecideReply> {
    this.asked.push('decide');
    return present(await this.onDecide(request));
  }

  release({ betId }: DecideRequestOf<'release'>): Promise<{ verdict: 'released' }> {
    this.released.push(betId);
    return Promise.resolve({ verdict: 'released' });
  }

  async maxStake(request: DecideRequestOf<'max-stake'>): Promise<MaxStakeReply> {
    return present(await this.onMaxStake(request));
  }

  async command(command: TraderCommand): Promise<CommandReply> {
    this.commands.push(command);
    return present(await this.onCommand(command));
  }
}

function present<Reply>(reply: Reply | Away): Reply {
  if (reply === 'away') throw new Refusal('HOST_UNAVAILABLE');
  return reply;
}
