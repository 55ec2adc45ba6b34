import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { marketKey, marketKeyOf } from '#contracts/mod.ts';

import { gradeMarket, identifyMarket, validateSelection } from '../catalogue.ts';
import { recordOf } from '../testing/events.ts';
import { oneOfEach } from '../testing/random-specifiers.ts';
import { FOOTBALL_DEFINITIONS } from './definitions.ts';

const definitions = [...FOOTBALL_DEFINITIONS.values()];

/** Per kind of specifiers: a type, what it accepts, and what it does not. */
const TABLE: readonly (readonly [type: string, good: readonly string[], bad: readonly string[]])[] =
  [
    ['match-result', [''], ['line=1', 'line=']],
    [
      'total-goals',
      ['line=0.5', 'line=2', 'line=2.25', 'line=30'],
      [
        '',
        'line=',
        'line=0',
        'line=0.25',
        'line=-1',
        'line=2.50',
        'line=2.3',
        'line=+2',
        'line=02',
        'line=30.25',
        'line=1e1',
        'line= 2',
        'line=2|score=0-0',
        'total=2.5',
      ],
    ],
    ['first-half-home-goals', ['line=0.5'], ['line=0', 'line=31']],
    ['result-and-total', ['line=2.5'], ['', 'line=2', 'line=2.25', 'line=2.75']],
    ['booking-points', ['line=42.5', 'line=200'], ['line=200.5', 'line=0']],
    ['extra-time-total-goals', ['line=1.5', 'line=12'], ['line=12.5', '']],
    [
      'asian-handicap',
      ['line=0|score=0-0', 'line=-0.75|score=2-1', 'line=20|score=0-0', 'line=0|score=99-0'],
      [
        'line=-0.5',
        'score=0-0',
        'line=-0|score=0-0',
        'line=0.5|score=0-00',
        'line=0.5|score=1',
        'line=0.5|score=1-2-3',
        'line=0.5|score=100-0',
        'line=0.5|score=-1-0',
        'line=20.25|score=0-0',
        'line=0.1|score=0-0',
      ],
    ],
    ['corner-handicap', ['line=-1.5', 'line=0'], ['line=0|score=0-0', '', 'line=-20.25']],
    [
      'european-handicap',
      ['start=0-1', 'start=5-0'],
      ['', 'start=0-0', 'start=1-1', 'start=6-0', 'start=0-01', 'start=0:1', 'line=1'],
    ],
    [
      'next-goal',
      ['goal=1', 'goal=60'],
      ['', 'goal=0', 'goal=01', 'goal=61', 'goal=1.5', 'corner=1', 'goal=1|line=1'],
    ],
    ['next-corner', ['corner=12'], ['goal=12', 'corner=-1']],
    ['next-card', ['card=2'], ['corner=2']],
    ['corner-race', ['to=2', 'to=15'], ['', 'to=1', 'to=16', 'to=05']],
    [
      'goal-in-interval',
      ['from=0|to=15', 'from=45|to=90', 'from=30|to=45'],
      [
        'from=15',
        'to=15',
        'from=30|to=60',
        'from=15|to=15',
        'from=20|to=10',
        'from=75|to=91',
        'from=00|to=15',
      ],
    ],
    [
      'anytime-scorer',
      ['player=lion-one', 'player=9'],
      ['', 'player=', 'player=Lion One', 'player=-x', `player=${'x'.repeat(41)}`, 'player=é'],
    ],
    ['to-qualify', [''], ['line=1']],
  ];

const keyOf = (type: string, specifiers: string) =>
  marketKeyOf(specifiers === '' ? type : `${type}|${specifiers}`);

describe.each(TABLE)('%s', (type, good, bad) => {
  test.each(good)('accepts "%s"', (specifiers) => {
    const identity = identifyMarket(keyOf(type, specifiers));
    expect(identity?.type).toBe(type);
    expect(identity && marketKey(identity.type, identity.specifiers)).toBe(keyOf(type, specifiers));
  });

  test.each(bad)('refuses "%s"', (specifiers) => {
    const key = keyOf(type, specifiers);
    expect(identifyMarket(key)).toBeUndefined();
    expect(gradeMarket(recordOf(), key)).toBeUndefined();
    expect(validateSelection(key, 'home')).toEqual({ ok: false, code: 'MARKET_NOT_FOUND' });
  });
});

property.prop([oneOfEach(definitions), fc.string({ maxLength: 6 }), fc.string({ maxLength: 6 })])(
  'no type takes a specifier too many',
  (keys, name, value) => {
    fc.pre(
      !['line', 'score', 'start', 'goal', 'corner', 'card', 'to', 'from', 'player'].includes(name),
    );
    for (const key of keys) {
      const identity = identifyMarket(key);
      const definition = identity && FOOTBALL_DEFINITIONS.get(identity.type as 'match-result');
      expect(definition?.accepts(identity?.specifiers ?? {})).toBe(true);
      expect(definition?.accepts({ ...identity?.specifiers, [name]: value })).toBe(false);
    }
  },
);

property.prop([fc.string(), fc.string()])('nothing throws on any text', (name, value) => {
  for (const definition of definitions) {
    expect(typeof definition.accepts({ [name]: value, line: value })).toBe('boolean');
    expect(typeof definition.accepts({ [name]: value })).toBe('boolean');
  }
});
