import type { FixtureId } from '#contracts/mod.ts';

import type { Position } from './position.ts';

export type ResumeTokens = Readonly<Record<string, Position>>;

const MAX_TOKENS = 1000;
/** For so many heartbeats a gateway that has just begun may still learn of a fixture that a client holds. */
const TOKEN_BEATS = 5;

/** Where a client said that it stands, in fixtures of which it has been sent nothing here. */
export class Tokens {
  readonly #positions = new Map<FixtureId, Position>();
  /** Those of which no board was known. */
  readonly #awaited = new Set<FixtureId>();
  #beats = 0;

  get size(): number {
    return this.#positions.size;
  }

  /** Until it is known what became of such a fixture, its board is on the way and not gone. */
  get awaited(): Iterable<FixtureId> {
    return this.#awaited;
  }

  keep(tokens: ResumeTokens, isKnown: (fixture: FixtureId) => boolean): void {
    this.#beats = 0;
    for (const [id, position] of Object.entries(tokens)) {
      const fixture = id as FixtureId;
      if (this.#positions.size >= MAX_TOKENS) return;
      this.#positions.set(fixture, position);
      if (!isKnown(fixture)) this.#awaited.add(fixture);
    }
  }

  /** The position in a fixture that the client follows from now on. */
  take(fixture: FixtureId): Position | undefined {
    const position = this.#positions.get(fixture);
    this.#positions.delete(fixture);
    this.#awaited.delete(fixture);
    return position;
  }

  /** Called with every heartbeat to everyone. */
  beat(): void {
    this.#beats += 1;
    if (this.#beats <= TOKEN_BEATS) return;
    this.#positions.clear();
    this.#awaited.clear();
  }
}
