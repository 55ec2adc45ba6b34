import { fc, test as property } from '@fast-check/vitest';
import { Check } from 'typebox/value';
import { describe, expect, it } from 'vitest';

import { RejectBodySchema } from '#contracts/mod.ts';

import { reasonWord } from './reason-word.ts';

describe('the word of a reason', () => {
  it.each([
    ['Documents missing', 'documents_missing'],
    ['  wrong IBAN!  ', 'wrong_iban'],
    ['documents_missing', 'documents_missing'],
    ['2 accounts, one card', 'accounts_one_card'],
    ['éa', undefined],
    ['名前が違う', undefined],
    ['123', undefined],
  ])('of "%s" is %s', (text, word) => {
    expect(reasonWord(text)).toBe(word);
  });

  property.prop([fc.oneof(fc.string(), fc.string({ unit: 'grapheme', maxLength: 200 }))])(
    'is one that the API takes, or none, and stays what it is',
    (text) => {
      const reason = reasonWord(text);
      if (reason === undefined) return;
      expect(Check(RejectBodySchema, { reason })).toBe(true);
      expect(reasonWord(reason)).toBe(reason);
    },
  );
});
