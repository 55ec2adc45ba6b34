import type { FixtureId } from '#contracts/mod.ts';
import { seededRandom } from '#platform/mod.ts';

import { subscribeMessage, type View } from './options.ts';
import { fixtureName } from './plan.ts';

/** What one client follows, and how it asks for that. */
export type Wish = Readonly<{ fixtures: readonly FixtureId[]; subscribe: string }>;

export type CrowdPlan = Readonly<{
  clients: number;
  fixtures: number;
  /** How many of the fixtures each client follows. */
  follow: number;
  view: View;
}>;

/**
 * Each client has fixtures of its own choice, as visitors of a page have, and every fixture has as many followers
 * as any other, or one more. The same in every run. Who follows all of them names none.
 */
export function wishesOf({ clients, fixtures, follow, view }: CrowdPlan): readonly Wish[] {
  const random = seededRandom('wishes');
  const followers = Array.from({ length: fixtures }, () => 0);
  const leastFollowed = (): readonly number[] =>
    followers
      .map((count, fixture) => ({ fixture, rank: count + random.next() }))
      .sort((a, b) => a.rank - b.rank)
      .slice(0, follow)
      .map(({ fixture }) => fixture);
  return Array.from({ length: clients }, () => {
    const chosen = leastFollowed();
    for (const fixture of chosen) followers[fixture] = (followers[fixture] ?? 0) + 1;
    const names = chosen.map(fixtureName);
    return {
      fixtures: names,
      subscribe: subscribeMessage(view, follow === fixtures ? undefined : names),
    };
  });
}
