import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { InputError, type Side } from '#contracts/mod.ts';
import { buildFootballIndex } from '#markets/mod.ts';
import { seededRandom, type Random } from '#platform/mod.ts';

import { periodGrids } from '../period-marginals.ts';
import { KICK_OFF, scenarioVector, type FootballState } from '../scenario.ts';
import { gridOfCells, type ScoreGrid } from '../score-grid.ts';
import { LEAGUE_SCORERS } from './defaults.ts';
import { goalsInNext } from './goal-window.ts';
import { nextGoalMinutes } from './goal-times.ts';
import { PLAYER_CELLS, playerCell, playerMarginals } from './player-cells.ts';
import type { Position, ScorerPlayer, ScorerState, TeamSheet } from './scorer-state.ts';
import { playerChances } from './scorers.ts';
import { presence, SLICES, SUBSTITUTION_MINUTES, substitutionsAhead } from './substitutions.ts';
import { expectChances, FULL_TIME, MODEL, models, states, sumOf } from './testing/fixtures.ts';
import { playMatch } from './testing/simulation.ts';

const INDEX = buildFootballIndex();
const FULL = periodGrids(INDEX, scenarioVector(MODEL, KICK_OFF, INDEX))['full-time'];
const NOTHING_LEFT = gridOfCells(0, 0, Float64Array.of(1));

const FORMATION: readonly Position[] = [
  'goalkeeper',
  ...Array.from({ length: 4 }, () => 'defender' as const),
  ...Array.from({ length: 4 }, () => 'midfielder' as const),
  'forward',
  'forward',
];
const BENCH: readonly Position[] = [
  'goalkeeper',
  'defender',
  'defender',
  ...Array.from({ length: 3 }, () => 'midfielder' as const),
  ...Array.from({ length: 3 }, () => 'forward' as const),
];

const sheet = (
  name: string,
  change: (player: ScorerPlayer) => ScorerPlayer = (one) => one,
): TeamSheet => ({
  substitutionsMade: 0,
  players: [
    ...FORMATION.map((position, at) => ({
      id: `${name}${at}`,
      position,
      onField: true,
      played: 'from-start' as const,
      goals: 0,
    })),
    ...BENCH.map((position, at) => ({
      id: `${name}-bench${at}`,
      position,
      onField: false,
      played: 'not' as const,
      goals: 0,
    })),
  ].map(change),
});
const START: ScorerState = {
  match: KICK_OFF,
  teams: { home: sheet('home'), away: sheet('away') },
  anyGoal: false,
  firstScorer: null,
  lastScorer: null,
};
const priced = (state: ScorerState, remaining: ScoreGrid = FULL) =>
  new Map(
    playerChances(MODEL, LEAGUE_SCORERS, remaining, state).map(({ id, cells }) => [
      id,
      { cells, ...playerMarginals(cells) },
    ]),
  );
const inPlay = (match: FootballState, more: Partial<ScorerState> = {}): ScorerState => ({
  ...START,
  match,
  ...more,
});
const anytime = (goals: Float64Array | undefined): number => 1 - (goals?.[0] ?? 1);

test('the cells are numbered as they are listed', () => {
  PLAYER_CELLS.forEach((cell, at) => expect(playerCell(cell)).toBe(at));
  expect(PLAYER_CELLS).toHaveLength(49);
});

