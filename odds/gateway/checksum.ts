import { crc32 } from 'node:zlib';

import type { CodedMarket } from './coded-market.ts';

/** CRC-32 of the canonical text of markets that are in order of their keys; see docs/stream.md. */
export const checksumOf = (sorted: readonly CodedMarket[]): number =>
  crc32(sorted.map(({ canonical }) => canonical).join(''));
