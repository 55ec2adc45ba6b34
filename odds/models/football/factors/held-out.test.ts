import { describe, expect, test } from 'vitest';

import { calibrate } from '../../fitting/mod.ts';
import { poissonCounts } from '../count-models.ts';
import { ZOU_2020, type Pair } from '../in-play-parameters.ts';
import type { InPlayModel } from '../rates.ts';
import { KICK_OFF, type FootballState } from '../scenario.ts';
import { scoreChance, type ScoreGrid } from '../score-grid.ts';
import { cardGrid, type CardState } from './cards.ts';
import { cornerGrid } from './corners.ts';
import type { CountParameters } from './count-parameters.ts';
import { LEAGUE_CARDS, LEAGUE_CORNERS } from './defaults.ts';
import { leadTimes } from './lead-times.ts';
import { NONE } from './testing/fixtures.ts';
import {
  RECORDINGS_ABSENT,
  recordedMatches,
  type Halves,
  type RecordedMatch,
} from './testing/wyscout.ts';

const sum = ({ firstHalf, secondHalf }: Halves): Pair => ({
  home: firstHalf.home + secondHalf.home,
  away: firstHalf.away + secondHalf.away,
});
const cardsOf = ({ yellow, dismissals }: RecordedMatch): Halves => ({
  firstHalf: {
    home: yellow.firstHalf.home + dismissals.firstHalf.home,
    away: yellow.firstHalf.away + dismissals.firstHalf.away,
  },
  secondHalf: {
    home: yellow.secondHalf.home + dismissals.secondHalf.home,
    away: yellow.secondHalf.away + dismissals.secondHalf.away,
  },
});
const mean = (values: readonly number[]): number =>
  values.reduce((all, value) => all + value, 0) / values.length;

/** Teams' goal differences a match in the first part of the season, shrunk as if by ten level matches. */
function strengths(matches: readonly RecordedMatch[]): (team: string) => number {
  const played = new Map<string, readonly number[]>();
  for (const { home, away, goals } of matches) {
    const lead = sum(goals).home - sum(goals).away;
    played.set(home, [...(played.get(home) ?? []), lead]);
    played.set(away, [...(played.get(away) ?? []), -lead]);
  }
  return (team) => {
    const leads = played.get(team) ?? [];
    return leads.reduce((all, lead) => all + lead, 0) / (leads.length + 10);
  };
}

/*
 * Log-loss a match of the default laws beside Poisson counts, on matches that come after those from which the
 * means of both and the strengths of the teams are taken. The defaults' dispersion does not rest on these
 * matches; their profiles in time and by score do, in part.
 */
