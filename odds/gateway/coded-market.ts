import { encode } from '@msgpack/msgpack';

import type { PublishedMarket } from '#contracts/mod.ts';

import { lineGroupOf, unevennessOf } from './main-lines.ts';
import { marketTypeOf } from './view.ts';

/** One state of one market with what is derived from it, each worked out once and only when wanted. */
export class CodedMarket {
  readonly value: PublishedMarket;
  readonly type: string;
  readonly lineGroup: string | undefined;
  #json: string | undefined;
  #msgpack: Uint8Array | undefined;
  #canonical: string | undefined;
  #unevenness: number | undefined;

  constructor(value: PublishedMarket, before?: CodedMarket) {
    this.value = value;
    this.type = before?.type ?? marketTypeOf(value.key);
    this.lineGroup = before === undefined ? lineGroupOf(value.key) : before.lineGroup;
  }

  get key(): PublishedMarket['key'] {
    return this.value.key;
  }

  get json(): string {
    return (this.#json ??= JSON.stringify(this.value));
  }

  get msgpack(): Uint8Array {
    return (this.#msgpack ??= encode(this.value));
  }

  /** Its line of the text that a board's checksum is taken of; see docs/stream.md. */
  get canonical(): string {
    return (this.#canonical ??= canonicalMarket(this.value));
  }

  get unevenness(): number {
    return (this.#unevenness ??= unevennessOf(this.value));
  }
}

function canonicalMarket({ key, status, version, outcomes }: PublishedMarket): string {
  const prices = outcomes.map(({ id, odds }) => `${id}=${odds === null ? '-' : String(odds)}`);
  return `${[key, status, String(version), ...prices].join('\t')}\n`;
}
