import type { MatchRecord } from '../record/match-record.ts';
import type { Draft } from './events.ts';
import {
  at,
  cornerEvent,
  fixtureEvent,
  goalEvent,
  kickEvent,
  phaseEvent,
  recordOf,
  scoredBy,
} from './events.ts';
import { lineupEvent } from './squads.ts';

type Side = 'home' | 'away';
type When = ReturnType<typeof at>;

const card = (side: Side, colour: Draft<'card'>['colour'], player: string, when: When): Draft => ({
  kind: 'card',
  side,
  colour,
  player,
  ...when,
});
const change = (side: Side, on: string, off: string, when: When): Draft => ({
  kind: 'substitution',
  side,
  on,
  off,
  ...when,
});

const TIE: Draft = {
  ...fixtureEvent,
  decider: 'extra-time',
  covers: ['corners', 'cards', 'players'],
};

/** A tie of Lions and Tigers: 1-1 at half time, 2-2 after 90 minutes, 3-3 after extra time, 3-4 on penalties. */
export const LONG_TIE_EVENTS: readonly Draft[] = [
  TIE,
  lineupEvent('home'),
  lineupEvent('away'),
  phaseEvent('first-half'),
  scoredBy(goalEvent('home', 'first-half', 11), 'Lion One'),
  cornerEvent('home', 'first-half', 19),
  cornerEvent('away', 'first-half', 21),
  cornerEvent('home', 'first-half', 24),
  card('home', 'yellow', 'Lion Two', at('first-half', 29)),
  scoredBy(goalEvent('away', 'first-half', 32), 'Lion Two', 'own-goal'),
  cornerEvent('home', 'first-half', 39),
  phaseEvent('half-time'),
  change('away', 'tiger-four', 'tiger-silva', at('half-time', 10)),
  phaseEvent('second-half'),
  scoredBy(goalEvent('away', 'second-half', 4), 'Tiger One'),
  card('away', 'yellow', 'Tiger Two', at('second-half', 6)),
  cornerEvent('home', 'second-half', 9),
  cornerEvent('away', 'second-half', 14),
  card('away', 'second-yellow', 'Tiger Two', at('second-half', 19)),
  cornerEvent('away', 'second-half', 24),
  change('home', 'lion-four', 'lion-two', at('second-half', 25)),
  cornerEvent('away', 'second-half', 29),
  scoredBy(goalEvent('home', 'second-half', 34), 'Lion One', 'penalty'),
  cornerEvent('away', 'second-half', 39),
  card('home', 'red', 'Silva', at('second-half', 46)),
  phaseEvent('full-time'),
  phaseEvent('extra-first'),
  scoredBy(goalEvent('home', 'extra-first', 4), 'Lion Four'),
  cornerEvent('home', 'extra-first', 9),
  card('away', 'yellow', 'Tiger One', at('extra-first', 10)),
  phaseEvent('extra-break'),
  phaseEvent('extra-second'),
  scoredBy(goalEvent('away', 'extra-second', 4), 'Tiger One'),
  phaseEvent('extra-end'),
  phaseEvent('penalties'),
  ...[true, true, true, true, false, true, true, true].map((scored, kick) =>
    kickEvent(kick % 2 === 0 ? 'home' : 'away', scored),
  ),
  phaseEvent('ended'),
];

/** A tie that needs no more than 90 minutes: 2-0 at half time, the second goal in stoppage time, and 3-0. */
const SHORT_TIE_EVENTS: readonly Draft[] = [
  TIE,
  phaseEvent('first-half'),
  scoredBy(goalEvent('home', 'first-half', 15), 'Lion One'),
  scoredBy(goalEvent('home', 'first-half', 46), 'Lion One'),
  phaseEvent('half-time'),
  phaseEvent('second-half'),
  scoredBy(goalEvent('home', 'second-half', 30), 'Lion Two'),
  phaseEvent('ended'),
];

export const longTie = (): MatchRecord => recordOf(...LONG_TIE_EVENTS);
export const shortTie = (): MatchRecord => recordOf(...SHORT_TIE_EVENTS);
