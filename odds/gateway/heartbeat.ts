import type { FixtureId } from '#contracts/mod.ts';

import { Frame } from './frame.ts';
import type { Client, Hub } from './hub.ts';
import type { Session } from './session.ts';

/** What the gateway knows about the hosts at one moment. */
export type UpstreamView = Readonly<{
  /** No host at all is heard. */
  silent: boolean;
  /** Fixtures whose host is silent, or of which something has been missing for too long. */
  stale: ReadonlySet<FixtureId>;
}>;

type Standing = Readonly<{ upstream: 'up' | 'stale'; stale: FixtureId[] }>;

/** Heartbeats for everyone, and early ones for those whose upstream status has just changed. */
export class Heartbeats {
  readonly #hub: Hub;
  readonly #told = new WeakMap<Client, string>();

  constructor(hub: Hub) {
    this.#hub = hub;
  }

  /** The first one, for a client that has just come: it learns at once whether the hosts are heard. */
  greet(client: Client, at: number, view: UpstreamView): void {
    const standing = standingOf(client.session, view);
    this.#told.set(client, saidBy(standing));
    this.#hub.send(client, { op: 'heartbeat', at, ...standing, tops: {} });
  }

  beat(at: number, view: UpstreamView, who: 'everyone' | 'changed'): void {
    // Clients that have been sent the same, and stand the same, are told so by the same bytes.
    const shared = new Map<string, Frame>();
    for (const client of this.#hub.clients) {
      const { session, outlet } = client;
      const standing = standingOf(session, view);
      const said = saidBy(standing);
      if (who === 'changed' && this.#told.get(client) === said) continue;
      this.#told.set(client, said);
      if (who === 'everyone') session.beat();
      const name = `${session.tops.fingerprint} ${said}`;
      const frame =
        shared.get(name) ??
        Frame.of({ op: 'heartbeat', at, ...standing, tops: session.tops.record() });
      shared.set(name, frame);
      outlet.write(frame);
    }
  }
}

const saidBy = ({ upstream, stale }: Standing): string => [upstream, ...stale].join(' ');

function standingOf(session: Session, { silent, stale }: UpstreamView): Standing {
  if (silent) return { upstream: 'stale', stale: [] };
  const own = [...stale].filter(
    (fixture) => session.follows('odds', fixture) || session.follows('book', fixture),
  );
  return { upstream: own.length === 0 ? 'up' : 'stale', stale: own };
}
