import { fc, test as property } from '@fast-check/vitest';
import { Check } from 'typebox/value';
import { describe, expect, it } from 'vitest';

import { CommandBodySchema, marketKeyOf, type CommandBody } from '#contracts/mod.ts';
import { hasOneWinner } from '#markets/mod.ts';

import { chanceOf, marketOf, OPENABLE, openingOf, standing, type OpeningDraft } from './opening.ts';

const SCORE = { home: 1, away: 0 };
const RESULT: OpeningDraft = { type: 'match-result', line: '', chances: ['50', '28', '22'] };

describe('markets that can be opened', () => {
  it.each(OPENABLE)('%s has two or three outcomes of which one wins', (type, hasLine) => {
    const lines = hasLine ? ['2.5', '-0.5', '1'] : [''];
    const [market] = lines.flatMap((line) => marketOf({ type, line }, SCORE) ?? []);
    expect([2, 3]).toContain(market?.outcomes.length);
    expect(market && hasOneWinner(market.key)).toBe(true);
  });

  it('are many, with and without lines', () => {
    const types = OPENABLE.map(([type]) => type);
    expect(types).toEqual(expect.arrayContaining(['match-result', 'total-goals', 'sending-off']));
    expect(types).not.toContain('double-chance');
    expect(types).not.toContain('correct-score');
  });

  it('are those of the present score where the score belongs to them', () => {
    expect(marketOf({ type: 'asian-handicap', line: '-0.5' }, SCORE)?.key).toBe(
      'asian-handicap|line=-0.5|score=1-0',
    );
    expect(marketOf({ type: 'total-goals', line: 'many' }, SCORE)).toBeUndefined();
  });
});

describe('an opening', () => {
  it('is the command with each outcome, and an end where one is given', () => {
    expect(openingOf(RESULT, SCORE, 1000)).toEqual({
      kind: 'opening',
      marketKey: 'match-result',
      chances: [
        { outcomeId: 'home', chance: 0.5 },
        { outcomeId: 'draw', chance: 0.28 },
        { outcomeId: 'away', chance: 0.22 },
      ],
      until: 1000,
    });
  });

  it.each([
    [{ ...RESULT, chances: ['50', '28'] }, 'Give each outcome'],
    [{ ...RESULT, chances: ['100', '0', '0'] }, 'Give each outcome'],
    [{ ...RESULT, chances: ['50', '30', '30'] }, 'The chances are 110.0 % together'],
    [{ ...RESULT, type: 'total-goals' as const, line: 'x' }, 'There is no such line.'],
  ])('%j is none: %s', (draft, why) => {
    expect(openingOf(draft, SCORE)).toContain(why);
  });

  property.prop([
    fc.constantFrom(...OPENABLE.map(([type]) => type)),
    fc.constantFrom('', '2.5', '-0.5', '1', 'x'),
    fc.array(fc.oneof(fc.integer({ min: 0, max: 100 }).map(String), fc.string()), { maxLength: 4 }),
  ])('is one that the API takes, or a sentence', (type, line, chances) => {
    const opening = openingOf({ type, line, chances }, SCORE);
    if (typeof opening === 'string') expect(opening).toMatch(/\.$/u);
    else expect(Check(CommandBodySchema, opening)).toBe(true);
  });

  it.each([
    ['12,5 %', 0.125],
    ['50', 0.5],
    ['', NaN],
    ['-1', NaN],
    ['1e1', NaN],
  ])('reads a chance of "%s" as %s', (text, chance) => {
    expect(chanceOf(text)).toBe(chance);
  });
});

it('stands until its end, until it is taken back, or until the next one for its market', () => {
  const opening = (key: string, chances: number, until?: number) => ({
    actor: 'anna',
    command: {
      kind: 'opening',
      marketKey: marketKeyOf(key),
      chances: Array.from({ length: chances }, () => ({ outcomeId: 'home', chance: 0.5 })),
      ...(until === undefined ? {} : { until }),
    } as CommandBody,
  });
  const commands = [
    opening('match-result', 3),
    { actor: 'anna', command: { kind: 'suspend' } as CommandBody },
    opening('odd-even', 0),
    opening('sending-off', 2, 999),
    opening('draw-no-bet', 2, 1001),
    opening('match-result', 2),
    opening('odd-even', 2),
  ];
  expect(standing(commands, 1000).map(({ opening: each }) => each.marketKey)).toEqual([
    'match-result',
    'draw-no-bet',
  ]);
});