describe('scorers', () => {
  property.prop([models, states], { numRuns: 30 })(
    'are distributions in every state',
    (model, match) => {
      const remaining = goalsInNext(model, match, 180);
      const anyGoal = match.firstHalf.home + match.firstHalf.away > 0;
      const state = inPlay(match, { anyGoal });
      const players = playerChances(model, LEAGUE_SCORERS, remaining, state);
      expect(players).toHaveLength(40);
      for (const { cells } of players) expectChances(cells);
      // Every goal that counts has a first and a last scorer, and somebody on the field.
      const some = players.reduce((sum, { cells }) => sum + playerMarginals(cells).last, 0);
      expect(some).toBeGreaterThan(0.97 * (1 - (remaining.cells[0] ?? 0)) - 1e-6);
      expect(some).toBeLessThanOrEqual(1 - (remaining.cells[0] ?? 0) + 1e-6);
    },
  );

  test('share all goals but own goals: each match with a goal has one first scorer', () => {
    const players = [...priced(START).values()];
    const none = FULL.cells.reduce((sum, chance, cell) => {
      const goals = Math.floor(cell / (FULL.maxAway + 1)) + (cell % (FULL.maxAway + 1));
      return sum + chance * LEAGUE_SCORERS.ownGoalShare ** goals;
    }, 0);
    const sum = (of: 'first' | 'last'): number => players.reduce((all, one) => all + one[of], 0);
    expect(sum('first')).toBeCloseTo(1 - none, 9);
    expect(sum('last')).toBeCloseTo(1 - none, 9);
  });

  test('forwards score most, substitutes score last rather than first', () => {
    const all = priced(START);
    const [keeper, defender, midfielder, forward] = ['home0', 'home1', 'home5', 'home9'].map((id) =>
      anytime(all.get(id)?.goals),
    );
    expect(keeper).toBeCloseTo(0, 12);
    expect(defender).toBeLessThan(midfielder ?? 0);
    expect(midfielder).toBeLessThan(forward ?? 0);
    const joker = all.get('home-bench6');
    expect(joker?.last).toBeGreaterThan(3 * (joker?.first ?? 1));
    expect(joker?.plays).toBeLessThan(1);
    expect(all.get('home9')?.plays).toBeCloseTo(1, 12);
  });

  property.prop([fc.double({ min: 0.01, max: 0.9, noNaN: true })], { numRuns: 20 })(
    'score more with a larger share',
    (goalShare) => {
      const of = (share: number): number =>
        anytime(
          priced({
            ...START,
            teams: {
              ...START.teams,
              home: sheet('home', (one) =>
                one.id === 'home7' ? { ...one, goalShare: share } : one,
              ),
            },
          }).get('home7')?.goals,
        );
      expect(of(Math.min(1, goalShare + 0.05))).toBeGreaterThan(of(goalShare));
    },
  );

  test('at full time all is certain', () => {
    const home = sheet('home', (one) => (one.id === 'home9' ? { ...one, goals: 2 } : one));
    const away = sheet('away', (one) => (one.id === 'away6' ? { ...one, goals: 1 } : one));
    const over = priced(
      inPlay(FULL_TIME, {
        teams: { home, away },
        anyGoal: true,
        firstScorer: 'home9',
        lastScorer: 'away6',
      }),
      NOTHING_LEFT,
    );
    expect(over.get('home9')).toMatchObject({ first: 1, last: 0, plays: 1 });
    expect(over.get('home9')?.goals).toEqual(Float64Array.of(0, 0, 1, 0));
    expect(over.get('away6')).toMatchObject({ first: 0, last: 1 });
    expect(over.get('home-bench6')?.plays).toBe(0);
    expect(over.get('home3')?.goals[0]).toBe(1);
  });

  test('who has gone off keeps his goals and scores no more', () => {
    const match = {
      ...KICK_OFF,
      phase: 'second-half',
      elapsedMinutes: 70,
      firstHalf: { home: 1, away: 0 },
    } as const;
    const home = sheet('home', (one) =>
      one.id === 'home9' ? { ...one, goals: 1, onField: false } : one,
    );
    const all = priced(
      inPlay(match, {
        teams: { ...START.teams, home: { ...home, substitutionsMade: 1 } },
        anyGoal: true,
        firstScorer: 'home9',
        lastScorer: 'home9',
      }),
      goalsInNext(MODEL, match, 180),
    );
    const gone = all.get('home9');
    expect(gone?.goals[1]).toBeCloseTo(1, 12);
    expect(gone?.first).toBeCloseTo(1, 12);
    expect(gone?.last).toBeGreaterThan(nextGoalMinutes(MODEL, match).none);
    expect(gone?.last).toBeLessThan(1);
  });

  test('nobody comes on when all substitutions are made; no first scorer after the first goal', () => {
    const match = {
      ...KICK_OFF,
      phase: 'second-half',
      elapsedMinutes: 60,
      firstHalf: { home: 0, away: 1 },
    } as const;
    const all = priced(
      inPlay(match, {
        teams: { ...START.teams, home: { ...START.teams.home, substitutionsMade: 5 } },
        anyGoal: true,
      }),
      goalsInNext(MODEL, match, 180),
    );
    expect(all.get('home-bench6')?.plays).toBe(0);
    const joker = all.get('away-bench6');
    expect(joker?.plays).toBeGreaterThan(0);
    expect(joker?.first).toBe(0);
    const early =
      joker?.cells[
        playerCell({ goals: 0, first: false, last: false, played: 'before-first-goal' })
      ];
    expect(early).toBe(0);
  });

  test('a sheet with few names leaves the rest of the goals to the others', () => {
    const only = { substitutionsMade: 0, players: START.teams.home.players.slice(9, 10) };
    const { goals } =
      priced({ ...START, teams: { ...START.teams, home: only } }).get('home9') ?? {};
    expect(anytime(goals)).toBeGreaterThan(0.2);
    expect(anytime(goals)).toBeLessThan(0.4);
  });

  test.each<[string, Partial<ScorerState>]>([
    [
      'goals without a first goal',
      { teams: { ...START.teams, home: sheet('home', (one) => ({ ...one, goals: 1 })) } },
    ],
    [
      'twelve on the field',
      {
        teams: {
          ...START.teams,
          home: sheet('home', (one) => ({ ...one, onField: true, played: 'from-start' })),
        },
      },
    ],
    [
      'on the field without playing',
      { teams: { ...START.teams, home: sheet('home', (one) => ({ ...one, played: 'not' })) } },
    ],
    [
      'a share above 1',
      { teams: { ...START.teams, home: sheet('home', (one) => ({ ...one, goalShare: 1.2 })) } },
    ],
    ['a scorer without a goal', { firstScorer: 'home9' }],
    ['a clock that is no number', { match: { ...KICK_OFF, elapsedMinutes: NaN } }],
  ])('%s is refused', (_, change) => {
    expect(() => priced({ ...START, ...change })).toThrow(InputError);
  });

  test('a grid that is no distribution is refused', () => {
    const half = gridOfCells(0, 0, Float64Array.of(0.5), false);
    expect(() => priced(START, half)).toThrow(InputError);
  });
});

