import type { FixtureId } from '#contracts/mod.ts';

import { isSameFollow, type Follow } from './follow.ts';

/**
 * Readers that see one fixture alike and have been sent the same of it, whatever else they follow: how far they are is
 * kept once, and a message to all of them is looked up once.
 */
export interface Cohort<Reader> {
  readonly fixture: FixtureId;
  /** Of all of them: only the cohort changes it. */
  readonly follow: Follow;
  readonly readers: Reader[];
  /** Whether it waits for its turn to be written to. */
  isQueued: boolean;
  /** How often it was written to. */
  turns: number;
}

/** So many are written to before anyone else has a turn. */
const MAX_READERS = 128;

/** Who goes together in which fixture. */
export class Cohorts<Reader> {
  readonly #byFixture = new Map<FixtureId, Map<string, Cohort<Reader>[]>>();
  readonly #byFollow = new WeakMap<Follow, Cohort<Reader>>();

  *of(fixture: FixtureId): Iterable<Cohort<Reader>> {
    for (const alike of this.#byFixture.get(fixture)?.values() ?? []) yield* alike;
  }

  /** A reader that has all there is joins those who have been sent the same; returns what it shares with them. */
  join(fixture: FixtureId, follow: Follow, reader: Reader): Follow {
    const alike = this.#alike(fixture, follow);
    let cohort = alike.find(
      (other) => other.readers.length < MAX_READERS && isLevel(other, follow),
    );
    if (cohort === undefined) {
      cohort = {
        fixture,
        follow: { ...follow, isShared: true },
        readers: [],
        isQueued: false,
        turns: 0,
      };
      this.#byFollow.set(cohort.follow, cohort);
      alike.push(cohort);
    }
    cohort.readers.push(reader);
    return cohort.follow;
  }

  /** `follow`: what it shared with the others. */
  leave(follow: Follow, reader: Reader): void {
    const cohort = this.#byFollow.get(follow);
    if (cohort === undefined) return;
    cohort.readers.splice(cohort.readers.indexOf(reader), 1);
    if (cohort.readers.length === 0) this.#end(cohort);
  }

  /** Joins a small cohort with another that stands where it does; `onMove` is told who shares what from now on. */
  unite(cohort: Cohort<Reader>, onMove: (reader: Reader, shared: Follow) => void): void {
    const { fixture, follow, readers } = cohort;
    if (cohort.isQueued || readers.length === 0 || readers.length > MAX_READERS / 2) return;
    const room = MAX_READERS - readers.length;
    const open = this.#alike(fixture, follow).find(
      (other) => other !== cohort && other.readers.length <= room && isLevel(other, follow),
    );
    if (open === undefined) return;
    this.#end(cohort);
    for (const reader of readers) onMove(reader, open.follow);
    open.readers.push(...readers.splice(0));
  }

  #alike(fixture: FixtureId, { view }: Follow): Cohort<Reader>[] {
    const views = this.#byFixture.get(fixture) ?? new Map<string, Cohort<Reader>[]>();
    this.#byFixture.set(fixture, views);
    const alike = views.get(view.key) ?? [];
    views.set(view.key, alike);
    return alike;
  }

  #end(cohort: Cohort<Reader>): void {
    const { fixture, follow } = cohort;
    const views = this.#byFixture.get(fixture);
    const alike = this.#alike(fixture, follow);
    alike.splice(alike.indexOf(cohort), 1);
    this.#byFollow.delete(follow);
    if (alike.length === 0) views?.delete(follow.view.key);
    if (views?.size === 0) this.#byFixture.delete(fixture);
  }
}

const isLevel = <Reader>({ follow, isQueued }: Cohort<Reader>, other: Follow): boolean =>
  !isQueued && isSameFollow(follow, other);
