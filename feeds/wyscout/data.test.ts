import { existsSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import type { FixtureEvent, MatchPhase, Score } from '#contracts/mod.ts';
import { fixtureId } from '#contracts/mod.ts';
import { extraTime, redCards, scoreOf, shootOut } from '#markets/mod.ts';
import { ManualClock } from '#platform/mod.ts';

import { defaultDataDir } from '../find-match.ts';
import { playRun } from '../replay.ts';
import { recordOfEvents, recordOfScript } from '../script-record.ts';
import type { MatchScript } from '../script.ts';
import { openWyscout } from './archive.ts';
import { readFullMatch, readOfficial, wyscoutDir } from './files.ts';
import { verifyCompetition } from './verify.ts';

const dir = wyscoutDir(defaultDataDir()) ?? '';
const isAbsent = !existsSync(dir);
const noBadLine = (bad: unknown): never => {
  throw new Error(JSON.stringify(bad));
};

/** The two matches of 750 whose own record contradicts their events, and reality. */
const KNOWN_CONTRADICTIONS = [
  'wyscout-2499781: result says second half 0-1, the incidents say 0-0',
  'wyscout-2500001: result says first half 0-0, the incidents say 1-0',
];

describe.skipIf(isAbsent)(
  'the Wyscout recordings (skipped: ../shared/data/wyscout is absent)',
  () => {
    const archive = openWyscout(dir);

    test.each([
      ['World_Cup', { matches: 64, agreeing: 64, withExtraTime: 5, withShootOut: 4 }],
      ['Germany', { matches: 306, agreeing: 306, withExtraTime: 0, withShootOut: 0 }],
      ['England', { matches: 380, agreeing: 378, withExtraTime: 0, withShootOut: 0 }],
    ] as const)('every match of %s ends as the official record says', (competition, counts) => {
      const report = verifyCompetition(archive, competition);
      expect(report).toMatchObject({ ...counts, badLines: [] });
      expect(report.contradictions).toEqual(competition === 'England' ? KNOWN_CONTRADICTIONS : []);
    });

    /** Plays the script on a clock that is moved from event to event, as a real clock would come to them. */
    async function replay(script: MatchScript): Promise<readonly FixtureEvent[]> {
      const clock = new ManualClock();
      const events: FixtureEvent[] = [];
      const kickOffAt = clock.now() + 60_000;
      const played = playRun(
        {
          fixtureId: fixtureId(script.id),
          producer: 'test',
          script,
          announceAt: clock.now(),
          kickOffAt,
          speed: 60,
        },
        {
          clock,
          emit: (draft) => {
            events.push({ ...draft, version: events.length + 1, publishedAt: clock.now() });
            return Promise.resolve();
          },
        },
      );
      await clock.advance(60_000 + 200_000);
      await played;
      return events;
    }

    const cases: readonly (readonly [string, number])[] = [
      ['World_Cup', 64],
      ['England', 20],
    ];
    test.each(cases)(
      '%s: %i replays at speed 60 end with the official scores',
      async (name, count) => {
        const official = readOfficial(dir, name);
        let replayed = 0;
        for (const script of archive.scripts(name, noBadLine)) {
          if (replayed === count) break;
          replayed += 1;
          const { record, contradictions } = recordOfEvents(
            fixtureId(script.id),
            await replay(script),
          );
          const found = official.get(Number(script.id.replace('wyscout-', '')));
          const match = typeof found === 'string' ? undefined : found;
          const score = scoreOf(record);
          expect([script.id, score.firstHalf, score.fullTime]).toEqual([
            script.id,
            match?.halfTime,
            match?.fullTime,
          ]);
          expect(extraTime(record)).toEqual(match?.result.extraTime ?? null);
          expect(shootOut(record)).toEqual(match?.result.shootOut ?? null);
          expect(contradictions).toEqual([]);
        }
        expect(replayed).toBe(count);
      },
    );

    test('Russia–Croatia: extra time and penalties leave the 90 minutes alone', () => {
      const script = archive.script(2058012);
      expect(script?.title).toBe('Russia – Croatia');
      if (script === undefined) return;
      const { record } = recordOfScript(script);
      const scores: readonly (Score | null)[] = [
        scoreOf(record).fullTime,
        extraTime(record),
        shootOut(record),
      ];
      expect(scores).toEqual([
        { home: 1, away: 1 },
        { home: 1, away: 1 },
        { home: 3, away: 4 },
      ]);
      expect(record.phases.at(-1)).toBe<MatchPhase>('ended');
    });

    test('the figures of the whole data set are those of its description', () => {
      const totals = { ownGoals: 0, penalties: 0, missed: 0, yellow: 0, sentOff: 0, corners: 0 };
      for (const competition of ['England', 'Germany', 'World_Cup'] as const) {
        for (const script of archive.scripts(competition, noBadLine)) {
          const { record } = recordOfScript(script);
          const { home, away } = redCards(record);
          totals.ownGoals += record.goals.filter(({ how }) => how === 'own-goal').length;
          totals.penalties += record.goals.filter(({ how }) => how === 'penalty').length;
          totals.missed += script.events.filter(
            ({ body }) => body.kind === 'penalty-missed',
          ).length;
          totals.yellow += record.cards.filter(({ colour }) => colour === 'yellow').length;
          totals.sentOff += home + away;
          totals.corners += record.corners.length;
        }
      }
      expect(totals).toEqual({
        ownGoals: 63,
        penalties: 146,
        missed: 56,
        yellow: 2434,
        sentOff: 88,
        corners: 7404,
      });
    });

    test('expectations are plausible and grow apart as the season goes on', () => {
      const scripts = [...archive.scripts('England', noBadLine)].sort(
        (left, right) => left.startsAt - right.startsAt,
      );
      const supremacies = scripts.map(({ events }) => {
        const body = events[1]?.body;
        if (body?.kind !== 'expectation') throw new Error('no expectation');
        expect(body.totalGoals).toBeGreaterThan(1.2);
        expect(body.totalGoals).toBeLessThan(5);
        return body.supremacy;
      });
      const spread = (values: readonly number[]): number =>
        Math.max(...values) - Math.min(...values);
      expect(spread(supremacies.slice(0, 10))).toBeLessThan(0.3);
      expect(spread(supremacies.slice(-100))).toBeGreaterThan(1.5);
    });

    test('a match is the same from its full file and from its lean line', () => {
      const lean = [...archive.scripts('World_Cup', noBadLine)];
      const both = lean.filter((script) => {
        const full = readFullMatch(dir, Number(script.id.replace('wyscout-', '')));
        return full !== undefined;
      });
      expect(both).toHaveLength(11);
      for (const script of both) {
        const full = archive.script(Number(script.id.replace('wyscout-', '')));
        const facts = (of: MatchScript | undefined): unknown =>
          of?.events
            .filter(({ body }) => !['clock', 'phase'].includes(body.kind))
            .map(({ body }) => body);
        expect(facts(full)).toEqual(facts(script));
      }
    });
  },
);
