import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { readResults } from '../event-files/mod.ts';
import type { MarketDefinition } from '../exchange/mod.ts';
import { defaultDataDir } from '../find-match.ts';
import { fixturesOfExchangeFile, fixturesOfMarkets, teamsOfEvent } from './exchange-fixtures.ts';
import { matchFixtures, type NamedFixture } from './mod.ts';

describe('the name of an event', () => {
  test.each([
    ['Man City v Middlesbrough', 'Man City', 'Middlesbrough'],
    ['Nottm Forest vs Sheff Utd', 'Nottm Forest', 'Sheff Utd'],
    ['Atl. Madrid vs. Barcelona', 'Atl. Madrid', 'Barcelona'],
    ['LA Galaxy @ Toronto FC', 'Toronto FC', 'LA Galaxy'],
    ['  Vålerenga v Viking ', 'Vålerenga', 'Viking'],
  ])('%s', (name, home, away) => {
    expect(teamsOfEvent(name)).toEqual({ home, away });
  });

  test.each(['', 'Premier League', 'v', ' v ', 'Arsenal v', 'Over/Under 2.5 Goals', 'Vv Venlo'])(
    '%j names no two teams',
    (name) => {
      expect(teamsOfEvent(name)).toBeUndefined();
    },
  );
});

const market = (more: Partial<MarketDefinition>): MarketDefinition => ({
  ...{ status: 'OPEN', inPlay: false, eventTypeId: '1', marketType: 'MATCH_ODDS' },
  ...{ eventId: '7', eventName: 'Rovers v United', marketTime: '2024-08-17T14:00:00.000Z' },
  runners: [],
  ...more,
});
const runner = (id: number, name: string, sortPriority: number) => ({
  ...{ id, name, sortPriority, status: 'ACTIVE' as const },
});

describe('fixtures of markets', () => {
  test('are there once, whatever markets they have, and football alone', () => {
    const markets = [
      market({}),
      market({ marketType: 'OVER_UNDER_25' }),
      market({ eventId: '8', eventTypeId: '7522' }),
      market({ eventId: '9', marketTime: 'soon' }),
      market({ eventId: null }),
    ];
    expect(fixturesOfMarkets(markets)).toEqual([
      { id: '7', home: 'Rovers', away: 'United', startsAt: Date.UTC(2024, 7, 17, 14) },
    ]);
  });

  test('have the teams of their runners where the event has no name', () => {
    const runners = [
      runner(58_805, 'Unentschieden', 3),
      runner(2, 'United', 2),
      runner(1, 'Rovers', 1),
    ];
    const named = (more: Partial<MarketDefinition>) =>
      fixturesOfMarkets([market({ eventName: null, runners, ...more })]).map(
        ({ home, away }) => `${home} ${away}`,
      );
    expect(named({})).toEqual(['Rovers United']);
    expect(named({ marketType: 'CORRECT_SCORE' })).toEqual([]);
    expect(named({ runners: runners.slice(0, 2) })).toEqual([]);
    expect(named({ runners: [...runners, runner(3, 'City', 4)] })).toEqual([]);
  });
});

const dataDir = defaultDataDir();
const RECORDING = 'betfair-streams/betfairhistorical-petermclagan/football-basic-sample.bz2';
describe.skipIf(!existsSync(join(dataDir, RECORDING)))(
  'a recording of an exchange against the results of its season (skipped: ../shared/data is absent)',
  () => {
    const ofLeague = (league: string, season: string): readonly NamedFixture[] =>
      readResults(
        readFileSync(join(dataDir, 'football-results', league, `season-${season}.csv`), 'utf8'),
      ).rows.map(({ home, away, day }) => ({
        ...{ id: `${home} – ${away}`, home, away, startsAt: day, isDayOnly: true },
      }));

    test('is one match of 380, without a doubt', async () => {
      const fixtures = await fixturesOfExchangeFile(join(dataDir, RECORDING));
      const { matched, review } = matchFixtures(fixtures, ofLeague('premier-league', '1617'));
      expect(matched).toMatchObject([{ left: '28202626', right: 'Middlesbrough – Man City' }]);
      expect(matched[0]?.confidence).toBeGreaterThan(0.95);
      expect(review).toEqual([]);
    });

    test.each([
      ['premier-league', '1718'],
      ['la-liga', '1617'],
    ])('is no match of %s %s', async (league, season) => {
      const fixtures = await fixturesOfExchangeFile(join(dataDir, RECORDING));
      const { matched, review } = matchFixtures(fixtures, ofLeague(league, season));
      expect([matched, review]).toEqual([[], []]);
    });

    test('names no teams where it has numbers alone', async () => {
      const numbers = join(dataDir, 'betfair-streams/betfair_parser/data/1.242971311.bz2');
      await expect(fixturesOfExchangeFile(numbers)).rejects.toThrow('must name the teams');
    });
  },
);
