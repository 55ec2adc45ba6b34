import type { FixtureStatus } from '#contracts/mod.ts';

import type { StateControl } from './control.ts';

const CLOSED: readonly FixtureStatus[] = ['ended', 'closed', 'abandoned', 'cancelled'];

/** An interrupted or postponed fixture is only suspended: see `marketActive`. */
export const fixtureOpen: StateControl = {
  code: 'FIXTURE_CLOSED',
  passes: (_, { fixtureStatus }) => !CLOSED.includes(fixtureStatus),
};
