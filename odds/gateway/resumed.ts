import type { FixtureId } from '#contracts/mod.ts';

/** For so many heartbeats a gateway may still catch up with a client that holds more than it does. */
const PATIENT_BEATS = 5;

/** The fixtures that one client wanted to go on with lately. Pure. */
export class Resumed {
  #fixtures = new Set<FixtureId>();
  #beats = 0;

  add(positions: Readonly<Record<string, unknown>>): void {
    this.#beats = 0;
    for (const fixture of Object.keys(positions)) this.#fixtures.add(fixture as FixtureId);
  }

  /** Called with every heartbeat; returns the fixtures once, when what is missing of them has had its time. */
  beat(): ReadonlySet<FixtureId> {
    const fixtures = this.#fixtures;
    if (fixtures.size === 0 || this.#beats < PATIENT_BEATS) {
      this.#beats += 1;
      return NONE;
    }
    this.#fixtures = new Set();
    return fixtures;
  }
}

const NONE: ReadonlySet<FixtureId> = new Set();
