import { formatOdds, type Odds } from '#contracts/mod.ts';

/** How prices are written. Display only: what is sent and stored is always decimal. */
export const ODDS_FORMATS = ['decimal', 'fractional', 'american'] as const;
export type OddsFormat = (typeof ODDS_FORMATS)[number];

const SCALE = 10_000;
/** Fractions that bookmakers write; a price is shown as the nearest one. */
const FRACTIONS: readonly (readonly [number, number])[] = (
  '1/100 1/50 1/33 1/25 1/20 1/16 1/14 1/12 1/10 1/9 1/8 2/15 1/7 2/13 1/6 2/11 1/5 2/9 1/4 2/7 3/10 1/3 ' +
  '4/11 2/5 4/9 1/2 8/15 4/7 8/13 4/6 8/11 4/5 5/6 10/11 20/21 1/1 21/20 11/10 6/5 5/4 11/8 6/4 13/8 7/4 ' +
  '15/8 2/1 21/10 11/5 9/4 23/10 12/5 5/2 13/5 11/4 14/5 3/1 10/3 7/2 4/1 9/2 5/1 11/2 6/1 13/2 7/1 15/2 ' +
  '8/1 17/2 9/1 19/2 10/1 11/1 12/1 14/1 16/1 18/1 20/1 22/1 25/1 28/1 33/1 40/1 50/1 66/1 80/1 100/1 ' +
  '125/1 150/1 200/1 250/1 300/1 400/1 500/1 750/1 1000/1'
)
  .split(' ')
  .map((text) => {
    const [above = 0, below = 1] = text.split('/').map(Number);
    return [above, below] as const;
  });

/** `odds`: decimal × 10,000. */
export function formatPrice(odds: number, format: OddsFormat): string {
  switch (format) {
    case 'decimal':
      return exactDecimal(odds);
    case 'fractional':
      return fractional(odds / SCALE - 1);
    case 'american':
      return american(odds / SCALE);
  }
}

/** The very price: two decimals at least for short prices, for long ones those that it has. */
function exactDecimal(odds: number): string {
  const text = formatOdds(odds as Odds);
  return odds < 20 * SCALE ? text : text.replace(/\.?0+$/u, '');
}

/** A fair price, which is no exact figure: fewer decimals the longer it is. */
export const formatDecimal = (decimal: number): string =>
  decimal >= 100 ? decimal.toFixed(0) : decimal >= 20 ? decimal.toFixed(1) : decimal.toFixed(2);

function fractional(winnings: number): string {
  let best = FRACTIONS[0] ?? ([1, 1] as const);
  const distance = ([above, below]: readonly [number, number]): number =>
    Math.abs(Math.log(above / below) - Math.log(winnings));
  for (const fraction of FRACTIONS) if (distance(fraction) < distance(best)) best = fraction;
  return best.join('/');
}

function american(decimal: number): string {
  if (decimal >= 2) return `+${String(Math.round((decimal - 1) * 100))}`;
  return `−${String(Math.round(100 / (decimal - 1)))}`;
}
