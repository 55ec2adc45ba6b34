import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';

import { SIDES, type Side } from '#contracts/mod.ts';
import { boardOf, indexFor, isCoreView, payoffContext, viewTable } from '#markets/mod.ts';

import type { Mailbox } from './mailbox.ts';
import { nextBoards, prepareBoards } from './next-boards.ts';
import { HostRig } from './test-fixture.ts';

type Scene = ReturnType<typeof HostRig.inPlay>;

const goal = ({ rig, book }: Scene, side: Side): void => {
  rig.feed(book.make({ kind: 'goal', side, how: 'play' }, rig.now));
};

/** The tables of the board that the record has now, as pricing asks for them. */
const tablesOf = ({ rig: { state } }: Scene): readonly unknown[] =>
  boardOf(state.record)
    .filter(({ reads }) => isCoreView(reads))
    .map(({ identity }) =>
      viewTable(indexFor(state.record), identity, payoffContext(state.record)),
    );

describe('boards after the next goal', () => {
  property.prop(
    [fc.array(fc.constantFrom(...SIDES), { maxLength: 6 }), fc.constantFrom(...SIDES)],
    { numRuns: 15 },
  )('find every table made, whoever scores and however large the board gets', (goals, next) => {
    const scene = HostRig.inPlay();
    for (const side of goals) goal(scene, side);
    const made = new Set([...nextBoards(scene.rig.state.record)].map((piece) => piece()));
    goal(scene, next);
    const asked = tablesOf(scene);
    expect(asked.length).toBeGreaterThan(50);
    expect(asked.every((table) => made.has(table))).toBe(true);
  });
});

describe('preparing them', () => {
  function preparing() {
    const scene = HostRig.inPlay();
    const { state } = scene.rig;
    const idle: (() => void)[] = [];
    const mailbox: Mailbox = { fixtureId: state.fixtureId, state, take: () => undefined };
    const place = { isHere: true };
    const turns = { addIdle: (task: () => void) => void idle.push(task) };
    prepareBoards({ turns }, mailbox, () => place.isHere);
    return { scene, place, idle, turn: () => idle.shift()?.() };
  }
  const pieces = [...nextBoards(HostRig.inPlay().rig.state.record)].length;

  it('takes one piece a turn, and ends', () => {
    const { idle, turn } = preparing();
    for (let piece = 0; piece <= pieces; piece += 1) {
      expect(idle).toHaveLength(1);
      turn();
    }
    expect(idle).toEqual([]);
  });

  it.each<readonly [string, (given: ReturnType<typeof preparing>) => void]>([
    [
      'a goal',
      ({ scene }) => {
        goal(scene, 'home');
      },
    ],
    [
      'the loss of the fixture',
      ({ place }) => {
        place.isHere = false;
      },
    ],
  ])('ends with %s', (_, happens) => {
    const given = preparing();
    given.turn();
    happens(given);
    given.turn();
    expect(given.idle).toEqual([]);
  });
});
