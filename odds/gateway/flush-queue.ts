import type { FixtureId } from '#contracts/mod.ts';

import type { Cohort } from './cohorts.ts';
import type { Group } from './groups.ts';

/** A group that is to be sent whatever is new to it, or readers of one fixture that are to be sent its news together. */
export type Due = Group | Cohort<Group>;

/**
 * After so many clients others have their turn on the event loop: a suspension need not wait, and what else has come
 * goes out together with what the clients after these have still to get.
 */
const SLICE_CLIENTS = 128;
/** See `isBusy`. */
const BUSY = { fixtures: 8, groups: 256 };
/** It was busy lately when it has not been empty so often since. */
const CALM_AFTER = 32;

/** Who waits to be written to, longest waiting first, each once. */
export class FlushQueue {
  readonly #schedule: (task: () => void) => void;
  readonly #flush: (slice: readonly Due[]) => void;
  readonly #due: Due[] = [];
  /** How many cohorts of each fixture wait. */
  readonly #cohorts = new Map<FixtureId, number>();
  #isScheduled = false;
  /** How often it was empty since it was busy. */
  #calm = CALM_AFTER;

  /** `flush` is called with so many as are written to in one go. */
  constructor(schedule: (task: () => void) => void, flush: (slice: readonly Due[]) => void) {
    this.#schedule = schedule;
    this.#flush = flush;
  }

  /**
   * So many wait that each client had better be sent all that is new to it in one write. When fewer do, few clients
   * have news of more than one fixture, and each fixture goes out to all its readers together.
   */
  get isBusy(): boolean {
    return this.#cohorts.size >= BUSY.fixtures || this.#due.length > BUSY.groups;
  }

  /** It may be so again at once: whoever was sent all in one write is not put together with others by fixture. */
  get wasBusy(): boolean {
    return this.#calm < CALM_AFTER;
  }

  addGroup(group: Group): void {
    if (group.state !== 'quiet') return;
    group.state = 'queued';
    this.#add(group);
  }

  addCohort(cohort: Cohort<Group>): void {
    if (cohort.isQueued) return;
    cohort.isQueued = true;
    this.#cohorts.set(cohort.fixture, (this.#cohorts.get(cohort.fixture) ?? 0) + 1);
    this.#add(cohort);
  }

  #add(due: Due): void {
    this.#due.push(due);
    if (this.isBusy) this.#calm = 0;
    this.#scheduleSlice();
  }

  #scheduleSlice(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#schedule(() => {
      this.#isScheduled = false;
      this.#flush(this.#takeSlice());
      if (this.#due.length > 0) this.#scheduleSlice();
      else this.#calm += 1;
    });
  }

  #takeSlice(): readonly Due[] {
    let [count, clients] = [0, 0];
    for (const due of this.#due) {
      if (clients >= SLICE_CLIENTS) break;
      clients += isCohort(due) ? due.readers.length : due.clients.length;
      count += 1;
    }
    const slice = this.#due.splice(0, count);
    for (const due of slice) this.#taken(due);
    return slice.filter((due) => isCohort(due) || due.state !== 'gone');
  }

  #taken(due: Due): void {
    if (!isCohort(due)) {
      if (due.state === 'queued') due.state = 'quiet';
      return;
    }
    due.isQueued = false;
    const others = (this.#cohorts.get(due.fixture) ?? 0) - 1;
    if (others > 0) this.#cohorts.set(due.fixture, others);
    else this.#cohorts.delete(due.fixture);
  }
}

export const isCohort = (due: Due): due is Cohort<Group> => 'readers' in due;
