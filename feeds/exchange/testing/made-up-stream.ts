import type { Random } from '#platform/mod.ts';

import { MATCH_DEFINITION, START } from './messages.ts';

const PRICES = [1.5, 1.6, 2, 2.5, 3, 3.5, 4, 5];

/** A stream of three markets with everything in it: ladders, values, definitions, images, the end. */
export function madeUpStream(random: Random, messages: number): readonly string[] {
  const entry = (): readonly [number, number] => [random.pick(PRICES), random.int(4) * 5];
  const level = () => [random.int(3), ...entry()];
  const list = <T>(make: () => T): readonly T[] => Array.from({ length: random.int(3) }, make);
  const runner = (): object => ({
    id: 11 + random.int(3),
    ...{ atb: list(entry), atl: list(entry), trd: list(entry), batb: list(level) },
    ...(random.int(3) === 0 ? { ltp: random.pick(PRICES), tv: random.int(1_000) } : {}),
  });
  const definition = (at: number): object => ({
    ...MATCH_DEFINITION,
    ...{ status: random.int(2) === 0 ? 'OPEN' : 'SUSPENDED', version: at },
  });
  return Array.from({ length: messages }, (_, at) =>
    JSON.stringify({
      ...{ op: 'mcm', pt: START + at },
      mc: Array.from({ length: 1 + random.int(2) }, () => ({
        id: `1.${random.int(3)}`,
        ...(at < 3 || random.int(10) === 0 ? { marketDefinition: definition(at) } : {}),
        ...(random.int(12) === 0 ? { img: true } : {}),
        rc: list(runner),
      })),
    }),
  );
}
