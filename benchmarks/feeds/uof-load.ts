import { scriptedMatch } from '#feeds/uof/test-server/mod.ts';
import {
  makeCatalogueLines,
  makeDescriptions,
  makeFixtureIdentity,
  makeUnknownElements,
  parseUofMessage,
  UofFeed,
} from '#feeds/uof/mod.ts';

const KICK_OFF = Date.UTC(2030, 2, 17, 18);
/** Every so many messages is one of some 30 kB. */
const LARGE_EVERY = 25;
const LARGE_COUNTS_AS = 20;
const EXTRA_MARKETS = 190;

export type UofLoad = Readonly<{
  messages: readonly Uint8Array[];
  /** Messages, a large one counted as twenty. */
  units: number;
  medianBytes: number;
  largestBytes: number;
}>;

const extraMarkets = Array.from(
  { length: EXTRA_MARKETS },
  (_, at) =>
    `<market id="18" specifiers="total=${at + 10}.5" status="1"><outcome id="12" odds="1.85" active="1"/><outcome id="13" odds="1.95" active="1"/></market>`,
).join('');

/** Changes of odds of many scripted matches, small and large ones, by the bytes that a broker brings. */
export function uofLoad(wanted: number): UofLoad {
  const encoder = new TextEncoder();
  const messages: Uint8Array[] = [];
  let units = 0;
  for (let match = 1; messages.length < wanted; match += 1) {
    for (const { kind, xml } of scriptedMatch(`sr:match:${match}`, KICK_OFF)) {
      if (kind !== 'odds_change' || messages.length >= wanted) continue;
      const isLarge = messages.length % LARGE_EVERY === 0;
      messages.push(
        encoder.encode(isLarge ? xml.replace('</odds>', `${extraMarkets}</odds>`) : xml),
      );
      units += isLarge ? LARGE_COUNTS_AS : 1;
    }
  }
  const sizes = messages.map(({ byteLength }) => byteLength).sort((left, right) => left - right);
  const medianBytes = sizes[Math.floor(sizes.length / 2)] ?? 0;
  return { messages, units, medianBytes, largestBytes: sizes.at(-1) ?? 0 };
}

/** A new feed; each call takes one message from its bytes to quotes, and says how many quotes it made. */
export function uofReader(): (bytes: Uint8Array) => number {
  const descriptions = makeDescriptions();
  const unknown = makeUnknownElements();
  const feed = new UofFeed({
    ...{ producer: 'uof', descriptions, lines: makeCatalogueLines(descriptions) },
    identity: makeFixtureIdentity(),
  });
  const times = { sentAt: KICK_OFF, receivedAt: KICK_OFF, dispatchedAt: KICK_OFF };
  const stamp = { occurredAt: KICK_OFF, receivedAt: KICK_OFF };
  return (bytes) => {
    const message = parseUofMessage(bytes, unknown);
    if (!('eventUrn' in message)) return 0;
    const { eventUrn: urn } = message;
    if (!feed.isOpen(urn)) {
      const teams = ['home', 'away'] as const;
      feed.open(
        urn,
        {
          ...{ urn, startsAt: KICK_OFF, sportUrn: 'sr:sport:1', season: null, status: null },
          tournament: { urn: 'sr:tournament:1', name: 'Lantern League' },
          competitors: teams.map((side) => ({
            urn: `${urn}/${side}`,
            name: side,
            side,
            players: [],
          })),
          ...{ info: {}, references: {} },
        },
        stamp,
      );
    }
    return feed.take(message, times).quotes.length;
  };
}
