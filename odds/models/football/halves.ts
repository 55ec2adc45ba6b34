import { chanceAbove, chanceAt, chanceBelow } from './distribution.ts';
import { marginalsOf, scoreChance, type ScoreGrid } from './score-grid.ts';
import { DEFAULT_MAX_GOALS, scoreGrid } from './score-models.ts';

/** Two independent Poisson halves; the first holds `firstHalfShare` of both rates. */
export type HalvesModel = Readonly<{ lambda: number; mu: number; firstHalfShare: number }>;
export type HalfGrids = Readonly<{ first: ScoreGrid; second: ScoreGrid }>;

export function halfGrids(model: HalvesModel, maxGoals: number = DEFAULT_MAX_GOALS): HalfGrids {
  const half = (share: number): ScoreGrid =>
    scoreGrid({ model: 'poisson', lambda: model.lambda * share, mu: model.mu * share }, maxGoals);
  return { first: half(model.firstHalfShare), second: half(1 - model.firstHalfShare) };
}

type Letter = 'H' | 'D' | 'A';
/** Half-time result, then full-time result. */
export type HalfTimeFullTime = `${Letter}${Letter}`;

const sideOf = (lead: number): Letter => (lead > 0 ? 'H' : lead < 0 ? 'A' : 'D');

/** The nine half-time/full-time chances. */
export function halfTimeFullTime(halves: HalfGrids): Readonly<Record<HalfTimeFullTime, number>> {
  const chances = { HH: 0, HD: 0, HA: 0, DH: 0, DD: 0, DA: 0, AH: 0, AD: 0, AA: 0 };
  const { difference } = marginalsOf(halves.second);
  for (let home = 0; home <= halves.first.maxHome; home += 1) {
    for (let away = 0; away <= halves.first.maxAway; away += 1) {
      const lead = home - away;
      const reached = scoreChance(halves.first, home, away);
      chances[`${sideOf(lead)}H`] += reached * chanceAbove(difference, -lead);
      chances[`${sideOf(lead)}D`] += reached * chanceAt(difference, -lead);
      chances[`${sideOf(lead)}A`] += reached * chanceBelow(difference, -lead);
    }
  }
  return chances;
}
