/** Reads bits from the highest of each byte on. */
export class BitReader {
  #at = 0;
  #held = 0;
  #count = 0;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** @throws Error when the data ends before. */
  read(bits: number): number {
    if (bits > 24) return this.read(bits - 16) * 0x10000 + this.read(16);
    while (this.#count < bits) {
      const byte = this.#bytes[this.#at];
      if (byte === undefined) throw new Error('the data is cut short');
      this.#at += 1;
      this.#held = ((this.#held << 8) | byte) >>> 0;
      this.#count += 8;
    }
    this.#count -= bits;
    const value = this.#held >>> this.#count;
    this.#held &= (1 << this.#count) - 1;
    return value;
  }

  skipToByte(): void {
    this.#count = 0;
    this.#held = 0;
  }

  isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }
}

const MAX_CODE_BITS = 20;

export type Huffman = Readonly<{ next: (bits: BitReader) => number }>;

/** A canonical Huffman table as bzip2 writes it: the code length of each symbol, as steps from the one before. */
export function readHuffman(bits: BitReader, symbols: number): Huffman {
  let length = bits.read(5);
  const lengths = Array.from({ length: symbols }, () => {
    while (bits.read(1) === 1) length += bits.read(1) === 1 ? -1 : 1;
    if (length < 1 || length > MAX_CODE_BITS) throw new Error('a Huffman code has a wrong length');
    return length;
  });
  return huffmanOf(lengths);
}

/** Codes of one length follow one another, in the order of the symbols. */
function huffmanOf(lengths: readonly number[]): Huffman {
  const sorted = lengths
    .map((length, symbol) => ({ length, symbol }))
    .sort((left, right) => left.length - right.length || left.symbol - right.symbol)
    .map(({ symbol }) => symbol);
  const countOf = Array.from(
    { length: MAX_CODE_BITS + 1 },
    (_, length) => lengths.filter((one) => one === length).length,
  );
  return {
    next: (bits) => {
      let [code, first, index] = [0, 0, 0];
      for (let length = 1; length <= MAX_CODE_BITS; length += 1) {
        code = 2 * code + bits.read(1);
        first *= 2;
        const count = countOf[length] ?? 0;
        if (code - first < count) {
          const symbol = sorted[index + code - first];
          if (symbol !== undefined) return symbol;
        }
        index += count;
        first += count;
      }
      throw new Error('a Huffman code is unknown');
    },
  };
}
