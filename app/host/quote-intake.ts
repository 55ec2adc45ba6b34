import type { FixtureId, FixtureInfo, MarketQuotes } from '#contracts/mod.ts';
import {
  idOfQuoted,
  matchQuoted,
  namedByQuotes,
  type NamedFixture,
  type QuotedFixture,
} from '#feeds/identity/mod.ts';

import type { Mailbox } from './mailbox.ts';
import { quotedMarket, type QuotedMarket } from './quoted-market.ts';

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

const shelfOf = ({ urn }: QuotedFixture): Shelf => ({
  id: idOfQuoted(urn),
  named: undefined,
  alike: new Map(),
  newest: new Map(),
  fresh: new Set(),
  isSought: false,
  told: null,
});

/** Notes which of these fixtures of ours somebody else's is like now. */
function compare({ named, alike }: Shelf, mailboxes: readonly Mailbox[]): void {
  if (named === undefined) return;
  for (const mailbox of mailboxes) {
    const { info } = mailbox.state.record;
    alike.delete(mailbox);
    if (info === null) continue;
    const { matched, review } = matchQuoted(named, [{ id: mailbox.fixtureId, ...info }]);
    if (matched.length + review.length > 0) alike.set(mailbox, matched.length > 0);
  }
}

/** Which of the fixtures here it is: by its id, else by teams and kick-off, if it can be no other. */
function fixtureOf(
  { id, alike }: Shelf,
  byId: ReadonlyMap<FixtureId, Mailbox>,
): Mailbox | undefined {
  for (const mailbox of alike.keys())
    if (byId.get(mailbox.fixtureId) !== mailbox) alike.delete(mailbox);
  const own = byId.get(id);
  if (own !== undefined) return own;
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
  /** Who was here at the last delivery, and as what: who came since then, came back or was renamed is compared. */
  #here: ReadonlyMap<Mailbox, FixtureInfo | null> = new Map();

  take(quotes: MarketQuotes): void {
    const { fixture, producer, marketUrn } = quotes;
    const market = quotedMarket(quotes);
    if (fixture === null || market === undefined) return;
    const shelf = this.#shelves.get(fixture.urn) ?? shelfOf(fixture);
    const key = `${producer} ${marketUrn}`;
    const named = namedByQuotes(fixture, shelf.named);
    if (named !== shelf.named) {
      shelf.named = named;
      shelf.isSought = false;
      shelf.alike.clear();
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
    const arrived = named.filter(
      (mailbox) => this.#here.get(mailbox) !== mailbox.state.record.info,
    );
    this.#here = new Map(named.map((mailbox) => [mailbox, mailbox.state.record.info]));
    for (const shelf of this.#shelves.values()) {
      compare(shelf, shelf.isSought ? arrived : named);
      shelf.isSought = true;
      const mailbox = fixtureOf(shelf, byId);
      if (mailbox === undefined) {
        shelf.told = null;
        continue;
      }
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
