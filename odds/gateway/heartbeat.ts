import type { FixtureId, Heartbeat } from '#contracts/mod.ts';

import type { AccountDesk } from './account-desk.ts';
import { Frame } from './frame.ts';
import type { Client } from './groups.ts';
import type { Hub } from './hub.ts';
import type { Session } from './session.ts';

/** What the gateway knows about the hosts at one moment. */
export type UpstreamView = Readonly<{
  /** No host at all is heard. */
  silent: boolean;
  /** Fixtures whose host is silent, or of which something has been missing for too long. */
  stale: ReadonlySet<FixtureId>;
}>;

type Standing = Readonly<{ upstream: 'up' | 'stale'; stale: FixtureId[] }>;

/** Clients have their heartbeats in turns: all at once would hold up everything else for too long. */
export const HEARTBEAT_SLOTS = 8;

/** Heartbeats for everyone in turn, and early ones for those whose upstream status has just changed. */
export class Heartbeats {
  readonly #hub: Hub;
  readonly #accounts: Pick<AccountDesk, 'standingOf'>;
  readonly #told = new WeakMap<Client, string>();
  #turn = 0;

  constructor(hub: Hub, accounts: Pick<AccountDesk, 'standingOf'>) {
    this.#hub = hub;
    this.#accounts = accounts;
  }

  /** The first one, for a client that has just come: it learns at once whether the hosts are heard. */
  greet(client: Client, at: number, view: UpstreamView): void {
    const standing = standingOf(client.group.session, view);
    this.#told.set(client, saidBy(standing));
    this.#hub.send(client, { op: 'heartbeat', at, ...standing, tops: {} });
  }

  /** Called `HEARTBEAT_SLOTS` times in each period. */
  beat(at: number, view: UpstreamView): void {
    this.#turn = (this.#turn + 1) % HEARTBEAT_SLOTS;
    // Clients that have been sent the same, and stand the same, are told so by the same bytes.
    const shared = new Map<string, Frame>();
    for (const { session, clients } of this.#hub.groups) {
      const standing = standingOf(session, view);
      const saidToAll = saidBy(standing);
      let fingerprint: string | undefined;
      for (const client of clients) {
        const account = this.#accounts.standingOf(client);
        const said = account === undefined ? saidToAll : saidBy(standing, account);
        const isItsTurn = client.number % HEARTBEAT_SLOTS === this.#turn;
        if (!isItsTurn && this.#told.get(client) === said) continue;
        this.#told.set(client, said);
        if (isItsTurn) session.beat();
        // A session that is shared has no tokens left, so beats change nothing of what it was sent.
        const { tops } = session;
        fingerprint ??= tops.fingerprint;
        const name = [fingerprint, said, ...(account?.top ?? [])].join(' ');
        const frame =
          shared.get(name) ??
          Frame.of(heartbeatOf({ at, ...standing, tops: tops.record(), account }));
        shared.set(name, frame);
        client.outlet.write(frame);
      }
    }
  }
}

type Beat = Omit<Heartbeat, 'op' | 'account'> & Readonly<{ account: Heartbeat['account'] }>;

const heartbeatOf = ({ account, ...rest }: Beat): Heartbeat => ({
  op: 'heartbeat',
  ...rest,
  ...(account === undefined ? {} : { account }),
});

const saidBy = ({ upstream, stale }: Standing, account?: Heartbeat['account']): string =>
  [upstream, ...stale, account?.upstream].join(' ');

function standingOf(session: Session, { silent, stale }: UpstreamView): Standing {
  if (silent) return { upstream: 'stale', stale: [] };
  const own = [...stale].filter(
    (fixture) => session.follows('odds', fixture) || session.follows('book', fixture),
  );
  return { upstream: own.length === 0 ? 'up' : 'stale', stale: own };
}
