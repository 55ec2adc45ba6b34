import type { FixtureState, MatchPhase, SuspensionReason } from '#contracts/mod.ts';

/** Where each phase of play begins on the clock, and after how many minutes stoppage time begins. */
const PLAY: Readonly<Partial<Record<MatchPhase, readonly [start: number, length: number]>>> = {
  'first-half': [0, 45],
  'second-half': [45, 45],
  'extra-first': [90, 15],
  'extra-second': [105, 15],
};

const PAUSES: Readonly<Record<MatchPhase, string>> = {
  'not-started': 'Not started',
  'first-half': '1st half',
  'half-time': 'Half-time',
  'second-half': '2nd half',
  'full-time': 'Full time',
  'extra-first': 'Extra time, 1st half',
  'extra-break': 'Extra time, break',
  'extra-second': 'Extra time, 2nd half',
  'extra-end': 'Extra time over',
  penalties: 'Penalties',
  ended: 'Ended',
};

/** As a scoreboard has room for it. */
const SHORT: Readonly<Partial<Record<MatchPhase, string>>> = {
  'half-time': 'HT',
  'full-time': 'FT',
  'extra-break': 'ET HT',
  'extra-end': 'AET',
  penalties: 'PEN',
};

export const phaseText = (phase: MatchPhase): string => PAUSES[phase];

/** "67'", "45+2'", "HT", "FT": as a scoreboard says it. */
export function minuteText({ status, phase, clock }: FixtureState): string {
  if (status !== 'in-play') return statusText(status);
  const play = PLAY[phase];
  if (play === undefined) return SHORT[phase] ?? phaseText(phase);
  const [start, length] = play;
  const minute = Math.floor(clock.elapsedMs / 60_000) + 1;
  if (minute <= length) return `${String(start + minute)}'`;
  return `${String(start + length)}+${String(minute - length)}'`;
}

export const isInPlay = ({ status }: FixtureState): boolean =>
  status === 'in-play' || status === 'interrupted';

function statusText(status: FixtureState['status']): string {
  switch (status) {
    case 'not-started':
      return 'Not started';
    case 'in-play':
      return 'In play';
    case 'interrupted':
      return 'Interrupted';
    case 'ended':
    case 'closed':
      return 'FT';
    case 'abandoned':
      return 'Abandoned';
    case 'postponed':
      return 'Postponed';
    case 'cancelled':
      return 'Cancelled';
  }
}

/** "Today 20:45", "Fri 21 Nov, 15:00" in the reader's own time. */
export function startText(startsAt: number, now: number): string {
  const date = new Date(startsAt);
  const time = date.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  if (date.toDateString() === new Date(now).toDateString()) return `Today ${time}`;
  const day = date.toLocaleDateString([], { weekday: 'short', day: 'numeric', month: 'short' });
  return `${day}, ${time}`;
}

/** Why no bets are taken, for bettors and traders alike. */
export function suspensionText(reason: SuspensionReason): string {
  switch (reason) {
    case 'feed':
      return 'live feed interrupted';
    case 'model':
      return 'new prices on the way';
    case 'trader':
      return 'stopped by a trader';
    case 'risk':
      return 'limit reached';
    case 'score':
      return 'goal or danger';
    case 'handover':
      return 'changing servers';
  }
}
