import { fc, test as property } from '@fast-check/vitest';
import { describe, expect } from 'vitest';

import { parseMarketKey, type MarketKey } from '#contracts/mod.ts';

import { gradeMarket } from '../catalogue.ts';
import type { MatchRecord } from '../record/match-record.ts';
import { regularTimeOver } from '../record/views.ts';
import { recordAfter, sequence } from '../testing/events.ts';
import {
  cardEnds,
  cornerEnds,
  goalEnds,
  minuteEnds,
  playerEnds,
  tieEnds,
  type Ends,
} from '../testing/futures.ts';
import { randomMatch } from '../testing/random-match.ts';
import { oneOfEach } from '../testing/random-specifiers.ts';
import { FOOTBALL_DEFINITIONS } from './definitions.ts';
import { isCoreView, type FootballView } from './facts.ts';

const definitions = [...FOOTBALL_DEFINITIONS.values()];
const reading = (holds: (view: FootballView) => boolean) =>
  definitions.filter(({ reads }) => holds(reads));

const told = { maxGoals: 2, maxOthers: 6, corrections: false };

describe('a grade', () => {
  property.prop([randomMatch(told), fc.nat(60), fc.nat(60), oneOfEach(definitions)])(
    'never changes once it is given, however the match goes on',
    ({ drafts }, one, other, keys) => {
      const events = sequence(drafts);
      const cuts = [one, other].map((cut) => cut % (events.length + 1)).toSorted((a, b) => a - b);
      const [now, later] = cuts.map((cut) => recordAfter(events.slice(0, cut)));
      const end = recordAfter(events);
      if (now === undefined || later === undefined) return;
      for (const key of keys) {
        for (const [outcome, grade] of gradeMarket(now, key) ?? []) {
          if (grade === 'undecided') continue;
          const after = [later, end].map((record) => gradeMarket(record, key)?.get(outcome));
          expect([key, outcome, grade, ...after]).toEqual([key, outcome, grade, grade, grade]);
        }
      }
    },
  );

  property.prop([randomMatch(told), oneOfEach(definitions)])(
    'is given for every market of a match that is over, unless a goal has no scorer or a tie no winner',
    ({ drafts }, keys) => {
      const record = recordAfter(sequence(drafts));
      const open = keys.filter((key) =>
        [...(gradeMarket(record, key)?.values() ?? [])].includes('undecided'),
      );
      const unnamed = record.goals.some(({ player }) => player === null);
      const excused = open.filter((key) => {
        const view = FOOTBALL_DEFINITIONS.get(parseMarketKey(key)?.type as 'to-qualify')?.reads;
        return (view === 'player' && unnamed) || (view === 'decider' && record.decider === null);
      });
      expect(open).toEqual(excused);
    },
  );
});

/** Every scorer is known, as far as the brute force goes. */
const withNames = (record: MatchRecord): MatchRecord => ({
  ...record,
  goals: record.goals.map((goal) => ({ ...goal, player: goal.player ?? 'Nobody' })),
});

/** The grade that every way on agrees on, outcome by outcome. */
function agreed(ends: Ends, key: MarketKey): Record<string, string> {
  const found = new Map<string, Set<string>>();
  for (const end of ends) {
    for (const [outcome, grade] of gradeMarket(end, key) ?? []) {
      found.set(outcome, (found.get(outcome) ?? new Set<string>()).add(grade));
    }
  }
  return Object.fromEntries(
    [...found].map(([outcome, grades]) => [
      outcome,
      grades.size === 1 ? ([...grades][0] ?? '') : 'undecided',
    ]),
  );
}

type Futures = readonly [
  name: string,
  reads: (view: FootballView) => boolean,
  ends: (record: MatchRecord, key: MarketKey) => Ends,
];
const FUTURES: readonly Futures[] = [
  ['goals', (view) => isCoreView(view) || view === 'last-goal', goalEnds],
  ['minutes', (view) => view === 'interval' || view === 'first-goal-time', minuteEnds],
  ['corners', (view) => view.includes('corner'), cornerEnds],
  ['cards', (view) => /card|booking|sendings/u.test(view), cardEnds],
  [
    'players',
    (view) => view === 'player',
    (record, key) => playerEnds(record, parseMarketKey(key)?.specifiers['player'] ?? ''),
  ],
];

describe.each(FUTURES)('grades on %s under way', (_, reads, ends) => {
  property.prop([randomMatch(told), fc.nat(60), oneOfEach(reading(reads))], { numRuns: 15 })(
    'are given exactly when every way on agrees on them',
    ({ drafts }, cut, keys) => {
      const events = sequence(drafts);
      const now = withNames(recordAfter(events.slice(0, cut % (events.length + 1))));
      fc.pre(!regularTimeOver(now));
      const same = new Map<unknown, Ends>();
      for (const key of keys) {
        const player = parseMarketKey(key)?.specifiers['player'];
        // Before a line-up nobody can tell whether he will play.
        if (player !== undefined && !now.players.some(({ id }) => id === player)) continue;
        const of = same.get(player) ?? ends(now, key);
        same.set(player, of);
        expect([key, Object.fromEntries(gradeMarket(now, key) ?? [])]).toEqual([
          key,
          agreed(of, key),
        ]);
      }
    },
  );
});

describe('grades on a tie under way', () => {
  const ofTies = reading((view) => view === 'decider');

  property.prop([randomMatch({ ...told, maxGoals: 1 }), fc.nat(60), oneOfEach(ofTies)], {
    numRuns: 40,
  })('are given exactly when every way on agrees on them', ({ drafts }, cut, keys) => {
    const events = sequence(drafts);
    const now = recordAfter(events.slice(0, cut % (events.length + 1)));
    fc.pre(now.decider !== null && now.phase !== 'ended');
    const ends = tieEnds(now);
    for (const key of keys) {
      expect([key, Object.fromEntries(gradeMarket(now, key) ?? [])]).toEqual([
        key,
        agreed(ends, key),
      ]);
    }
  });
});
