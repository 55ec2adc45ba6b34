import { hash } from 'node:crypto';

import type { ClientMessage, FixtureId, FixtureInfo } from '#contracts/mod.ts';

import { viewOf, type MarketFilter, type View } from './view.ts';

export type Channel = 'odds' | 'book';
export type SubscribeMessage = Extract<ClientMessage, { op: 'subscribe' }>;

/** One wish of a client: which fixtures, what of them, and how often. */
export type Subscription = Readonly<{
  id: number;
  channel: Channel;
  sport: string | undefined;
  competition: string | undefined;
  /** Undefined: every fixture, present and future. */
  fixtures: ReadonlySet<FixtureId> | undefined;
  filter: MarketFilter;
  windowMs: number;
}>;

export function subscriptionOf(
  message: SubscribeMessage & Readonly<{ channel: Channel }>,
): Subscription {
  const { id, channel, sport, competition, fixtures, marketTypes, mainOnly = false } = message;
  return {
    id,
    channel,
    sport,
    competition,
    fixtures: fixtures && new Set(fixtures),
    filter: { types: marketTypes && new Set(marketTypes), mainOnly },
    windowMs: message.windowMs ?? 0,
  };
}

/** How a client sees one fixture. */
export type Sight = Readonly<{ view: View; windowMs: number }>;

export const selects = (
  { sport, competition, fixtures }: Subscription,
  fixture: FixtureId,
  info: FixtureInfo | undefined,
): boolean =>
  (fixtures === undefined || fixtures.has(fixture)) &&
  (sport === undefined || sport === info?.sport) &&
  (competition === undefined || competition === info?.competition);

/** All subscriptions of one client, by the ids that it gave them. */
export class Subscriptions {
  readonly #byId: Map<number, Subscription>;
  /** By the ids of the subscriptions that they are of: the fixtures of a client share few of them. */
  readonly #views = new Map<string, View>();
  #digest: string | undefined;

  constructor(like?: Subscriptions) {
    this.#byId = new Map(like === undefined ? [] : like.#byId);
  }

  /** Stands for all that is in them, also ids and what does not fit any fixture yet. */
  get digest(): string {
    return (this.#digest ??= hash('sha256', JSON.stringify([...this.#byId], plain), 'base64'));
  }

  /** What they count towards the limit: each name, or one for a subscription without names. */
  sizeWith(added?: Subscription): number {
    let size = added === undefined ? 0 : sizeOf(added);
    for (const each of this.#byId.values()) if (each.id !== added?.id) size += sizeOf(each);
    return size;
  }

  /** Takes it in, in the place of one with the same id. */
  set(subscription: Subscription): void {
    this.#byId.set(subscription.id, subscription);
    this.#changed();
  }

  get(id: number): Subscription | undefined {
    return this.#byId.get(id);
  }

  /** Ends one of the channel, or all of them. */
  delete(channel: Channel, id: number | undefined): void {
    this.#changed();
    for (const each of this.#byId.values())
      if (each.channel === channel && (id === undefined || each.id === id))
        this.#byId.delete(each.id);
  }

  /** What all of them together show of a fixture; undefined when none selects it. */
  sightOf(channel: Channel, fixture: FixtureId, info: FixtureInfo | undefined): Sight | undefined {
    const ids: number[] = [];
    let windowMs = Infinity;
    for (const each of this.#byId.values()) {
      if (each.channel !== channel || !selects(each, fixture, info)) continue;
      ids.push(each.id);
      windowMs = Math.min(windowMs, each.windowMs);
    }
    return ids.length === 0 ? undefined : { view: this.#viewOf(ids), windowMs };
  }

  #changed(): void {
    this.#views.clear();
    this.#digest = undefined;
  }

  #viewOf(ids: readonly number[]): View {
    const name = ids.join();
    const known = this.#views.get(name);
    if (known !== undefined) return known;
    const view = viewOf(ids.flatMap((id) => this.#byId.get(id)?.filter ?? []));
    this.#views.set(name, view);
    return view;
  }
}

/** For JSON, which knows no sets. */
const plain = (_: string, value: unknown): unknown => (value instanceof Set ? [...value] : value);

const sizeOf = ({ fixtures }: Subscription): number => fixtures?.size ?? 1;
