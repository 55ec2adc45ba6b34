import { fc, test as property } from '@fast-check/vitest';
import { expect } from 'vitest';

import { survivors } from './survivors.ts';

const word = fc.oneof(
  fc.constantFrom(0, 1, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff),
  fc.nat(0xffff_ffff),
);
const bits = (words: number) =>
  fc.array(word, { minLength: words, maxLength: words }).map((all) => Uint32Array.from(all));

const isSet = (of: Uint32Array, scenario: number): boolean =>
  Math.floor((of[Math.floor(scenario / 32)] ?? 0) / 2 ** (scenario % 32)) % 2 === 1;

const asked = fc
  .integer({ min: 1, max: 9 })
  .chain((words) =>
    fc.tuple(
      fc.array(bits(words), { minLength: 1, maxLength: 10 }),
      fc.option(bits(words), { nil: undefined }),
    ),
  );

property.prop([asked])('are the scenarios with a bit in all of them, in order', ([all, within]) => {
  const wanted = [...all, ...(within === undefined ? [] : [within])];
  const scenarios = Array.from({ length: 32 * (all[0]?.length ?? 0) }, (_, at) => at);
  // The second time what is asked for may be there already.
  for (let time = 0; time < 2; time += 1) {
    const { numbers, count } = survivors(
      all.map((alive) => ({ alive })),
      within,
    );
    expect([...numbers.subarray(0, count)]).toEqual(
      scenarios.filter((scenario) => wanted.every((of) => isSet(of, scenario))),
    );
  }
});
