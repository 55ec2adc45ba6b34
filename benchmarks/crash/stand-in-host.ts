import { SHARD_COUNT, subjects, type DecideRequest, type FixtureId } from '#contracts/mod.ts';
import { sendJson, serveJson, systemClock, trusted, type Nats } from '#platform/mod.ts';

import { boardOf, willingHost } from '../placement/board.ts';

const ALIVE_EVERY_MS = 300;

export type StandInHost = Readonly<{ show(fixture: FixtureId): void; stop(): Promise<void> }>;

/** Owns every shard on NATS, shows a board for each fixture that it was told of, and accepts every bet. */
export function startStandInHost(nats: Nats): StandInHost {
  const fixtures: FixtureId[] = [];
  const host = willingHost();
  const answer = (request: DecideRequest): Promise<unknown> => {
    switch (request.op) {
      case 'receive':
        return host.receive(request);
      case 'decide':
        return host.decide(request);
      case 'release':
        return host.release(request);
      case 'max-stake':
        return host.maxStake(request);
    }
  };
  const shards = Array.from({ length: SHARD_COUNT }, (_, shard) => shard);
  const servers = shards.flatMap((shard) => [
    serveJson(nats, {
      subject: subjects.decide(shard),
      parse: trusted<DecideRequest>(),
      handle: answer,
    }),
    serveJson(nats, {
      subject: subjects.image(shard),
      parse: trusted<{ fixtureId: FixtureId }>(),
      handle: ({ fixtureId }) => boardOf(fixtureId),
    }),
  ]);
  const beat = systemClock.every(ALIVE_EVERY_MS, () => {
    if (nats.connection.isClosed()) return;
    sendJson(nats, subjects.hostAlive, { owner: 'stand-in', shards, fixtures });
  });
  return {
    show: (fixture) => {
      fixtures.push(fixture);
      if (fixtures.length > 3) fixtures.shift();
    },
    stop: async () => {
      beat();
      await Promise.all(servers.map((server) => server.stop()));
    },
  };
}
