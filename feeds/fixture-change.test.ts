import { expect, test } from 'vitest';

import { fixtureChanges } from './fixture-change.ts';
import { loadRecordings } from './recordings/mod.ts';
import { eventsOfScript } from './script-record.ts';

const eventsOf = (id: string) => {
  const script = loadRecordings().find((candidate) => candidate.id === id);
  if (script === undefined) throw new Error(id);
  return eventsOfScript(script);
};

test('a batch makes one change per fixture, described when it is announced in it', () => {
  const milan = eventsOf('milan-liverpool-2005');
  const burnley = eventsOf('burnley-tottenham-2021');
  const changes = fixtureChanges([...milan, ...burnley]);
  expect(changes).toMatchObject([
    { home: 'Milan', away: 'Liverpool', status: 'closed', version: milan.length },
    { home: 'Burnley', status: 'postponed', version: 3 },
  ]);
});

test('later events change the status alone, and clocks and goals nothing', () => {
  const milan = eventsOf('milan-liverpool-2005');
  const of = (kind: string, phase: string) =>
    milan.filter((event) => event.kind === kind && event.clock.phase === phase);
  expect(fixtureChanges(of('phase', 'half-time'))).toMatchObject([{ status: 'in-play' }]);
  expect(fixtureChanges(of('phase', 'ended'))).toMatchObject([{ status: 'ended' }]);
  expect(fixtureChanges([...of('clock', 'first-half'), ...of('goal', 'first-half')])).toEqual([]);
});