describe('substitutions', () => {
  const squad = { leaveWeights: [0.02, 1, 1, 1.3], enterWeights: [1, 1.2, 0.5] };

  property.prop([
    fc.array(fc.double({ min: 0, max: 0.9, noNaN: true }), { minLength: 6, maxLength: 6 }),
  ])('take off as many as they bring on, and nobody comes back', (ahead) => {
    const { staying, entered } = presence(
      squad,
      ahead.map((one) => one / 2),
    );
    for (let slice = 1; slice < SLICES; slice += 1) {
      const at = (rows: Float64Array, player: number, of: number): number =>
        rows[player * SLICES + of] ?? 0;
      let [left, came] = [0, 0];
      squad.leaveWeights.forEach((_, player) => {
        expect(at(staying, player, slice)).toBeLessThanOrEqual(at(staying, player, slice - 1));
        left += at(staying, player, slice - 1) - at(staying, player, slice);
      });
      squad.enterWeights.forEach((_, player) => {
        came += at(entered, player, slice) - at(entered, player, slice - 1);
      });
      expect(left).toBeCloseTo((ahead[slice - 1] ?? 0) / 2, 9);
      expect(came).toBeCloseTo((ahead[slice - 1] ?? 0) / 2, 9);
    }
  });

  test('at the break are still ahead at half-time, and end with those allowed', () => {
    const { substitutions } = LEAGUE_SCORERS;
    const of = (phase: FootballState['phase'], elapsedMinutes: number, made = 0): number =>
      substitutionsAhead(substitutions, { phase, elapsedMinutes }, made).reduce(
        (sum, n) => sum + n,
        0,
      );
    expect(of('not-started', 0)).toBeCloseTo(substitutions.expected, 9);
    expect(of('half-time', 45)).toBeCloseTo(of('first-half', 46), 12);
    expect(of('second-half', 45)).toBeLessThan(of('half-time', 45));
    expect(of('second-half', 50, 4)).toBe(1);
    expect(of('second-half', 50, 5)).toBe(0);
    expect(of('full-time', 95)).toBe(0);
  });
});

