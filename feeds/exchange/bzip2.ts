import { BitReader, readHuffman, type Huffman } from './bit-reader.ts';

const BLOCK = 0x314159265359;
const END = 0x177245385090;
const STREAM = 0x425a68;
/** Two run symbols stand before the move-to-front values. */
const RUN_B = 1;
const GROUP_SYMBOLS = 50;

/**
 * Unpacks bzip2, block by block, so that memory stays within one block (900 kB, and its unpacked text);
 * streams one after the other are read as one, as parallel packers write them.
 * @throws Error when the data is damaged or not bzip2; every block is checked against its sum.
 */
export function* unpackBzip2(packed: Uint8Array): Generator<Uint8Array> {
  const bits = new BitReader(packed);
  do {
    if (bits.read(24) !== STREAM) throw new Error('not bzip2');
    const hundredKilobytes = bits.read(8) - 0x30;
    if (hundredKilobytes < 1 || hundredKilobytes > 9) throw new Error('not bzip2');
    for (;;) {
      const magic = bits.read(24) * 0x1000000 + bits.read(24);
      if (magic === END) break;
      if (magic !== BLOCK) throw new Error('the bzip2 data is damaged');
      yield unpackBlock(bits, hundredKilobytes * 100_000);
    }
    // The sum over all blocks says nothing that their own sums do not.
    bits.read(32);
    bits.skipToByte();
  } while (!bits.isAtEnd());
}

function unpackBlock(bits: BitReader, maxBytes: number): Uint8Array {
  const sum = bits.read(32);
  if (bits.read(1) === 1) throw new Error('randomised bzip2 blocks are not supported');
  const start = bits.read(24);
  const { last, counts, length } = readSymbols(bits, maxBytes);
  if (start >= length) throw new Error('the bzip2 data is damaged');
  const text = undoRuns(undoSort(last, counts, length), start);
  if (crc32(text) !== sum) throw new Error('a bzip2 block does not match its sum');
  return text;
}

/** The last column of the sorted block: Huffman codes, zero runs and move-to-front undone. */
function readSymbols(bits: BitReader, maxBytes: number) {
  const front = readUsedBytes(bits);
  const endOfBlock = front.length + 1;
  const tables = readTables(bits, front.length + 2);
  const last = new Uint8Array(maxBytes);
  const counts = new Uint32Array(256);
  let length = 0;
  const write = (byte: number, times: number): void => {
    if (length + times > maxBytes) throw new Error('a bzip2 block is too long');
    last.fill(byte, length, length + times);
    counts[byte] = (counts[byte] ?? 0) + times;
    length += times;
  };
  let [run, weight] = [0, 1];
  for (let at = 0; ; at += 1) {
    const symbol = tables(Math.floor(at / GROUP_SYMBOLS)).next(bits);
    if (symbol <= RUN_B) {
      run += weight << symbol;
      weight *= 2;
      if (run > maxBytes) throw new Error('a bzip2 block is too long');
      continue;
    }
    if (run > 0) write(front[0] ?? 0, run);
    [run, weight] = [0, 1];
    if (symbol === endOfBlock) return { last, counts, length };
    const byte = front[symbol - 1] ?? 0;
    front.copyWithin(1, 0, symbol - 1);
    front[0] = byte;
    write(byte, 1);
  }
}

function readUsedBytes(bits: BitReader): Uint8Array {
  const groups = bits.read(16);
  const used: number[] = [];
  for (let group = 0; group < 16; group += 1) {
    if (((groups >> (15 - group)) & 1) === 0) continue;
    const members = bits.read(16);
    for (let at = 0; at < 16; at += 1)
      if (((members >> (15 - at)) & 1) === 1) used.push(16 * group + at);
  }
  if (used.length === 0) throw new Error('the bzip2 data is damaged');
  return Uint8Array.from(used);
}

/** Which Huffman table the symbols of a group are written with. */
function readTables(bits: BitReader, symbols: number): (group: number) => Huffman {
  const tableCount = bits.read(3);
  const selectorCount = bits.read(15);
  if (tableCount < 2 || tableCount > 6 || selectorCount === 0)
    throw new Error('the bzip2 data is damaged');
  const order = Array.from({ length: tableCount }, (_, at) => at);
  const selectors = Array.from({ length: selectorCount }, () => {
    let at = 0;
    while (bits.read(1) === 1) at += 1;
    const [table] = order.splice(at, 1);
    if (table === undefined) throw new Error('the bzip2 data is damaged');
    order.unshift(table);
    return table;
  });
  const tables = order.map(() => readHuffman(bits, symbols));
  return (group) => {
    const table = tables[selectors[group] ?? -1];
    if (table === undefined) throw new Error('the bzip2 data is damaged');
    return table;
  };
}

/** Burrows and Wheeler: each entry holds its byte and, above it, the place of the next one. */
function undoSort(last: Uint8Array, counts: Uint32Array, length: number): Uint32Array {
  const places = new Uint32Array(256);
  for (let byte = 1; byte < 256; byte += 1)
    places[byte] = (places[byte - 1] ?? 0) + (counts[byte - 1] ?? 0);
  const chain = new Uint32Array(length);
  for (let at = 0; at < length; at += 1) {
    const byte = last[at] ?? 0;
    const place = places[byte] ?? 0;
    places[byte] = place + 1;
    chain[place] = (chain[place] ?? 0) | (at << 8);
    chain[at] = (chain[at] ?? 0) | byte;
  }
  return chain;
}

/** Walks the chain; after four equal bytes comes a count of more of them. */
function undoRuns(chain: Uint32Array, start: number): Uint8Array {
  let text = new Uint8Array(2 * chain.length);
  let [length, equal, before] = [0, 0, -1];
  let entry = chain[start] ?? 0;
  for (let at = 0; at < chain.length; at += 1) {
    entry = chain[entry >>> 8] ?? 0;
    const byte = entry & 0xff;
    const times = equal === 4 ? byte : 1;
    if (length + times > text.length) {
      const larger = new Uint8Array(2 * text.length + times);
      larger.set(text);
      text = larger;
    }
    text.fill(equal === 4 ? before : byte, length, length + times);
    length += times;
    equal = equal === 4 ? 0 : byte === before ? equal + 1 : 1;
    before = equal === 0 ? -1 : byte;
  }
  return text.subarray(0, length);
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let bit = 0; bit < 8; bit += 1) crc = crc < 0 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  return crc >>> 0;
});

/** The sum of bzip2 runs from the highest bit; that of gzip, which zlib knows, from the lowest. */
function crc32(text: Uint8Array): number {
  let crc = -1;
  for (const byte of text) crc = (crc << 8) ^ (CRC_TABLE[((crc >>> 24) ^ byte) & 0xff] ?? 0);
  return ~crc >>> 0;
}
