import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';

import { DEMO_USERS } from './seed.ts';
import { normalPassword, passwordProblem } from './password-rules.ts';

describe('passwordProblem', () => {
  test.each([
    ['correct horse', undefined],
    ['Tr0ub4dor&3', undefined],
    ['пароль-на-завтра', undefined],
    ['xx-ada-lovelace', 'contains_name'],
    ['xx-ADA-LOVELACE', 'contains_name'],
    ['aaaaaaaa', 'too_simple'],
    ['abababab', 'too_simple'],
    ['12345678', 'too_simple'],
    ['87654321', 'too_simple'],
    ['abcdefgh', 'too_simple'],
    ['QWERTYUI', 'too_simple'],
    ['password', 'too_common'],
    ['PassW0rd', 'too_common'],
    // Full-width letters are the same letters.
    ['ｐａｓｓｗｏｒｄ', 'too_common'],
    ['overround', 'too_common'],
  ] as const)('%s: %s', (password, problem) => {
    expect(passwordProblem(password, 'ada')).toBe(problem);
  });

  property.prop([fc.string(), fc.stringMatching(/^[A-Za-z0-9_.-]{3,32}$/), fc.string()])(
    'a name is found in any case and anywhere',
    (before, name, after) => {
      expect(passwordProblem(`${before}${name.toUpperCase()}${after}`, name)).toBe('contains_name');
    },
  );

  property.prop([fc.string({ unit: 'grapheme' })])('composing again changes nothing', (text) => {
    expect(normalPassword(normalPassword(text))).toBe(normalPassword(text));
    expect(normalPassword(text.normalize('NFD'))).toBe(normalPassword(text.normalize('NFC')));
  });

  test('only the logins of the demo are as easy as their names', () => {
    for (const { username, password } of DEMO_USERS)
      expect(passwordProblem(password, username)).toBe('contains_name');
  });
});
