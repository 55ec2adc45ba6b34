import { houseMoney } from '../../format/money-text.ts';

export type Parameter = number | string | boolean | null;

/** "elapsedMinutes" as "elapsed minutes"; what says the unit goes to the value. */
export const labelOf = (name: string): string =>
  name
    .replace(/(?:Bps|Minor)$/u, '')
    .replace(/(?<=[a-z])[A-Z]/gu, (letter) => ` ${letter.toLowerCase()}`);

/** Enough to tell one step from the next. */
const SIGNIFICANT = 5;

const figure = (value: number): string =>
  String(Number(value.toPrecision(SIGNIFICANT))).replaceAll('-', '−');

/** A parameter as a trader reads it, with its unit. Money is in the house currency. */
export function valueText(name: string, value: Parameter): string {
  if (value === null) return '–';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value;
  if (name.endsWith('Minor')) return houseMoney(String(Math.round(value)));
  return name.endsWith('Bps') ? `${figure(value)} bp` : figure(value);
}

/** What a step does to a chance, in a few words; empty for a step that this page does not know. */
export const stepText = (step: string): string => STEPS[step] ?? '';

const STEPS: Readonly<Record<string, string>> = {
  model: 'Chance by the model',
  skew: 'Moved by what the house owes',
  normalise: 'Shared out over the outcomes that are open',
  margin: 'The margin shared out',
  cap: 'Never better than fair less the least margin',
  consensus: 'Never far beyond what other books agree on',
  ladder: 'Rounded to a step of the price ladder',
  'book-guard': 'Shortened where rounding opened the book',
  hysteresis: 'Kept while the move is too small',
};
