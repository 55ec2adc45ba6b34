import { fixtureId, type FixtureId } from '#contracts/mod.ts';
import { seededRandom } from '#platform/mod.ts';

export type PlannedKind = 'clock' | 'goal' | 'bet-stop' | 'bet-start';

/** One event of the load: which fixture says what, how long after the start. */
export type PlannedEvent = Readonly<{
  fixture: number;
  /** The fixture's own count; the opening takes the first ones. */
  version: number;
  dueMs: number;
  kind: PlannedKind;
}>;

export type PlanOptions = Readonly<{ fixtures: number; seconds: number; perSecond: number }>;

/** Announced, expected, kicked off. */
export const OPENING_EVENTS = 3;
/** Of so many events one is a goal, and one stops the bets for a moment. */
const SUSPENSION_EVERY = 10;
const STOPPED_MS = 400;
/**
 * After the last of the load each fixture has one more event, at the pace of the load, so that all clients end at the
 * same place; all at once they would be the slowest events of the whole run.
 */
const LAST_AFTER_MS = 1_000;

/**
 * What happens when: arrivals of a Poisson process, spread over the fixtures at random, the same in every run.
 * Half of the suspensions are goals, half are stops of bets that end by themselves.
 */
export function planLoad({ fixtures, seconds, perSecond }: PlanOptions): readonly PlannedEvent[] {
  const random = seededRandom('event-to-odds');
  const drafts: Omit<PlannedEvent, 'version'>[] = [];
  const stoppedUntil = new Map<number, number>();
  let number = 0;
  for (let at = random.exponential(); at < seconds * perSecond; at += random.exponential()) {
    const dueMs = Math.round((at * 1000) / perSecond);
    const fixture = random.int(fixtures);
    if (dueMs <= (stoppedUntil.get(fixture) ?? -1)) continue;
    const kind = kindOf(number);
    drafts.push({ fixture, dueMs, kind });
    if (kind === 'bet-stop') {
      stoppedUntil.set(fixture, dueMs + STOPPED_MS);
      drafts.push({ fixture, dueMs: dueMs + STOPPED_MS, kind: 'bet-start' });
    }
    number += 1;
  }
  const endMs = seconds * 1000 + LAST_AFTER_MS;
  for (let fixture = 0; fixture < fixtures; fixture += 1)
    drafts.push({
      fixture,
      dueMs: endMs + Math.round((fixture * 1000) / perSecond),
      kind: 'clock',
    });
  const versions = new Map<number, number>();
  return drafts
    .sort((a, b) => a.dueMs - b.dueMs)
    .map((draft) => {
      const version = (versions.get(draft.fixture) ?? OPENING_EVENTS) + 1;
      versions.set(draft.fixture, version);
      return { ...draft, version };
    });
}

const kindOf = (number: number): PlannedKind => {
  if (number % SUSPENSION_EVERY === 4) return 'goal';
  return number % SUSPENSION_EVERY === 9 ? 'bet-stop' : 'clock';
};

export const fixtureName = (fixture: number): FixtureId => fixtureId(`bench-${String(fixture)}`);
