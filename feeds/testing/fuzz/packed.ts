import { gzipSync } from 'node:zlib';

import { fc } from '@fast-check/vitest';

import { replayExchangeFile } from '../../exchange/replay-file.ts';
import { LINES } from '../../exchange/testing/messages.ts';
import { openTape, TapeError } from '../../record/read-tape.ts';
import { linesOfTape } from '../../record/lines-of-tape.ts';
import { endBytes, frameBytes, headerLine } from '../../record/tape.ts';
import { mutatedBytes } from '../mutations.ts';
import { writeTar } from '../write-tar.ts';
import { fileOf } from './files.ts';
import { fuzzed, must, type Fuzzed } from './fuzzed.ts';

const PLAIN = Buffer.from(LINES.join('\n'));
/** "one line\nand another, and another, and another\n", packed by bzip2 1.0.8. */
const BZIP2 = Buffer.from(
  'QlpoMTFBWSZTWS8Di5kAABLRgAAQQAQmZZQAIAAhtUYjTEIBoAi3XBmUKNFCkwt6LzZMlDnxdyRThQkC8Di5kA==',
  'base64',
);
const RECORDINGS = [
  ...[BZIP2, gzipSync(PLAIN), PLAIN],
  writeTar([
    { name: '1.bz2', content: BZIP2 },
    { name: '2.gz', content: gzipSync(PLAIN) },
  ]),
];

const frame = (key: string, body: string) =>
  frameBytes({ receivedAt: 7, sentAt: null, key, body: Buffer.from(body) });
const TAPE = Buffer.concat([
  headerLine({ format: 'overround-tape-1', kind: 'lines', source: 'tls://example', startedAt: 7 }),
  ...[frame('', '{"a":1}\n{"b'), frame('', '":2}\n'), frame('key', ''), endBytes(9)],
]);
/** A damaged file is either damaged after packing, or packed of damaged content. */
const TAPES = fc.oneof(
  mutatedBytes([gzipSync(TAPE)]),
  mutatedBytes([TAPE]).map((bytes) => gzipSync(bytes, { level: 1 })),
);

export const PACKED: readonly Fuzzed[] = [
  fuzzed('exchange recordings, packed', mutatedBytes(RECORDINGS), [], async (bytes) => {
    const { messages, poison } = await replayExchangeFile(fileOf('exchange', bytes));
    must(messages + poison < 1_000, 'more lines than such a file can have');
  }),
  fuzzed('raw recordings', TAPES, [TapeError], async (bytes) => {
    let lines = 0;
    for await (const { receivedAt } of linesOfTape(await openTape(fileOf('tape', bytes)))) {
      lines += 1;
      must(Number.isFinite(receivedAt), 'a time that is none');
    }
    must(lines < 1_000, 'more lines than such a file can have');
  }),
];
