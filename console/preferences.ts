import { ODDS_FORMATS, type OddsFormat } from './format/odds-format.ts';
import { createState } from './state.ts';

export type Theme = 'dark' | 'light';

const kept = <Value extends string>(key: string, allowed: readonly Value[]): Value | undefined => {
  const value = localStorage.getItem(`overround.${key}`);
  return allowed.find((each) => each === value);
};
const keep = (key: string) => (value: string) => {
  localStorage.setItem(`overround.${key}`, value);
};

/** Dark unless the reader chose otherwise. */
export const theme = createState<Theme>(kept('theme', ['dark', 'light']) ?? 'dark', (value) => {
  keep('theme')(value);
  showTheme(value);
});
export const oddsFormat = createState<OddsFormat>(
  kept('odds-format', ODDS_FORMATS) ?? 'decimal',
  keep('odds-format'),
);

export function showTheme(value: Theme): void {
  document.documentElement.dataset['theme'] = value;
}
