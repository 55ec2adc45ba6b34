export { betTexts, readsAs, type BetText } from '../records.ts';
