import { isFixtureId, type FixtureId, type MarketQuotes } from '#contracts/mod.ts';

import { makeFixtureIdentity } from '../uof/identity.ts';
import { teamsOfEvent } from './exchange-fixtures.ts';
import { matchFixtures, type FixtureMatching, type NamedFixture } from './match-fixtures.ts';

/** A fixture as the quotes of somebody else's market speak of it. */
export type QuotedFixture = NonNullable<MarketQuotes['fixture']>;

/** Kick-off may be written down so differently for what is the same match. */
const SAME_START_MS = 3 * 3_600_000;
/** From here on another fixture leaves it open which of the two is meant. */
const RIVAL_CONFIDENCE = 0.7;

/** The id of ours that the event's own id says. */
export const idOfQuoted = (urn: string): FixtureId =>
  isFixtureId(urn) ? urn : makeFixtureIdentity().fixtureOf(urn);

/** Who plays, and when: `before` itself unless this says something else, undefined while nobody has said it. */
export function namedByQuotes(
  { urn, name, startsAt }: QuotedFixture,
  before?: NamedFixture,
): NamedFixture | undefined {
  const teams = teamsOfEvent(name ?? '');
  if (teams === undefined || startsAt === null) return before;
  const isAsBefore =
    before?.home === teams.home && before.away === teams.away && before.startsAt === startsAt;
  return isAsBefore ? before : { id: urn, ...teams, startsAt };
}

/** Which of ours it is by teams and kick-off, and which it may be: one that is matched has no rival among them. */
export function matchQuoted(
  theirs: NamedFixture,
  ours: readonly NamedFixture[],
): Pick<FixtureMatching, 'matched' | 'review'> {
  const near = ours.filter(({ startsAt }) => Math.abs(startsAt - theirs.startsAt) <= SAME_START_MS);
  return matchFixtures([theirs], near, { review: RIVAL_CONFIDENCE });
}
