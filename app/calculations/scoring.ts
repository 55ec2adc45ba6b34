import {
  averageScore,
  calibrationError,
  closingLineValue,
  scoreForecast,
} from '#odds/models/mod.ts';
import { anyOf, chance, count, flag, list, odds, wholeFrom } from './fields.ts';
import { defined, exactly, operation, type Kind } from './operation.ts';
import { refuse, within } from './read.ts';

const forecast = { probabilities: list(chance), outcome: count };
type Forecast = Readonly<{ probabilities: readonly number[]; outcome: number }>;

/** A sum of chances may be off by this, as chances written to few decimals are. */
const SUM_SLACK = 2e-3;

function checkForecast({ probabilities, outcome }: Forecast): void {
  const sum = probabilities.reduce((all, p) => all + p, 0);
  if (Math.abs(sum - 1) > SUM_SLACK) {
    refuse('probabilities', probabilities, `must sum to 1, and sum to ${sum}`, 'NUMBER_INVALID');
  }
  if (outcome >= probabilities.length) {
    refuse('outcome', outcome, `must be below ${probabilities.length}`, 'NUMBER_INVALID');
  }
}

const happened = anyOf([wholeFrom(0, 1), flag], 'must be 0 or 1');

export const scoringKind: Kind = {
  score: operation(forecast, (input) => {
    checkForecast(input);
    return defined(scoreForecast(input));
  }),
  average: operation({ forecasts: list(exactly(forecast)) }, ({ forecasts }) => {
    forecasts.forEach((one, at) => {
      within(`forecasts[${at}]`, () => {
        checkForecast(one);
      });
    });
    return defined(averageScore(forecasts));
  }),
  clv: operation({ taken: list(odds), closingFair: list(odds) }, ({ taken, closingFair }) => {
    if (taken.length !== closingFair.length) {
      refuse('closingFair', closingFair, 'must hold one price for each price taken');
    }
    return defined(closingLineValue(taken.map(Number), closingFair.map(Number)));
  }),
  calibration: operation(
    { predicted: list(chance), happened: list(happened), bins: wholeFrom(1, 1000) },
    ({ predicted, happened: results, bins }) => {
      if (predicted.length !== results.length) {
        refuse('happened', results, 'must hold one result for each prediction');
      }
      return calibrationError(predicted, results.map(Number), bins);
    },
  ),
};
