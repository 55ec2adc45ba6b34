import { InputError } from '#contracts/mod.ts';

import { dixonColesFactor } from './dixon-coles.ts';
import type { BirthFrom } from './birth-grid.ts';
import { remainingGrid } from './constant-rates.ts';
import type { InPlayParameters, Pair } from './in-play-parameters.ts';
import { nominalSegments } from './play-clock.ts';
import { redCardFactors } from './rates.ts';
import { gridOfCells, scoreChance, type ScoreGrid } from './score-grid.ts';
import { scoreGrid } from './score-models.ts';

/** Rates of the whole match, in goals, and the dependence of low scores. */
export type DixonColesRates = Readonly<{ lambda: number; mu: number; rho: number }>;

/** The part of the play of a match that is left at a minute (0..90), stoppage time included. */
function shareLeft(parameters: InPlayParameters, minute: number): number {
  const play = (from: number): number =>
    nominalSegments(parameters, from).reduce(
      (sum, { from: start, to, multiplier }) => sum + (to - start) * multiplier,
      0,
    );
  return play(minute) / play(0);
}

/**
 * Final scores from a state of play. Dixon and Coles weigh final scores of a Poisson match by τ, so what is
 * known during the match conditions that weighed law: Poisson goals for the play that is left, at rates
 * changed by red cards, weighed by τ of the final score.
 *
 * @throws InputError for rates without a law, or NO_SOLUTION where ρ allows no score that can still come.
 */
export function dixonColesFinal(
  rates: DixonColesRates,
  { score, minute, redCards = { home: 0, away: 0 } }: BirthFrom,
  parameters: InPlayParameters,
): ScoreGrid {
  // Checks the rates and the bounds of ρ.
  scoreGrid({ model: 'dixon-coles', ...rates }, 1);
  const left = shareLeft(parameters, minute);
  const red = redCardFactors(parameters, redCards);
  const rest = remainingGrid({
    home: rates.lambda * red.home * left,
    away: rates.mu * red.away * left,
  });
  return weighed(rest, score, rates);
}

function weighed(rest: ScoreGrid, score: Pair, rates: DixonColesRates): ScoreGrid {
  const [maxHome, maxAway] = [score.home + rest.maxHome, score.away + rest.maxAway];
  const cells = new Float64Array((maxHome + 1) * (maxAway + 1));
  for (let home = score.home; home <= maxHome; home += 1) {
    for (let away = score.away; away <= maxAway; away += 1) {
      cells[home * (maxAway + 1) + away] =
        scoreChance(rest, home - score.home, away - score.away) *
        dixonColesFactor(home, away, rates);
    }
  }
  const grid = gridOfCells(maxHome, maxAway, cells);
  if (grid.mass > 0) return grid;
  throw new InputError('NO_SOLUTION', 'rho', rates.rho, 'leaves no score that can still come');
}
