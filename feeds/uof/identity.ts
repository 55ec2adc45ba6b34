import { fixtureId, type FixtureId } from '#contracts/mod.ts';

/**
 * Fixtures of the feed and ours, both ways. An event that nobody has named gets an id of its URN's own:
 * `sr:match:123` is `uof-sr-match-123`.
 */
export type FixtureIdentity = Readonly<{
  fixtureOf: (urn: string) => FixtureId;
  urnOf: (fixture: FixtureId) => string | undefined;
}>;

/** @param named our ids of events that another feed has brought already, by URN. */
export function makeFixtureIdentity(
  named: ReadonlyMap<string, FixtureId> = new Map(),
): FixtureIdentity {
  const fixtures = new Map<string, FixtureId>();
  const urns = new Map<FixtureId, string>();
  const remember = (urn: string, fixture: FixtureId): FixtureId => {
    fixtures.set(urn, fixture);
    urns.set(fixture, urn);
    return fixture;
  };
  for (const [urn, fixture] of named) remember(urn, fixture);
  return {
    fixtureOf: (urn) =>
      fixtures.get(urn) ??
      remember(
        urn,
        fixtureId(`uof-${urn.toLowerCase().replaceAll(/[^a-z0-9]+/gu, '-')}`.slice(0, 64)),
      ),
    urnOf: (fixture) => urns.get(fixture),
  };
}
