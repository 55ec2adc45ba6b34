import { expect, it } from 'vitest';

import { labelOf, stepText, valueText } from './parameter-text.ts';

it.each([
  ['elapsedMinutes', 'elapsed minutes'],
  ['stakedMinor', 'staked'],
  ['minimumMarginBps', 'minimum margin'],
  ['mu', 'mu'],
])('%s is called %s', (name, label) => {
  expect(labelOf(name)).toBe(label);
});

it.each([
  ['marginBps', 450, '450 bp'],
  ['loadingBps', -12.345678, '−12.346 bp'],
  ['stakedMinor', 123_450, '€1 235'],
  ['worstCaseMinor', -5_000_000, '−€50 000'],
  ['lambda', 1.4010456085888934, '1.401'],
  ['movedBy', -1.234e-7, '−1.234e−7'],
  ['fairSum', 1, '1'],
  ['capped', false, 'no'],
  ['held', true, 'yes'],
  ['ladder', 'exchange', 'exchange'],
  ['published', null, '–'],
])('%s of %s is %s', (name, value, text) => {
  expect(valueText(name, value)).toBe(text);
});

it('every step of the chain is told in words, and one that is new stays without', () => {
  const chain = [
    'model',
    'skew',
    'normalise',
    'margin',
    'cap',
    'ladder',
    'book-guard',
    'hysteresis',
  ];
  expect(chain.every((step) => stepText(step) !== '')).toBe(true);
  expect(stepText('something-new')).toBe('');
});
