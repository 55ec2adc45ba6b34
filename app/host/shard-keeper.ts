import type { Clock, Logger } from '#platform/mod.ts';

import type { FixtureDesk } from './fixture-desk.ts';
import { insist } from './insist.ts';
import { RENEW_EVERY_MS, type Lease, type Ownership } from './ownership.ts';
import type { ShardServers } from './shard-servers.ts';
import type { HostStore } from './store.ts';

export type KeeperParts = Readonly<{
  clock: Clock;
  log: Logger;
  ownership: Ownership;
  desk: FixtureDesk;
  store: Pick<HostStore, 'openFixtures'>;
  shards: ShardServers;
}>;

export type ShardKeeper = Readonly<{
  /** Resolves when the shards of the first claim are served; their fixtures open one by one. */
  first: Promise<void>;
  /** Claims no more; what is owned stays owned. */
  stop(): Promise<void>;
}>;

/**
 * Renews the leases and opens what they bring. Rebuilding goes on beside the renewals: a fixture that takes
 * long must not cost the shards of all the others.
 */
export function keepShards(parts: KeeperParts): ShardKeeper {
  const { clock, log, ownership, desk, shards } = parts;
  let stopped = false;
  let renewing = Promise.resolve();

  const takeOver = async (gained: readonly Lease[]): Promise<void> => {
    if (gained.length === 0) return;
    log.info({ shards: gained.length }, 'shards taken over');
    const isOwned = ({ shard, epoch }: Lease): boolean =>
      !stopped && ownership.shards().get(shard) === epoch;
    const known = await insist(parts, {
      what: 'the list of fixtures',
      isWanted: () => gained.some(isOwned),
      attempt: () => parts.store.openFixtures(),
    });
    for (const lease of gained.filter(isOwned)) {
      // What is asked before a fixture is rebuilt is refused by the desk.
      void desk.open(lease, known ?? []);
      shards.open(lease.shard);
    }
  };
  const renew = async (): Promise<Promise<void>[]> => {
    if (stopped) return [];
    try {
      const { gained, lost } = await ownership.renew();
      for (const shard of lost) {
        desk.close(shard);
        // Nobody waits for it: the fixtures are gone, so a late request is refused.
        void shards.close(shard);
      }
      const opening = takeOver(gained).catch((error: unknown) => {
        log.error({ err: error }, 'shards that were taken over could not be opened');
      });
      return [opening];
    } catch (error) {
      log.warn({ err: error }, 'shard leases could not be renewed');
      return [];
    }
  };
  const claimed = renew();
  renewing = claimed.then(() => undefined);
  const stopTimer = clock.every(RENEW_EVERY_MS, () => {
    // One renewal at a time: PostgreSQL may be slow, and a second one would only wait behind it.
    renewing = renewing.then(renew).then(() => undefined);
  });
  return {
    first: claimed.then((opening) => Promise.all(opening)).then(() => undefined),
    async stop() {
      stopped = true;
      stopTimer();
      await renewing;
    },
  };
}
