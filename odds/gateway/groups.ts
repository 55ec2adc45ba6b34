import type { FixtureId } from '#contracts/mod.ts';

import type { Written } from './bundle.ts';
import type { Follow } from './follow.ts';
import type { GatewayLimits } from './limits.ts';
import { Session, type Identity, type Sources } from './session.ts';
import type { Channel } from './subscriptions.ts';

/** The way to one client. */
export type Outlet = Readonly<{
  unsentBytes(): number;
  write(written: Written): void;
  close(code: number, reason: string): void;
}>;

export interface Client {
  /** Counts the clients of the gateway. */
  readonly number: number;
  readonly outlet: Outlet;
  identity: Identity | null;
  group: Group;
}

/** Clients that want the same and have been sent the same: one session stands for all of them. */
export interface Group {
  readonly session: Session;
  readonly clients: Client[];
  /** Whether it waits for its turn to be written to. */
  state: 'quiet' | 'queued' | 'gone';
  /** How often it was written to. */
  turns: number;
  /** It has not yet been found that nobody else stands where it does. */
  mayUnite: boolean;
}

/** Told whenever a group begins or ceases to follow a fixture, has taken what was new of it, or waits for a window. */
export type GroupWatch = Readonly<{
  joined(group: Group, channel: Channel, fixture: FixtureId): void;
  left(group: Group, channel: Channel, fixture: FixtureId): void;
  took(group: Group, channel: Channel, fixture: FixtureId): void;
  /** It shared how far it was in the odds of the fixture, and does so no longer. */
  parted(group: Group, fixture: FixtureId, shared: Follow): void;
  held(group: Group, windowMs: number): void;
}>;

/** So many are written to before anyone else has a turn, and one group is written to as a whole. */
const MAX_CLIENTS = 128;

/**
 * Which clients share a session. Each begins alone, joins others when nothing tells them apart any more, and is
 * alone again as soon as it asks for something or cannot take what the others can: so what is kept, looked up and
 * worked out for each message is kept once for hundreds of clients.
 */
export class Groups {
  readonly #sources: Sources;
  readonly #limits: GatewayLimits;
  readonly #watch: GroupWatch;
  readonly #all = new Set<Group>();
  /** By what they want: the group that takes others in. */
  readonly #open = new Map<string, Group>();

  constructor(sources: Sources, limits: GatewayLimits, watch: GroupWatch) {
    this.#sources = sources;
    this.#limits = limits;
    this.#watch = watch;
  }

  get all(): ReadonlySet<Group> {
    return this.#all;
  }

  add(number: number, outlet: Outlet): Client {
    const group = this.#begin((watch) => new Session(this.#sources, this.#limits, watch));
    const client: Client = { number, outlet, identity: null, group };
    group.clients.push(client);
    return client;
  }

  remove(client: Client): void {
    const { group } = client;
    group.clients.splice(group.clients.indexOf(client), 1);
    if (group.clients.length === 0) this.#end(group);
  }

  /** The client goes its own way from where its group is; returns the group that it is alone in. */
  apart(client: Client): Group {
    const { group } = client;
    if (group.clients.length === 1) {
      this.#close(group);
      return group;
    }
    const own = this.#begin((watch) => group.session.twin(watch));
    for (const windowMs of own.session.heldWindows()) this.#watch.held(own, windowMs);
    group.clients.splice(group.clients.indexOf(client), 1);
    own.clients.push(client);
    client.group = own;
    return own;
  }

  /** Joins a small group with another that nothing tells apart from it, which it returns. */
  unite(group: Group): Group | undefined {
    const { session, clients } = group;
    if (group.state === 'gone' || clients.length > MAX_CLIENTS / 2) return undefined;
    const { wish } = session;
    const open = this.#open.get(wish);
    group.mayUnite = false;
    if (open === group) return undefined;
    if (open === undefined || open.clients.length + clients.length > MAX_CLIENTS) {
      this.#open.set(wish, group);
      return undefined;
    }
    if (!open.session.isLevelWith(session)) {
      group.mayUnite = true;
      return undefined;
    }
    for (const client of clients) {
      client.group = open;
      open.clients.push(client);
    }
    this.#end(group);
    return open;
  }

  #begin(sessionFor: (watch: ConstructorParameters<typeof Session>[2]) => Session): Group {
    const own: { group?: Group } = {};
    const waiting: (() => void)[] = [];
    // What happens while the session is being made is told when there is a group.
    const tell = (say: (group: Group) => void): void => {
      if (own.group !== undefined) say(own.group);
      else waiting.push(() => tell(say));
    };
    const watch = this.#watch;
    const session = sessionFor({
      joined: (channel, fixture) => {
        tell((group) => {
          watch.joined(group, channel, fixture);
        });
      },
      left: (channel, fixture) => {
        tell((group) => {
          watch.left(group, channel, fixture);
        });
      },
      took: (channel, fixture) => {
        tell((group) => {
          watch.took(group, channel, fixture);
        });
      },
      parted: (fixture, shared) => {
        tell((group) => {
          watch.parted(group, fixture, shared);
        });
      },
    });
    const group: Group = { session, clients: [], state: 'quiet', turns: 0, mayUnite: true };
    own.group = group;
    for (const each of waiting) each();
    this.#all.add(group);
    return group;
  }

  #end(group: Group): void {
    this.#close(group);
    group.state = 'gone';
    group.session.unsubscribe('odds', undefined);
    group.session.unsubscribe('book', undefined);
    this.#all.delete(group);
  }

  /** Takes nobody in any more. */
  #close(group: Group): void {
    const { wish } = group.session;
    group.mayUnite = true;
    if (this.#open.get(wish) === group) this.#open.delete(wish);
  }
}
