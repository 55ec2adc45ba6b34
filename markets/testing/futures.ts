import type { MatchPhase, Side } from '#contracts/mod.ts';

import type { Card, Goal, Incident, MatchRecord, Moment } from '../record/match-record.ts';
import { nominalMinute } from '../record/phases.ts';
import { extraTime, firstHalfOver, regularTimeOver, scoreOf, shootOut } from '../record/views.ts';

/**
 * Ends that a match under way may still have, by brute force: every number of further events up to a bound that
 * is large enough for the lines in the tests. A match is ended by its record, not by its events, for speed.
 */
export type Ends = readonly MatchRecord[];

const upTo = (most: number): readonly number[] => Array.from({ length: most + 1 }, (_, at) => at);
const pairs = (values: readonly number[]): readonly (readonly [number, number])[] =>
  values.flatMap((left) => values.map((right) => [left, right] as const));
const ORDERS: readonly (readonly Side[])[] = [
  ['home', 'away'],
  ['away', 'home'],
];
const NO_LINEUP = 'Nobody';

const ended = (record: MatchRecord, change: Partial<MatchRecord>): MatchRecord => ({
  ...record,
  ...change,
  phase: 'ended',
  phases: [...record.phases, ...(change.phases ?? []), 'ended'],
});

/** A moment in this phase that is not before now. */
function laterIn(record: MatchRecord, phase: MatchPhase): Moment {
  const elapsedMs = record.phase === phase ? record.clock.elapsedMs : 0;
  return { phase, elapsedMs, minute: nominalMinute(phase, elapsedMs) };
}
const incident = (side: Side, when: Moment): Incident => ({
  eventId: 'future',
  side,
  player: NO_LINEUP,
  ...when,
});
const goal = (side: Side, when: Moment): Goal => ({ ...incident(side, when), how: 'play' });
const times = <Item>(count: number, item: Item): readonly Item[] =>
  Array.from({ length: count }, () => item);

/** Halves in which something can still happen. */
const openHalves = (record: MatchRecord): readonly Moment[] => [
  ...(firstHalfOver(record) ? [] : [laterIn(record, 'first-half')]),
  ...(regularTimeOver(record) ? [] : [laterIn(record, 'second-half')]),
];

/** So many of each side in one half, in each of these orders of the sides. */
const inOneHalf = (half: Moment, most: number, orders = ORDERS): readonly (readonly Incident[])[] =>
  pairs(upTo(most)).flatMap(([home, away]) =>
    orders.map((sides) =>
      sides.flatMap((side) => times(side === 'home' ? home : away, incident(side, half))),
    ),
  );

/** Few in each half together, many in either half alone. */
const additions = (record: MatchRecord, few: number, many: number) => {
  const halves = openHalves(record);
  const [first, second] = halves;
  const alone = halves.flatMap((half) => inOneHalf(half, many));
  if (first === undefined || second === undefined) return alone;
  const order = ORDERS.slice(0, 1);
  const after = inOneHalf(second, few, order);
  const together = inOneHalf(first, few, order).flatMap((one) =>
    after.map((two) => [...one, ...two]),
  );
  return [...alone, ...together];
};

export const goalEnds = (record: MatchRecord): Ends =>
  additions(record, 3, 12).map((more) =>
    ended(record, {
      goals: [...record.goals, ...more.map((each): Goal => ({ ...each, how: 'play' }))],
    }),
  );
export const cornerEnds = (record: MatchRecord): Ends =>
  additions(record, 1, 17).map((more) => ended(record, { corners: [...record.corners, ...more] }));
export const cardEnds = (record: MatchRecord): Ends =>
  additions(record, 1, 13).flatMap((more) =>
    (['yellow', 'red'] as const).map((colour) =>
      ended(record, {
        cards: [...record.cards, ...more.map((each): Card => ({ ...each, colour }))],
      }),
    ),
  );

/** Up to three goals of one side in any minute that is left. */
export function minuteEnds(record: MatchRecord): Ends {
  const minutes = openHalves(record).flatMap(({ phase, elapsedMs }) =>
    upTo(44)
      .map((minute) => Math.max(minute * 60_000, elapsedMs))
      .map((at): Moment => ({ phase, elapsedMs: at, minute: nominalMinute(phase, at) })),
  );
  const more = minutes.flatMap((when) =>
    (['home', 'away'] as const).flatMap((side) =>
      upTo(3).map((count) => times(count, goal(side, when))),
    ),
  );
  return [[], ...more].map((goals) => ended(record, { goals: [...record.goals, ...goals] }));
}