describe.skipIf(RECORDINGS_ABSENT)(
  'on the second half of a season (skipped: ../shared/data/wyscout is absent)',
  () => {
    const matches = RECORDINGS_ABSENT ? [] : recordedMatches();
    const known = matches.slice(0, matches.length / 2);
    const unseen = matches.slice(matches.length / 2);
    const strength = strengths(known);
    const HOME_LEAD = 0.35;
    const models = new Map(
      unseen.map((match): [RecordedMatch, Readonly<{ model: InPlayModel; supremacy: number }>] => {
        const supremacy = HOME_LEAD + strength(match.home) - strength(match.away);
        return [match, { model: calibrate({ totalGoals: 2.75, supremacy }, ZOU_2020), supremacy }];
      }),
    );

    /** Mean log-loss of grids on the counts that were seen, by sides and by totals. */
    function losses(of: (match: RecordedMatch) => Pair, grid: (match: RecordedMatch) => ScoreGrid) {
      const each = unseen.map((match) => {
        const { home, away } = of(match);
        const chances = grid(match);
        let total = 0;
        for (let ours = 0; ours <= home + away; ours += 1) {
          total += scoreChance(chances, ours, home + away - ours);
        }
        return { sides: -Math.log(scoreChance(chances, home, away)), total: -Math.log(total) };
      });
      return {
        sides: mean(each.map(({ sides }) => sides)),
        total: mean(each.map(({ total }) => total)),
      };
    }
    const poissonGrid = ({ home, away }: Pair): ScoreGrid => {
      const [x, y] = [poissonCounts(home, 40), poissonCounts(away, 40)];
      const cells = Float64Array.from({ length: 41 * 41 }, (_, cell) => {
        return (x[Math.floor(cell / 41)] ?? 0) * (y[cell % 41] ?? 0);
      });
      return { maxHome: 40, maxAway: 40, cells, mass: 1 };
    };
    const means = (of: (match: RecordedMatch) => Pair): Pair => ({
      home: mean(known.map((match) => of(match).home)),
      away: mean(known.map((match) => of(match).away)),
    });
    /** The default law with the mean of the part of the season that is known. */
    const scaled = (
      parameters: CountParameters,
      usual: number,
      of: (match: RecordedMatch) => Halves,
    ) => {
      const { home, away } = means((match) => sum(of(match)));
      return { ...parameters, mean: (parameters.mean * (home + away)) / usual };
    };
    const CORNERS = scaled(LEAGUE_CORNERS, 9.91, ({ corners }) => corners);
    const YELLOW = scaled(LEAGUE_CARDS.yellow, 3.23, ({ yellow }) => yellow);
    const modelOf = (match: RecordedMatch) => {
      const of = models.get(match);
      if (of === undefined) throw new Error('a match without a model');
      return of;
    };
    const atKickOff = (match: RecordedMatch) => {
      const { supremacy, model } = modelOf(match);
      return { supremacy, match: KICK_OFF, leads: leadTimes(model, KICK_OFF) };
    };
    const NO_COUNTS: Halves = { firstHalf: NONE, secondHalf: NONE };

    test('there are 686 matches', () => {
      expect(matches).toHaveLength(686);
      const corners = matches.reduce((all, { corners: { firstHalf: a, secondHalf: b } }) => {
        return all + a.home + a.away + b.home + b.away;
      }, 0);
      expect(corners).toBe(6801);
    });

    test('corners: home and away counts, and their totals', () => {
      const of = (match: RecordedMatch): Pair => sum(match.corners);
      const model = losses(of, (match) => {
        const { supremacy, ...state } = atKickOff(match);
        return cornerGrid(
          { parameters: CORNERS, supremacy },
          { ...state, counts: NO_COUNTS },
          'match',
        );
      });
      const plain = losses(of, () => poissonGrid(means(of)));
      // 4.636 against 4.877, and 2.6164 against 2.6177.
      expect(plain.sides - model.sides).toBeGreaterThan(0.2);
      expect(plain.total - model.total).toBeGreaterThan(0.001);
    });

    test('corners after the break, from the first half', () => {
      const of = ({ corners }: RecordedMatch): Pair => corners.secondHalf;
      const model = losses(of, (match) => {
        const { supremacy, model: goals } = modelOf(match);
        const half: FootballState = {
          ...KICK_OFF,
          phase: 'half-time',
          elapsedMinutes: 45,
          firstHalf: match.goals.firstHalf,
          redCards: match.dismissals.firstHalf,
        };
        const counts = { ...NO_COUNTS, firstHalf: match.corners.firstHalf };
        const state = { match: half, leads: leadTimes(goals, half), counts };
        return cornerGrid({ parameters: CORNERS, supremacy }, state, 'second-half');
      });
      const plain = losses(of, () => poissonGrid(means(of)));
      // 3.874 against 4.091, and 2.305 against 2.312.
      expect(plain.sides - model.sides).toBeGreaterThan(0.18);
      expect(plain.total - model.total).toBeGreaterThan(0.005);
    });

    test('cards', () => {
      const of = (match: RecordedMatch): Pair => sum(cardsOf(match));
      const model = losses(of, (match) => {
        const { supremacy, ...state } = atKickOff(match);
        const cards: CardState = { ...state, yellow: NO_COUNTS, dismissals: NO_COUNTS };
        return cardGrid({ ...LEAGUE_CARDS, yellow: YELLOW, supremacy }, cards, 'match');
      });
      const plain = losses(of, () => poissonGrid(means(of)));
      // 3.210 against 3.251, and 2.110 against 2.132.
      expect(plain.sides - model.sides).toBeGreaterThan(0.035);
      expect(plain.total - model.total).toBeGreaterThan(0.015);
    });
  },
);
