import type { Linearised } from './gauss-newton.ts';
import type { Decided, Equation } from './quotes.ts';

/** A bet's chances, and their slopes in each unknown. */
export type Sloped = Readonly<{ value: Decided; slopes: readonly Decided[] }>;

/**
 * How far a model is from the chances asked, in log-odds, each times the root of its weight, and the slopes
 * of that in the first `unknowns`. Undefined where some chance is not between 0 and 1.
 */
export function misfitOf(
  equations: readonly Equation[],
  read: (equation: Equation) => Sloped,
  unknowns: number,
): Linearised | undefined {
  const residuals: number[] = [];
  const columns = Array.from({ length: unknowns }, (): number[] => []);
  for (const equation of equations) {
    const { value, slopes } = read(equation);
    const { win, lose } = value;
    if (!(win > 0 && lose > 0)) return undefined;
    residuals.push(equation.scale * (Math.log(win / lose) - equation.askedLogOdds));
    columns.forEach((column, unknown) => {
      const by = slopes[unknown];
      column.push(by === undefined ? 0 : equation.scale * (by.win / win - by.lose / lose));
    });
  }
  return { residuals, columns };
}

/** What one chance was asked to be, and what the fit makes of it. */
export type FittedChance = Readonly<{
  /** The place of its quote. */
  quote: number;
  outcome: Equation['outcome'];
  asked: number;
  fitted: number;
}>;

export type FitQuality = Readonly<{
  /** Root of the summed squared differences between asked and fitted chances. */
  residual: number;
  chances: readonly FittedChance[];
}>;

/** The quality of a fit, in chances. */
export function qualityOf(
  equations: readonly Equation[],
  read: (equation: Equation) => Decided,
): FitQuality {
  let squares = 0;
  const chances = equations.map((equation) => {
    const { quote, outcome, asked } = equation;
    const { win, lose } = read(equation);
    const fitted = win / (win + lose);
    squares += (fitted - asked) ** 2;
    return { quote, outcome, asked, fitted };
  });
  return { residual: Math.sqrt(squares), chances };
}
