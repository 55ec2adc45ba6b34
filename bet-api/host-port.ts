import {
  Refusal,
  shardOf,
  subjects,
  type CommandReply,
  type DecideReply,
  type DecideRequest,
  type DecideRequestOf,
  type FixtureId,
  type MaxStakeReply,
  type ReceiveReply,
  type ReleaseReply,
  type TraderCommand,
} from '#contracts/mod.ts';
import { requestJson, trusted, type Nats } from '#platform/mod.ts';

/** The host that owns a fixture, wherever it runs. Every call throws HOST_UNAVAILABLE when there is no answer. */
export type HostPort = Readonly<{
  receive(request: DecideRequestOf<'receive'>): Promise<ReceiveReply>;
  /** Repeatable: a bet that was decided gets the same answer again. */
  decide(request: DecideRequestOf<'decide'>): Promise<DecideReply>;
  release(request: DecideRequestOf<'release'>): Promise<ReleaseReply>;
  maxStake(request: DecideRequestOf<'max-stake'>): Promise<MaxStakeReply>;
  command(command: TraderCommand): Promise<CommandReply>;
}>;

/** Speaks to the hosts over NATS. */
export function natsHost(nats: Nats, deadlineMs: number): HostPort {
  const ask = async <Reply>(subject: string, body: unknown): Promise<Reply> => {
    try {
      return await requestJson(nats, subject, body, { deadlineMs, parse: trusted<Reply>() });
    } catch (error) {
      throw new Refusal('HOST_UNAVAILABLE', {
        because: error instanceof Error ? error.message : String(error),
      });
    }
  };
  const decide = <Reply>(fixture: FixtureId, request: DecideRequest): Promise<Reply> =>
    ask(subjects.decide(shardOf(fixture)), request);
  return {
    receive: (request) => decide(request.selection.fixtureId, request),
    decide: (request) => decide(request.selection.fixtureId, request),
    release: (request) => decide(request.fixtureId, request),
    maxStake: (request) => decide(request.selection.fixtureId, request),
    command: (command) => ask(subjects.command(shardOf(command.fixtureId)), command),
  };
}
