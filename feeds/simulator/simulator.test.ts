import { createHash } from 'node:crypto';

import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { corners, redCards, scoreOf, type MatchRecord } from '#markets/mod.ts';
import { seededRandom } from '#platform/mod.ts';

import { recordOfScript } from '../script-record.ts';
import { makeLeague } from './league.ts';
import { pairingAt } from './schedule.ts';
import { makeTeams, MAX_TEAMS } from './teams.ts';

const league = (seed: string | number, teams = 24) =>
  makeLeague({ name: 'test', random: seededRandom(seed), teams });
const digest = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex');

describe('determinism', () => {
  test('the same seed gives the same league, byte for byte, in any order of asking', () => {
    const matches = Array.from({ length: 40 }, (_, index) => index);
    const forwards = matches.map((index) => digest(league(7).matchAt(index)));
    const other = league(7);
    const backwards = matches.toReversed().map((index) => digest(other.matchAt(index)));
    expect(backwards.toReversed()).toEqual(forwards);
    expect(new Set(forwards).size).toBe(forwards.length);
  });

  test('a change of the simulation is noticed: stored leagues would no longer go on as they began', () => {
    expect(digest(league(7).matchAt(0))).toMatchInlineSnapshot(
      `"9e9f4a51622a019fa9b84c62d9fe78f36301b9e5ae819908a87555e8cb2414e5"`,
    );
  });

  test('another seed gives another league', () => {
    expect(digest(league(8).matchAt(0))).not.toBe(digest(league(7).matchAt(0)));
  });
});

describe('2,000 matches', () => {
  const sample = league('distribution');
  const records: MatchRecord[] = [];
  let expectedHome = 0;
  let expectedAway = 0;
  for (let index = 0; index < 2_000; index += 1) {
    const { record, contradictions } = recordOfScript(sample.matchAt(index));
    if (contradictions.length > 0) throw new Error(contradictions.join());
    records.push(record);
    const { totalGoals = 0, supremacy = 0 } = record.expectation ?? {};
    expectedHome += (totalGoals + supremacy) / 2;
    expectedAway += (totalGoals - supremacy) / 2;
  }
  const mean = (of: (record: MatchRecord) => number): number =>
    records.reduce((sum, record) => sum + of(record), 0) / records.length;
  const homeGoals = mean((record) => scoreOf(record).fullTime.home);
  const awayGoals = mean((record) => scoreOf(record).fullTime.away);

  test('goals are those that the expectation promises', () => {
    // Four standard errors of a mean of 2,000 Poisson counts.
    expect(Math.abs(homeGoals - expectedHome / records.length)).toBeLessThan(0.12);
    expect(Math.abs(awayGoals - expectedAway / records.length)).toBeLessThan(0.11);
  });

  test('look like football', () => {
    expect(homeGoals + awayGoals).toBeGreaterThan(2.4);
    expect(homeGoals + awayGoals).toBeLessThan(3.1);
    expect(homeGoals).toBeGreaterThan(awayGoals);
    const firstHalf = mean((record) => {
      const score = scoreOf(record).firstHalf;
      return score.home + score.away;
    });
    expect(firstHalf / (homeGoals + awayGoals)).toBeGreaterThan(0.4);
    expect(firstHalf / (homeGoals + awayGoals)).toBeLessThan(0.48);
    const draws = mean((record) => {
      const { home, away } = scoreOf(record).fullTime;
      return home === away ? 1 : 0;
    });
    expect(draws).toBeGreaterThan(0.2);
    expect(draws).toBeLessThan(0.3);
    const sides = ({ home, away }: { home: number; away: number }): number => home + away;
    expect(mean((record) => sides(corners(record)))).toBeGreaterThan(8);
    expect(mean((record) => sides(corners(record)))).toBeLessThan(11);
    expect(mean((record) => sides(redCards(record)))).toBeGreaterThan(0.1);
    expect(mean((record) => sides(redCards(record)))).toBeLessThan(0.5);
  });

  test('show every kind of event: video referee, penalties scored and missed, second yellows', () => {
    expect(mean((record) => record.cancelled.length)).toBeGreaterThan(0.05);
    const kinds = new Set(
      Array.from({ length: 200 }, (_, index) => sample.matchAt(index)).flatMap(({ events }) =>
        events.map(({ body }) => ('reason' in body ? `${body.kind} ${body.reason}` : body.kind)),
      ),
    );
    for (const kind of ['penalty-missed', 'bet-stop var', 'bet-stop penalty', 'correction'])
      expect(kinds).toContain(kind);
    const colours = records.flatMap(({ cards }) => cards.map(({ colour }) => colour));
    expect(new Set(colours)).toEqual(new Set(['yellow', 'second-yellow', 'red']));
    expect(records.some(({ goals }) => goals.some(({ how }) => how === 'penalty'))).toBe(true);
  });

  test('no bet stop outlives its match', () => {
    expect(records.filter(({ betStop }) => betStop !== null)).toEqual([]);
  });
});

describe('the schedule', () => {
  const sizes = fc.integer({ min: 6, max: MAX_TEAMS / 2 }).map((half) => half * 2);

  property.prop([sizes, fc.integer({ min: 0, max: 300 })])(
    'every team plays once a round',
    (teams, round) => {
      const playing = Array.from({ length: teams / 2 }, (_, match) => {
        const { home, away } = pairingAt((round * teams) / 2 + match, teams);
        return [home, away];
      }).flat();
      expect(playing.sort((left, right) => left - right)).toEqual(
        Array.from({ length: teams }, (_, team) => team),
      );
    },
  );

  property.prop([sizes, fc.integer({ min: 0, max: 5_000 })])(
    'matches that are close in the order share no team',
    (teams, from) => {
      const window = teams / 2 - 1;
      const playing = Array.from({ length: window }, (_, offset) => {
        const { home, away } = pairingAt(from + offset, teams);
        return [home, away];
      }).flat();
      expect(new Set(playing).size).toBe(playing.length);
    },
  );

  test('in two cycles every pair meets once on each ground', () => {
    const teams = 12;
    const matches = Array.from({ length: teams * (teams - 1) }, (_, index) => {
      const { home, away } = pairingAt(index, teams);
      return `${home}-${away}`;
    });
    expect(new Set(matches).size).toBe(teams * (teams - 1));
  });
});

test('teams have names of their own, and a league has a sensible size', () => {
  const names = makeTeams(seededRandom(1), MAX_TEAMS).map(({ name }) => name);
  expect(new Set(names).size).toBe(MAX_TEAMS);
  expect(() => league(1, 13)).toThrow(RangeError);
  expect(() => league(1, 10)).toThrow(RangeError);
});
