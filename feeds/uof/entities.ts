import { InvalidMessageError } from '#platform/mod.ts';

import { flag, integer, isoTime, needed, text } from './attributes.ts';
import { eachChild, type UnknownElements } from './unknown-elements.ts';
import type { XmlElement } from './xml.ts';

export type UofCompetitor = Readonly<{
  urn: string;
  name: string;
  side: 'home' | 'away' | null;
  players: readonly Readonly<{ urn: string; name: string }>[];
}>;

export type UofFixture = Readonly<{
  urn: string;
  startsAt: number | null;
  /** Null where the provider leaves the tournament out. */
  tournament: Readonly<{ urn: string; name: string }> | null;
  sportUrn: string | null;
  season: string | null;
  status: string | null;
  competitors: readonly UofCompetitor[];
  /** Free facts by key: `neutral_ground`, `best_of`. */
  info: Readonly<Record<string, string>>;
  /** The same event in the provider's older systems. */
  references: Readonly<Record<string, string>>;
}>;

export type UofPlayer = Readonly<{ urn: string; name: string; fullName: string | null }>;
export type CodeDescription = Readonly<{ code: number; text: string }>;
export type ProducerDescription = Readonly<{
  id: number;
  name: string;
  apiUrl: string;
  isActive: boolean;
  /** `live`, `prematch`, `virtual`. */
  scope: readonly string[];
  windowMinutes: number | null;
}>;

const named = (element: XmlElement) => ({
  urn: needed(text, element, 'id'),
  name: text(element, 'name') ?? '',
});

const sideOf = (element: XmlElement): UofCompetitor['side'] => {
  const side = text(element, 'qualifier');
  return side === 'home' || side === 'away' ? side : null;
};

function readCompetitor(element: XmlElement, unknown: UnknownElements): UofCompetitor {
  const players: UofCompetitor['players'][number][] = [];
  eachChild(element, unknown, {
    players: (child) =>
      eachChild(child, unknown, { player: (player) => void players.push(named(player)) }),
    reference_ids: null,
  });
  return { ...named(element), side: sideOf(element), players };
}

/** Parts of a fixture that betting has no use for. */
const UNUSED = Object.fromEntries(
  [
    ...['tournament_round', 'venue', 'tv_channels', 'streaming', 'links', 'coverage_info'],
    ...['product_info', 'sport_event_conditions', 'delayed_info', 'scheduled_start_time_changes'],
  ].map((name) => [name, null]),
);

function readFixture(element: XmlElement, unknown: UnknownElements): UofFixture {
  let tournament: UofFixture['tournament'] = null;
  let sportUrn: string | null = null;
  let season: string | null = null;
  const competitors: UofCompetitor[] = [];
  const info: Record<string, string> = {};
  const references: Record<string, string> = {};
  const pairs = (into: Record<string, string>, key: string) => (child: XmlElement) => {
    const name = text(child, key);
    if (name !== null && name !== '__proto__') into[name] = text(child, 'value') ?? '';
  };
  eachChild(element, unknown, {
    ...UNUSED,
    season: (child) => {
      season = text(child, 'name');
    },
    tournament: (child) => {
      tournament = named(child);
      eachChild(child, unknown, {
        sport: (sport) => {
          sportUrn = needed(text, sport, 'id');
        },
        category: null,
      });
    },
    competitors: (child) =>
      eachChild(child, unknown, {
        competitor: (one) => void competitors.push(readCompetitor(one, unknown)),
      }),
    extra_info: (child) => eachChild(child, unknown, { info: pairs(info, 'key') }),
    reference_ids: (child) =>
      eachChild(child, unknown, { reference_id: pairs(references, 'name') }),
  });
  return {
    ...{ tournament, sportUrn, season, competitors, info, references },
    urn: needed(text, element, 'id'),
    startsAt: isoTime(element, 'start_time') ?? isoTime(element, 'scheduled'),
    status: text(element, 'status'),
  };
}

const expect = (document: XmlElement, name: string): void => {
  if (document.name !== name)
    throw new InvalidMessageError(`${name} expected, not ${document.name.slice(0, 60)}`);
};

/** `sports/{language}/sport_events/{urn}/fixture.xml`. */
export function readFixtureAnswer(document: XmlElement, unknown: UnknownElements): UofFixture {
  expect(document, 'fixtures_fixture');
  let fixture: UofFixture | undefined;
  eachChild(document, unknown, {
    fixture: (child) => {
      fixture = readFixture(child, unknown);
    },
  });
  if (fixture === undefined) throw new InvalidMessageError('fixtures_fixture has no fixture');
  return fixture;
}

/** `sports/{language}/schedules/{date}/schedule.xml`: the events of a day, or those that are live. */
export function readSchedule(
  document: XmlElement,
  unknown: UnknownElements,
): readonly UofFixture[] {
  expect(document, 'schedule');
  const fixtures: UofFixture[] = [];
  eachChild(document, unknown, {
    sport_event: (child) => void fixtures.push(readFixture(child, unknown)),
  });
  return fixtures;
}

/** `sports/{language}/players/{urn}/profile.xml`. */
export function readPlayer(document: XmlElement, unknown: UnknownElements): UofPlayer {
  expect(document, 'player_profile');
  let player: UofPlayer | undefined;
  eachChild(document, unknown, {
    player: (child) => {
      player = { ...named(child), fullName: text(child, 'full_name') };
    },
  });
  if (player === undefined) throw new InvalidMessageError('player_profile has no player');
  return player;
}

/** `descriptions/void_reasons.xml` and `descriptions/betstop_reasons.xml`: codes and what they say. */
export function readCodes(
  document: XmlElement,
  unknown: UnknownElements,
): readonly CodeDescription[] {
  const codes: CodeDescription[] = [];
  const code = (child: XmlElement): void =>
    void codes.push({
      code: needed(integer, child, 'id'),
      text: text(child, 'description') ?? '',
    });
  eachChild(document, unknown, { void_reason: code, betstop_reason: code });
  return codes;
}

/** `descriptions/producers.xml`. */
export function readProducers(
  document: XmlElement,
  unknown: UnknownElements,
): readonly ProducerDescription[] {
  expect(document, 'producers');
  const producers: ProducerDescription[] = [];
  eachChild(document, unknown, {
    producer: (child) =>
      void producers.push({
        id: needed(integer, child, 'id'),
        name: text(child, 'name') ?? '',
        apiUrl: needed(text, child, 'api_url'),
        isActive: flag(child, 'active') ?? false,
        scope: (text(child, 'scope') ?? '').split('|'),
        windowMinutes: integer(child, 'stateful_recovery_window_in_minutes'),
      }),
  });
  return producers;
}
