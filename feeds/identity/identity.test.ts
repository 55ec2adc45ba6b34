import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { readResults } from '../event-files/mod.ts';
import { defaultDataDir } from '../find-match.ts';
import { openWyscout, type WyscoutListing } from '../wyscout/archive.ts';
import { wyscoutDir } from '../wyscout/files.ts';
import { matchFixtures, nameSimilarity, type NamedFixture } from './mod.ts';

describe('names', () => {
  test.each([
    ['Man United', 'Manchester United FC'],
    ['Bayern Munich', 'FC Bayern München'],
    ["M'gladbach", "Borussia M'gladbach"],
    ['Brighton', 'Brighton & Hove Albion'],
    ['FC Koln', '1. FC Köln'],
    ['Mainz', '1. FSV Mainz 05'],
    ['Western Sydney (W)', 'Western Sydney Wanderers (W)'],
    ['Ein Frankfurt', 'Eintracht Frankfurt'],
  ])('%s is %s', (left, right) => {
    expect(nameSimilarity(left, right)).toBeGreaterThanOrEqual(0.8);
    expect(nameSimilarity(left, right)).toBe(nameSimilarity(right, left));
  });

  test.each([
    ['Manchester United', 'Manchester City'],
    ['Borussia Dortmund', "Borussia M'gladbach"],
    ['Arsenal', 'Arsenal Women'],
    ['Bayern München', 'Bayern München II'],
    ['Sheffield United', 'Sheffield Wednesday'],
    ['West Ham', 'West Brom'],
    ['', 'Arsenal'],
  ])('%s is not %s', (left, right) => {
    expect(nameSimilarity(left, right)).toBeLessThan(0.8);
  });

  property.prop([fc.string({ maxLength: 40 }), fc.string({ maxLength: 40 })])(
    'likeness is a share, whatever the names',
    (left, right) => {
      const likeness = nameSimilarity(left, right);
      expect(likeness >= 0 && likeness <= 1).toBe(true);
    },
  );
});

const fixture = (id: string, home: string, away: string, startsAt: number): NamedFixture => ({
  id,
  home,
  away,
  startsAt,
});
const DAY = Date.UTC(2024, 7, 17, 15);

describe('fixtures', () => {
  test('a double header, exchanged grounds, another day and a stranger', () => {
    const left = [
      fixture('a', 'Rovers', 'United', DAY),
      fixture('b', 'Alton', 'Bexley', DAY),
      fixture('c', 'Corby', 'Derby', DAY),
      fixture('d', 'Exeter', 'Fulham', DAY),
    ];
    const right = [
      fixture('1', 'Rovers', 'United', DAY),
      fixture('2', 'Rovers', 'United', DAY + 60_000),
      fixture('3', 'Bexley', 'Alton', DAY),
      fixture('4', 'Corby', 'Derby', DAY + 3 * 86_400_000),
      fixture('5', 'Exeter City', 'Fulham FC', DAY + 3_600_000),
    ];
    const { matched, review, unmatched } = matchFixtures(left, right);
    expect(matched.map((pair) => pair.left + pair.right)).toEqual(['d5']);
    expect(review.map((pair) => pair.left + pair.right)).toEqual(['a1', 'b3']);
    expect(review[0]?.why).toContain('also like 2');
    expect(review[1]?.why).toContain('exchanged');
    expect(unmatched).toEqual({ left: ['c'], right: ['2', '4'] });
    expect(() => matchFixtures(left, right, { accept: 2 })).toThrow('accept');
  });

  const some = fc.uniqueArray(
    fc.record({
      id: fc.string({ minLength: 1, maxLength: 3 }),
      home: fc.constantFrom('Rovers', 'Man City', 'Man United', 'Arsenal'),
      away: fc.constantFrom('Leeds', 'Leeds United', 'Chelsea'),
      startsAt: fc.constantFrom(DAY, DAY + 3_600_000, DAY + 86_400_000),
    }),
    { selector: ({ id }) => id, maxLength: 6 },
  );
  property.prop([some, some])(
    'no fixture is used twice, and the order of the lists changes nothing',
    (left, right) => {
      const found = matchFixtures(left, right);
      const pairs = [...found.matched, ...found.review];
      for (const side of ['left', 'right'] as const) {
        const used = pairs.map((pair) => pair[side]);
        expect(new Set(used).size).toBe(used.length);
      }
      expect(matchFixtures(left.toReversed(), right.toReversed()).matched).toEqual(found.matched);
    },
  );
});

