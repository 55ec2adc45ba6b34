import { systemClock, type Clock } from './clock.ts';
import { systemRandom, type Random } from './random.ts';

const COUNTER_LIMIT = 0x1000;

/**
 * A factory of UUIDv7 strings (RFC 9562): 48 bits of milliseconds, a 12-bit counter that starts at a random
 * place each millisecond, 62 random bits. Ids of one factory strictly increase, also when the clock steps back.
 */
export function makeIds(clock: Clock, random: Random): () => string {
  let lastMs = -1;
  let counter = 0;
  return () => {
    const nowMs = clock.now();
    if (nowMs > lastMs) {
      lastMs = nowMs;
      // The upper half stays free, so that a busy millisecond has 2,048 ids before it borrows the next one.
      counter = random.int(COUNTER_LIMIT / 2);
    } else {
      counter += 1;
      if (counter === COUNTER_LIMIT) {
        lastMs += 1;
        counter = 0;
      }
    }
    return format(lastMs, counter, random);
  };
}

/** UUIDv7 from the machine's clock and the operating system's randomness. */
export const newId: () => string = makeIds(systemClock, systemRandom);

function format(ms: number, counter: number, random: Random): string {
  const time = hex(ms, 12);
  const variant = 0x8000 | (random.uint32() & 0x3fff);
  const tail = hex(random.uint32(), 8) + hex(random.uint32() >>> 16, 4);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(counter, 3)}-${hex(variant, 4)}-${tail}`;
}

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');
