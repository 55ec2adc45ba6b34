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

/** What is asked of the desk of accounts. */
export type Accounts = Pick<AccountDesk, 'standingOf' | 'clients'>;

type Standing = Readonly<{ upstream: 'up' | 'stale'; stale: FixtureId[] }>;

/** Clients have their heartbeats in turns: all at once would hold up everything else for too long. */
export const HEARTBEAT_SLOTS = 50;

/** One turn; clients that have been sent the same, and stand the same, are told so by the same bytes. */
type Round = Readonly<{
  at: number;
  view: UpstreamView;
  shared: Map<string, Frame>;
  fingerprints: Map<Session, string>;
}>;

/** Heartbeats for everyone in turn, and early ones for those whose upstream status has just changed. */
export class Heartbeats {
  readonly #hub: Hub;
  readonly #accounts: Accounts;
  readonly #told = new WeakMap<Client, string>();
  #turn = 0;
  /** What everyone was told of last. */
  #view: UpstreamView | undefined;

  constructor(hub: Hub, accounts: Accounts) {
    this.#hub = hub;
    this.#accounts = accounts;
  }

  /** The first one, for a client that has just come: it learns at once whether the hosts are heard. */
  greet(client: Client, at: number, view: UpstreamView): void {
    const standing = standingOf(client.group.session, view);
    this.#told.set(client, saidBy(standing));
    this.#hub.send(client, { op: 'heartbeat', at, ...standing, tops: {} });
  }

  /** Called `HEARTBEAT_SLOTS` times in each period; what `view` says is looked at when it is another than before. */
  beat(at: number, view: UpstreamView): void {
    this.#turn = (this.#turn + 1) % HEARTBEAT_SLOTS;
    const round: Round = { at, view, shared: new Map(), fingerprints: new Map() };
    for (const client of this.#hub.clients)
      if (client.number % HEARTBEAT_SLOTS === this.#turn) this.#tell(client, true, round);
    for (const client of this.#mayHearEarly(view)) this.#tell(client, false, round);
    this.#view = view;
  }

  /** As long as all is well only an account can have come to stand differently. */
  #mayHearEarly(view: UpstreamView): Iterable<Client> {
    if (view === this.#view) return [];
    const wasWell = this.#view !== undefined && isWell(this.#view);
    return wasWell && isWell(view) ? this.#accounts.clients() : this.#hub.clients;
  }

  #tell(client: Client, isItsTurn: boolean, { at, view, shared, fingerprints }: Round): void {
    const { session } = client.group;
    const account = this.#accounts.standingOf(client);
    const standing = standingOf(session, view);
    const said = saidBy(standing, account);
    if (!isItsTurn && this.#told.get(client) === said) return;
    this.#told.set(client, said);
    if (isItsTurn) session.beat();
    // A session that is shared has no tokens left, so beats change nothing of what it was sent.
    const fingerprint = fingerprints.get(session) ?? session.tops.fingerprint;
    fingerprints.set(session, fingerprint);
    const name = [fingerprint, said, ...(account?.top ?? [])].join(' ');
    const frame =
      shared.get(name) ??
      Frame.of(heartbeatOf({ at, ...standing, tops: session.tops.record(), account }));
    shared.set(name, frame);
    client.outlet.write(frame);
  }
}

const isWell = ({ silent, stale }: UpstreamView): boolean => !silent && stale.size === 0;

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
