import { isFixtureId, type FixtureId, type MarketQuotes } from '#contracts/mod.ts';
import { matchFixtures, teamsOfEvent, type NamedFixture } from '#feeds/identity/mod.ts';
import { makeFixtureIdentity } from '#feeds/uof/mod.ts';

import type { Mailbox } from './mailbox.ts';
import { quotedMarket, type QuotedMarket } from './quoted-market.ts';

type QuotedFixture = NonNullable<MarketQuotes['fixture']>;

/** What others say of one of their fixtures: everything, and what ours has not been told yet. */
type Shelf = Readonly<{
  /** The id of ours that the event's own id says. */
  id: FixtureId;
  /** Ours that are like it, and whether the likeness is enough by itself. */
  alike: Map<Mailbox, boolean>;
  newest: Map<string, QuotedMarket>;
  fresh: Set<string>;
}> & {
  /** Undefined while nobody has said who plays. */
  named: NamedFixture | undefined;
  /** Whether it was compared with all that are here; else new ones would not be enough. */
  isSought: boolean;
  told: Mailbox | null;
};

/** Fixtures of others that are remembered; beyond, the one that came first is forgotten. */
const MOST_FIXTURES = 5_000;
/** Kick-off may be written down so differently for what is the same match. */
const SAME_START_MS = 3 * 3_600_000;
/** From here on another fixture leaves it open which of the two is meant. */
const RIVAL_CONFIDENCE = 0.7;

const namedFixture = ({ urn, name, startsAt }: QuotedFixture): NamedFixture | undefined => {
  const teams = teamsOfEvent(name ?? '');
  return teams === undefined || startsAt === null ? undefined : { id: urn, ...teams, startsAt };
};

const shelfOf = ({ urn }: QuotedFixture): Shelf => ({
  id: isFixtureId(urn) ? urn : makeFixtureIdentity().fixtureOf(urn),
  named: undefined,
  alike: new Map(),
  newest: new Map(),
  fresh: new Set(),
  isSought: false,
  told: null,
});

/** Notes which of these fixtures of ours somebody else's is like. */
function compare({ named, alike }: Shelf, mailboxes: readonly Mailbox[]): void {
  if (named === undefined) return;
  for (const mailbox of mailboxes) {
    const { info } = mailbox.state.record;
    if (info === null || Math.abs(info.startsAt - named.startsAt) > SAME_START_MS) continue;
    const ours = { id: mailbox.fixtureId, ...info };
    const { matched, review } = matchFixtures([named], [ours], { review: RIVAL_CONFIDENCE });
    if (matched.length + review.length > 0) alike.set(mailbox, matched.length > 0);
  }
}

/** Which of the fixtures here it is: by its id, else by teams and kick-off, if it can be no other. */
function fixtureOf(
  { id, alike }: Shelf,
  byId: ReadonlyMap<FixtureId, Mailbox>,
): Mailbox | undefined {
  const own = byId.get(id);
  if (own !== undefined) return own;
  for (const mailbox of alike.keys())
    if (byId.get(mailbox.fixtureId) !== mailbox) alike.delete(mailbox);
  const [[mailbox, isCertain] = [], ...rivals] = alike;
  return isCertain === true && rivals.length === 0 ? mailbox : undefined;
}

/**
 * Quotes of others on their way to the fixtures: only the newest of each market waits, and all of them are told anew
 * to a fixture that was opened again. Whatever comes between two deliveries costs one input and one pricing, and two
 * names are compared once.
 */
export class QuoteIntake {
  readonly #shelves = new Map<string, Shelf>();
  /** Who was here at the last delivery: who came since then, or came back, is compared. */
  #here: ReadonlySet<Mailbox> = new Set();

  take(quotes: MarketQuotes): void {
    const { fixture, producer, marketUrn } = quotes;
    const market = quotedMarket(quotes);
    if (fixture === null || market === undefined) return;
    const shelf = this.#shelves.get(fixture.urn) ?? shelfOf(fixture);
    const key = `${producer} ${marketUrn}`;
    if (shelf.named === undefined) {
      shelf.named = namedFixture(fixture);
      shelf.isSought = false;
    }
    shelf.newest.set(key, market);
    shelf.fresh.add(key);
    this.#shelves.set(fixture.urn, shelf);
    const [oldest] = this.#shelves.size > MOST_FIXTURES ? this.#shelves.keys() : [];
    if (oldest !== undefined) this.#shelves.delete(oldest);
  }

  deliver(
    mailboxes: readonly Mailbox[],
    tell: (fixture: FixtureId, markets: readonly QuotedMarket[]) => void,
  ): void {
    if (this.#shelves.size === 0) return;
    const byId = new Map(mailboxes.map((mailbox) => [mailbox.fixtureId, mailbox]));
    const named = mailboxes.filter(({ state }) => state.record.info !== null);
    const arrived = named.filter((mailbox) => !this.#here.has(mailbox));
    this.#here = new Set(named);
    for (const shelf of this.#shelves.values()) {
      compare(shelf, shelf.isSought ? arrived : named);
      shelf.isSought = true;
      const mailbox = fixtureOf(shelf, byId);
      if (mailbox === undefined) continue;
      const { newest, fresh } = shelf;
      const markets = shelf.told === mailbox ? [...fresh] : [...newest.keys()];
      shelf.told = mailbox;
      fresh.clear();
      if (markets.length === 0) continue;
      tell(
        mailbox.fixtureId,
        markets.flatMap((key) => newest.get(key) ?? []),
      );
    }
  }
}
