/** Fixtures with more than one of the legs, whose names are given: such legs depend on each other. */
export function relatedFixtures(
  legs: readonly Readonly<{ fixtureId: string; fixture: string }>[],
): ReadonlyMap<string, string> {
  const related = legs.filter(({ fixtureId }, at) =>
    legs.some((other, index) => index !== at && other.fixtureId === fixtureId),
  );
  return new Map(related.map(({ fixtureId, fixture }) => [fixtureId, fixture]));
}
