import type { FixtureId } from '#contracts/mod.ts';

/** Which fixtures of one channel a client wants: by name, or every one there is and will be. */
export class Subscription {
  #all = false;
  readonly #names = new Set<FixtureId>();

  get all(): boolean {
    return this.#all;
  }

  get names(): ReadonlySet<FixtureId> {
    return this.#names;
  }

  /** What it counts towards the limit. */
  get size(): number {
    return this.#names.size + (this.#all ? 1 : 0);
  }

  wants(fixture: FixtureId): boolean {
    return this.#all || this.#names.has(fixture);
  }

  /** How much larger it would be with these. */
  growth(fixtures: readonly FixtureId[] | undefined): number {
    if (this.#all) return 0;
    if (fixtures === undefined) return 1;
    return new Set(fixtures).difference(this.#names).size;
  }

  /** Names say nothing new to a subscription to everything. */
  add(fixtures: readonly FixtureId[] | undefined): void {
    if (this.#all) return;
    if (fixtures === undefined) this.#all = true;
    for (const fixture of fixtures ?? []) this.#names.add(fixture);
  }

  /** Without names everything ends. */
  remove(fixtures: readonly FixtureId[] | undefined): void {
    if (fixtures === undefined) {
      this.#all = false;
      this.#names.clear();
    }
    for (const fixture of fixtures ?? []) this.#names.delete(fixture);
  }
}
