import type { FixtureId } from '#contracts/mod.ts';

import { encode } from './frames.ts';
import type { Client, Hub } from './hub.ts';
import type { Session } from './session.ts';

export type UpstreamStatus = 'up' | 'stale';

/** What the gateway knows about the hosts at one moment. */
export type UpstreamView = Readonly<{
  /** No host at all is heard. */
  silent: boolean;
  /** Fixtures whose host is silent, or of which something has been missing for too long. */
  stale: ReadonlySet<FixtureId>;
}>;

/** Heartbeats for everyone, and early ones for those whose upstream status has just changed. */
export class Heartbeats {
  readonly #hub: Hub;
  readonly #told = new WeakMap<Client, UpstreamStatus>();

  constructor(hub: Hub) {
    this.#hub = hub;
  }

  beat(at: number, view: UpstreamView, who: 'everyone' | 'changed'): void {
    // Clients that want everything and have everything are told the same.
    const shared = new Map<UpstreamStatus, string>();
    for (const client of this.#hub.clients) {
      const status = statusFor(client.session, view);
      if (who === 'changed' && this.#told.get(client) === status) continue;
      this.#told.set(client, status);
      const text = () =>
        encode({ op: 'heartbeat', at, upstream: status, tops: client.session.tops() });
      if (!client.session.subscriptions.odds.all || client.session.isDirty) {
        client.outlet.send(text());
        continue;
      }
      const same = shared.get(status) ?? text();
      shared.set(status, same);
      client.outlet.send(same);
    }
  }
}

function statusFor({ subscriptions }: Session, { silent, stale }: UpstreamView): UpstreamStatus {
  if (silent) return 'stale';
  if (stale.size === 0) return 'up';
  const wanted = ({ odds, book }: Session['subscriptions'], fixture: FixtureId): boolean =>
    odds.wants(fixture) || book.wants(fixture);
  return [...stale].some((fixture) => wanted(subscriptions, fixture)) ? 'stale' : 'up';
}