const TRUTH = {
  'premier-league': `AFC Bournemouth=Bournemouth|Arsenal=Arsenal|Brighton & Hove Albion=Brighton|Burnley=Burnley|Chelsea=Chelsea|Crystal Palace=Crystal Palace|Everton=Everton|Huddersfield Town=Huddersfield|Leicester City=Leicester|Liverpool=Liverpool|Manchester City=Man City|Manchester United=Man United|Newcastle United=Newcastle|Southampton=Southampton|Stoke City=Stoke|Swansea City=Swansea|Tottenham Hotspur=Tottenham|Watford=Watford|West Bromwich Albion=West Brom|West Ham United=West Ham`,
  bundesliga: `Augsburg=Augsburg|Bayer Leverkusen=Leverkusen|Bayern München=Bayern Munich|Borussia Dortmund=Dortmund|Borussia M'gladbach=M'gladbach|Eintracht Frankfurt=Ein Frankfurt|Freiburg=Freiburg|Hamburger SV=Hamburg|Hannover 96=Hannover|Hertha BSC=Hertha|Hoffenheim=Hoffenheim|Köln=FC Koln|Mainz 05=Mainz|RB Leipzig=RB Leipzig|Schalke 04=Schalke 04|Stuttgart=Stuttgart|Werder Bremen=Werder Bremen|Wolfsburg=Wolfsburg`,
} as const;

const dataDir = defaultDataDir();
describe.skipIf(
  wyscoutDir(dataDir) === undefined || !existsSync(join(dataDir, 'football-results')),
)(
  'two real providers of one season, against truth that was made by hand (skipped: ../shared/data is absent)',
  () => {
    const archive = openWyscout(wyscoutDir(dataDir) ?? '');
    const named = ({ id, title, startsAt }: WyscoutListing): NamedFixture => {
      const [home = '', away = ''] = title.split(' – ');
      return { id, home, away, startsAt };
    };
    test.each([
      ['premier-league', 'Premier League', 380],
      ['bundesliga', 'Bundesliga', 306],
    ] as const)('%s', (league, competition, count) => {
      const truth = new Map(
        TRUTH[league].split('|').map((line) => line.split('=') as [string, string]),
      );
      const text = readFileSync(
        join(dataDir, 'football-results', league, 'season-1718.csv'),
        'utf8',
      );
      const results = readResults(text).rows.map(({ home, away, day }) => ({
        id: `${home} – ${away}`,
        ...{ home, away, startsAt: day, isDayOnly: true },
      }));
      const events = archive
        .list()
        .filter((listing) => listing.competition.startsWith(competition))
        .map(named);
      const { matched, review } = matchFixtures(events, results);
      const byId = new Map(events.map((event) => [event.id, event]));
      const isRight = ({ left, right }: { left: string; right: string }): boolean => {
        const event = byId.get(left);
        return (
          `${truth.get(event?.home ?? '') ?? ''} – ${truth.get(event?.away ?? '') ?? ''}` === right
        );
      };
      const right = matched.filter(isRight).length;
      expect({
        precision: right / matched.length,
        recall: right / count,
        fixtures: events.length,
      }).toEqual({
        ...{ precision: 1, recall: 1, fixtures: count },
      });
      expect(review).toEqual([]);
    });
  },
);