/** What may happen to a player: `h` his goal, `o` and `x` goals of others, `s` he comes on. */
const STORIES: readonly (readonly string[])[] = [[], ['h'], ['o'], ['x'], ['s']].flatMap((one) =>
  [[], ['h'], ['o'], ['x'], ['s']].flatMap((two) =>
    [[], ['h'], ['o'], ['x']].flatMap((three) =>
      [[], ['h'], ['o']].map((four) => [...one, ...two, ...three, ...four]),
    ),
  ),
);

/** Ends for one player of a line-up, whose goals so far are all known. */
export function playerEnds(record: MatchRecord, playerId: string): Ends {
  const player = record.players.find(({ id }) => id === playerId);
  const when = openHalves(record).at(-1);
  if (player === undefined || when === undefined) return [ended(record, {})];
  const { side, name } = player;
  const came = record.substitutions.some(({ on }) => on === playerId);
  const isGone =
    record.substitutions.some(({ off }) => off === playerId) ||
    record.cards.some(
      (card) => card.side === side && card.player === name && card.colour !== 'yellow',
    );
  const isOn = (player.starts || came) && !isGone;
  return STORIES.filter((story) => {
    const comesOn = story.indexOf('s');
    if (comesOn >= 0 && (isOn || isGone || story.lastIndexOf('s') !== comesOn)) return false;
    const scores = story.indexOf('h');
    return scores < 0 || isOn || (comesOn >= 0 && comesOn < scores);
  }).map((story) => {
    const moments = story.map((_, at): Moment => ({
      ...when,
      elapsedMs: when.elapsedMs + 1000 * (at + 1),
    }));
    const goals = story.flatMap((what, at): Goal[] => {
      if (what === 's') return [];
      const by = what === 'x' && side === 'home' ? 'away' : what === 'x' ? 'home' : side;
      return [{ ...goal(by, moments[at] ?? when), player: what === 'h' ? name : NO_LINEUP }];
    });
    const on = story.includes('s')
      ? [
          {
            eventId: 'on',
            side,
            on: playerId,
            off: 'somebody',
            ...(moments[story.indexOf('s')] ?? when),
          },
        ]
      : [];
    return ended(record, {
      goals: [...record.goals, ...goals],
      substitutions: [...record.substitutions, ...on],
    });
  });
}

const isLevel = (record: MatchRecord): boolean => {
  const { fullTime } = scoreOf(record);
  const extra = extraTime(record) ?? { home: 0, away: 0 };
  return fullTime.home + extra.home === fullTime.away + extra.away;
};
const withGoals = (record: MatchRecord, phase: MatchPhase, most: number): Ends =>
  pairs(upTo(most)).map(([home, away]) => ({
    ...record,
    phase,
    phases: [...record.phases, phase],
    goals: [
      ...record.goals,
      ...times(home, goal('home', laterIn(record, phase))),
      ...times(away, goal('away', laterIn(record, phase))),
    ],
  }));

/** Ends of a tie that needs a winner. */
export function tieEnds(record: MatchRecord): Ends {
  const kicks = shootOut(record);
  if (kicks !== null) return shootOutEnds(record);
  const regular = regularTimeOver(record) ? [record] : withGoals(record, 'second-half', 3);
  return regular.flatMap((full) => {
    const isExtra = extraTime(full) !== null;
    if (!isExtra && !isLevel(full)) return [ended(full, {})];
    if (record.decider === 'penalties') return shootOutEnds(full);
    const isOver = record.phase === 'extra-end';
    const extras = isOver ? [full] : withGoals(full, 'extra-second', 7);
    return extras.flatMap((after) =>
      isLevel(after)
        ? shootOutEnds({ ...after, phases: [...after.phases, 'extra-first'] })
        : [ended(after, { phases: ['extra-first'] })],
    );
  });
}

const shootOutEnds = (record: MatchRecord): Ends =>
  pairs(upTo(7))
    .map(([home, away]) =>
      ended(record, {
        phases: ['penalties'],
        shootOutKicks: [
          ...record.shootOutKicks,
          ...times(home, { eventId: 'kick', side: 'home' as const, scored: true }),
          ...times(away, { eventId: 'kick', side: 'away' as const, scored: true }),
        ],
      }),
    )
    .filter((end) => {
      const { home, away } = shootOut(end) ?? { home: 0, away: 0 };
      return home !== away;
    });
