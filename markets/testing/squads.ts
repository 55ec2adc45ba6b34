import type { Side } from '#contracts/mod.ts';

import type { Draft } from './events.ts';
import { at } from './events.ts';

/** Three who start and two on the bench of each side. Both sides have a Silva. */
export const SQUADS = {
  home: [
    { id: 'lion-one', name: 'Lion One', starts: true },
    { id: 'lion-two', name: 'Lion Two', starts: true },
    { id: 'lion-silva', name: 'Silva', starts: true },
    { id: 'lion-four', name: 'Lion Four', starts: false },
    { id: 'lion-five', name: 'Lion Five', starts: false },
  ],
  away: [
    { id: 'tiger-one', name: 'Tiger One', starts: true },
    { id: 'tiger-two', name: 'Tiger Two', starts: true },
    { id: 'tiger-silva', name: 'Silva', starts: true },
    { id: 'tiger-four', name: 'Tiger Four', starts: false },
    { id: 'tiger-five', name: 'Tiger Five', starts: false },
  ],
} as const satisfies Record<Side, Draft<'lineup'>['players']>;

export const PLAYER_IDS: readonly string[] = [...SQUADS.home, ...SQUADS.away].map(({ id }) => id);

export const lineupEvent = (side: Side): Draft<'lineup'> => ({
  kind: 'lineup',
  side,
  players: [...SQUADS[side]],
  ...at('not-started'),
});
