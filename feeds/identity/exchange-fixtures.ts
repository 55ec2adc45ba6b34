import { InputError } from '#contracts/mod.ts';

import { replayExchangeFile, type MarketDefinition } from '../exchange/mod.ts';
import type { NamedFixture } from './match-fixtures.ts';

const FOOTBALL = '1';
/** The exchange's runner of a draw, whatever its language calls it. */
const DRAW_ID = 58_805;
/** `Home v Away` in most of the world, `Away @ Home` in North America. */
const HOME_FIRST = /^(.+?) (?:v|vs\.?) (.+)$/u;
const AWAY_FIRST = /^(.+?) @ (.+)$/u;

type Names = Readonly<{ home: string; away: string }>;

/** The teams of an exchange's event by its name: `Man City v Middlesbrough`; undefined for a name of another shape. */
export function teamsOfEvent(name: string): Names | undefined {
  const [, home, away] = HOME_FIRST.exec(name.trim()) ?? [];
  if (home !== undefined && away !== undefined) return { home, away };
  const [, guest, host] = AWAY_FIRST.exec(name.trim()) ?? [];
  return guest === undefined || host === undefined ? undefined : { home: host, away: guest };
}

/** The teams by the runners of a market of match odds, home first, without the draw. */
function teamsOfRunners({ marketType, runners }: MarketDefinition): Names | undefined {
  if (marketType !== 'MATCH_ODDS') return undefined;
  const [home, away, ...more] = [...runners]
    .filter(({ id }) => id !== DRAW_ID)
    .sort((left, right) => (left.sortPriority ?? 0) - (right.sortPriority ?? 0));
  return home?.name == null || away?.name == null || more.length > 0
    ? undefined
    : { home: home.name, away: away.name };
}

/** The football fixtures that markets are about, each once; those without the names of both teams are nobody's. */
export function fixturesOfMarkets(
  definitions: Iterable<MarketDefinition>,
): readonly NamedFixture[] {
  const fixtures = new Map<string, NamedFixture>();
  for (const definition of definitions) {
    const { eventId, eventTypeId, eventName, marketTime } = definition;
    const teams = teamsOfEvent(eventName ?? '') ?? teamsOfRunners(definition);
    const startsAt = Date.parse(marketTime ?? '');
    if (eventId == null || eventTypeId !== FOOTBALL || teams === undefined) continue;
    if (Number.isFinite(startsAt) && !fixtures.has(eventId))
      fixtures.set(eventId, { id: eventId, ...teams, startsAt });
  }
  return [...fixtures.values()];
}

/** The football fixtures of a recorded stream. @throws InputError when it cannot be read or names none. */
export async function fixturesOfExchangeFile(path: string): Promise<readonly NamedFixture[]> {
  const { books } = await replayExchangeFile(path).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new InputError('FORMAT_INVALID', 'file', path, `must be a recording: ${why}`);
  });
  const definitions = [...books.markets()].flatMap(({ definition }) => definition ?? []);
  const fixtures = fixturesOfMarkets(definitions);
  if (fixtures.length === 0)
    throw new InputError('FORMAT_INVALID', 'file', path, 'must name the teams of a football match');
  return fixtures;
}
