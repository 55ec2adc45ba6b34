import { describe, expect, test } from 'vitest';

import { drawPicture } from './diagram.ts';
import { reliability } from './reliability.ts';

const claims = Array.from({ length: 1200 }, (_, at) => ({
  chance: (at % 100) / 100,
  happened: at % 3 === 0,
}));
const bins = reliability(claims, 10);
const picture = drawPicture({
  title: 'Chances & truth',
  subtitle: 'a < b',
  source: 'Data: somebody',
  columns: 2,
  panels: ['One', 'Two', 'Three'].map((title) => ({ title, bins })),
});

const numbersOf = (name: string): readonly number[] =>
  [...picture.matchAll(new RegExp(`\\b${name}="(-?[\\d.]+)"`, 'gu'))].map(([, value]) =>
    Number(value),
  );

describe('a picture', () => {
  test('has a title for eyes and ears, and follows the colour scheme', () => {
    expect(picture).toContain('<title id="title">Chances &amp; truth</title>');
    expect(picture).toContain('<desc id="subtitle">a &lt; b</desc>');
    expect(picture).toContain('>Data: somebody</text>');
    expect(picture).toContain('prefers-color-scheme: dark');
    expect(picture).toMatch(
      /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 \d+ \d+"/u,
    );
  });

  test('shows a mark, an interval and a count for every bin of every panel', () => {
    const count = (part: string): number => picture.split(part).length - 1;
    expect(count('class="mark"')).toBe(30);
    expect(count('class="interval"')).toBe(30);
    expect(count('class="bar"')).toBe(30);
    expect(count('>120</text>')).toBe(30);
    expect(count('>forecasts: 1,200</text>')).toBe(3);
    expect(count('>forecast chance</text>')).toBe(3);
    expect(count('>observed frequency</text>')).toBe(3);
  });

  test('keeps everything inside, and has no number that is none', () => {
    expect(picture).not.toMatch(/NaN|Infinity|undefined/u);
    const [width = 0, height = 0] = [numbersOf('width')[0], numbersOf('height')[0]];
    for (const name of ['x', 'x1', 'x2', 'cx']) {
      for (const x of numbersOf(name)) expect(x >= 0 && x <= width).toBe(true);
    }
    for (const name of ['y', 'y1', 'y2', 'cy']) {
      for (const y of numbersOf(name)) expect(y >= 0 && y <= height).toBe(true);
    }
  });
});
