import {
  averageScore,
  calibrationError,
  closingLineValue,
  scoreForecast,
} from '#odds/models/mod.ts';
import {
  anyOf,
  decimal,
  defined,
  exactly,
  flag,
  integer,
  list,
  number,
  operation,
  type Kind,
} from './operation.ts';

const forecast = { probabilities: list(number), outcome: integer };

export const scoringKind: Kind = {
  score: operation(forecast, (input) => defined(scoreForecast(input))),
  average: operation({ forecasts: list(exactly(forecast), { minItems: 1 }) }, ({ forecasts }) =>
    defined(averageScore(forecasts)),
  ),
  clv: operation({ taken: list(decimal), closingFair: list(decimal) }, ({ taken, closingFair }) =>
    defined(closingLineValue(taken.map(Number), closingFair.map(Number))),
  ),
  calibration: operation(
    { predicted: list(number), happened: list(anyOf([integer, flag])), bins: integer },
    ({ predicted, happened, bins }) => {
      if (predicted.length !== happened.length)
        throw new Error('happened: one for each prediction');
      return calibrationError(predicted, happened.map(Number), bins);
    },
  ),
};
