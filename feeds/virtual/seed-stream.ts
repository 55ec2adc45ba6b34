import { createHash, createHmac } from 'node:crypto';

/** Whole numbers that follow from the seeds alone; docs/virtual.md gives the steps for any language. */
export type SeedStream = Readonly<{
  /** Uniform in 0..n−1 without bias, 1 ≤ n ≤ 2^32. */
  below(n: number): number;
  /** One of the items. */
  pick<T>(items: readonly T[]): T;
}>;

const SEED = /^[0-9a-f]{64}$/u;

const isServerSeed = (text: string): boolean => SEED.test(text);

/** What is published before anything is decided: SHA-256 of the 32 bytes of the server seed, in hexadecimal. */
export const commitmentOf = (serverSeed: string): string =>
  createHash('sha256').update(bytesOf(serverSeed)).digest('hex');

/** The client seed of a round: SHA-256 of what bettors gave in its order, a line feed after each. */
export const clientSeedOf = (contributions: readonly string[]): string =>
  createHash('sha256')
    .update(contributions.map((text) => `${text}\n`).join(''))
    .digest('hex');

/**
 * Block k is HMAC-SHA-256 with the bytes of the server seed as key over the text `clientSeed:nonce:k`, k from
 * 0; each block is eight unsigned 32-bit numbers, most significant byte first.
 */
export function seedStream(serverSeed: string, clientSeed: string, nonce: number): SeedStream {
  const key = bytesOf(serverSeed);
  let block = Buffer.alloc(0);
  let [nextBlock, at] = [0, 0];
  const uint32 = (): number => {
    if (at === block.length) {
      block = createHmac('sha256', key).update(`${clientSeed}:${nonce}:${nextBlock}`).digest();
      nextBlock += 1;
      at = 0;
    }
    at += 4;
    return block.readUInt32BE(at - 4);
  };
  const below = (n: number): number => {
    if (!Number.isInteger(n) || n < 1 || n > 0x1_0000_0000)
      throw new RangeError(`below(n) needs an integer 1 ≤ n ≤ 2^32, got ${n}`);
    const limit = 0x1_0000_0000 - (0x1_0000_0000 % n);
    let value = uint32();
    while (value >= limit) value = uint32();
    return value % n;
  };
  const pick = <T>(items: readonly T[]): T => {
    const [item] = items.slice(below(items.length));
    if (item === undefined) throw new RangeError('pick() found nothing');
    return item;
  };
  return { below, pick };
}

function bytesOf(serverSeed: string): Buffer {
  if (!isServerSeed(serverSeed))
    throw new RangeError('a server seed is 64 hexadecimal digits in lower case');
  return Buffer.from(serverSeed, 'hex');
}