/** Exchanges players one for one and gives each goal to somebody who is on the field. */
function playTeam(random: Random, goals: readonly number[]) {
  const draw = (from: readonly number[], weight: (at: number) => number): number => {
    let left = random.next() * from.reduce((sum, at) => sum + weight(at), 0);
    return from.find((at) => (left -= weight(at)) < 0) ?? from[0] ?? 0;
  };
  const positions = [...FORMATION, ...BENCH];
  const weightIn = (table: Readonly<Record<Position, number>>) => (at: number) =>
    table[positions[at] ?? 'forward'];
  let on = FORMATION.map((_, at) => at);
  let bench = BENCH.map((_, at) => FORMATION.length + at);
  const came: number[] = [];
  const { expected, shares } = LEAGUE_SCORERS.substitutions;
  const scorers: number[] = [];
  let change = 0;
  for (const minute of [...goals, 91]) {
    while (change < shares.length && (SUBSTITUTION_MINUTES[change] ?? 90) < minute) {
      const mean = expected * (shares[change] ?? 0);
      const many = Math.floor(mean) + (random.next() < mean % 1 ? 1 : 0);
      for (let one = 0; one < many; one += 1) {
        const off = draw(on, weightIn(LEAGUE_SCORERS.leaveWeight));
        const next = draw(bench, weightIn(LEAGUE_SCORERS.enterWeight));
        on = on.filter((at) => at !== off);
        bench = bench.filter((at) => at !== next);
        came.push(next);
      }
      change += 1;
    }
    if (minute > 90) break;
    const own = random.next() < LEAGUE_SCORERS.ownGoalShare;
    scorers.push(own ? -1 : draw([...on, ...came], weightIn(LEAGUE_SCORERS.goalShare)));
  }
  return { scorers, came };
}

test('against matches played minute by minute, players exchanged (seed scorers)', () => {
  const random = seededRandom('scorers');
  const runs = 12_000;
  const players = FORMATION.length + BENCH.length;
  const seen = Array.from({ length: players }, () => ({
    goals: [0, 0, 0, 0],
    first: 0,
    last: 0,
    plays: 0,
  }));
  for (let run = 0; run < runs; run += 1) {
    const { goals } = playMatch(random, { model: MODEL, kinds: [], supremacy: 0 });
    const minutes = (side: Side) =>
      goals.filter((goal) => goal.side === side).map(({ minute }) => minute);
    const home = playTeam(random, minutes('home'));
    const away = playTeam(random, minutes('away'));
    const order = { home: [...home.scorers], away: [...away.scorers] };
    const counting = goals
      .map(({ side }) => ({ side, player: order[side].shift() ?? -1 }))
      .filter(({ player }) => player >= 0);
    seen.forEach((of, player) => {
      const scored = home.scorers.filter((at) => at === player).length;
      of.goals[Math.min(3, scored)] = (of.goals[Math.min(3, scored)] ?? 0) + 1;
      if (counting[0]?.side === 'home' && counting[0].player === player) of.first += 1;
      if (counting.at(-1)?.side === 'home' && counting.at(-1)?.player === player) of.last += 1;
      if (player < FORMATION.length || home.came.includes(player)) of.plays += 1;
    });
  }
  const all = [...priced(START).values()];
  seen.forEach((of, player) => {
    const ours = all[player];
    const agrees = (chance: number | undefined, count: number | undefined): void => {
      const share = (count ?? 0) / runs;
      const error = Math.sqrt(Math.max(share * (1 - share), 1 / runs) / runs);
      // Players are taken one by one, not exchanged for each other: up to a few in a thousand.
      expect(Math.abs((chance ?? 0) - share)).toBeLessThan(4 * error + 0.003);
    };
    of.goals.forEach((count, goals) => agrees(ours?.goals[goals], count));
    agrees(ours?.first, of.first);
    agrees(ours?.last, of.last);
    expect(Math.abs((ours?.plays ?? 0) - of.plays / runs)).toBeLessThan(0.03);
  });
  expect(sumOf(Float64Array.from(seen, ({ first }) => first))).toBeGreaterThan(0);
});
