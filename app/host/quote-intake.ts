import {
  isFixtureId,
  type FixtureId,
  type FixtureInfo,
  type MarketQuotes,
} from '#contracts/mod.ts';
import { makeFixtureIdentity } from '#feeds/uof/mod.ts';

import type { Mailbox } from './mailbox.ts';
import { quotedMarket, type QuotedMarket } from './quoted-market.ts';

type QuotedFixture = NonNullable<MarketQuotes['fixture']>;

/** What others say of one of their fixtures: everything, and what ours has not been told yet. */
type Shelf = {
  fixture: QuotedFixture;
  readonly newest: Map<string, QuotedMarket>;
  readonly fresh: Set<string>;
  told: Mailbox | null;
};

/** Fixtures of others that are remembered; beyond, the one that came first is forgotten. */
const MOST_FIXTURES = 5_000;
/** Kick-off may be written down so differently for what is the same match. */
const SAME_START_MS = 3 * 3_600_000;

/** A team's name without accents, signs, and the words that only some people write. */
const plain = (name: string): string =>
  name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/\b(?:afc|cf|fc|sc|ac)\b/gu, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '');

const nameOf = ({ home, away }: Pick<FixtureInfo, 'home' | 'away'>): string =>
  `${plain(home)}/${plain(away)}`;

const PARTED = /\s+(?:v|vs\.?|-|–|@)\s+/iu;

function nameOfQuoted({ name }: QuotedFixture): string | undefined {
  const [home, away, ...rest] = name?.split(PARTED) ?? [];
  return home === undefined || away === undefined || rest.length > 0
    ? undefined
    : nameOf({ home, away });
}

/** Which of the fixtures here somebody else's is: by its id, else by teams and kick-off, if that is one alone. */
function fixtureQuoted(
  quoted: QuotedFixture,
  byId: ReadonlyMap<FixtureId, Mailbox>,
  byName: ReadonlyMap<string, readonly Mailbox[]>,
): Mailbox | undefined {
  const { urn, startsAt } = quoted;
  const own = byId.get(isFixtureId(urn) ? urn : makeFixtureIdentity().fixtureOf(urn));
  if (own !== undefined) return own;
  const name = nameOfQuoted(quoted);
  if (name === undefined || startsAt === null) return undefined;
  const near = (byName.get(name) ?? []).filter(
    ({ state }) => Math.abs((state.record.info?.startsAt ?? Infinity) - startsAt) <= SAME_START_MS,
  );
  return near.length === 1 ? near[0] : undefined;
}

/**
 * Quotes of others on their way to the fixtures: only the newest of each market waits, and all of them are told anew
 * to a fixture that was opened again. Whatever comes between two deliveries costs one input and one pricing.
 */
export class QuoteIntake {
  readonly #shelves = new Map<string, Shelf>();

  take(quotes: MarketQuotes): void {
    const { fixture, producer, marketUrn } = quotes;
    const market = quotedMarket(quotes);
    if (fixture === null || market === undefined) return;
    const shelf = this.#shelves.get(fixture.urn) ?? {
      fixture,
      newest: new Map<string, QuotedMarket>(),
      fresh: new Set<string>(),
      told: null,
    };
    const key = `${producer} ${marketUrn}`;
    shelf.fixture = fixture;
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
    const byName = Map.groupBy(
      mailboxes.filter(({ state }) => state.record.info !== null),
      ({ state }) => nameOf(state.record.info ?? { home: '', away: '' }),
    );
    for (const shelf of this.#shelves.values()) {
      const mailbox = fixtureQuoted(shelf.fixture, byId, byName);
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
