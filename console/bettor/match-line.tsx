import type { FixtureState } from '#contracts/mod.ts';

import { clock } from '../clock.ts';
import { minuteText, startText, suspensionText } from '../format/match-time.ts';
import type { Board } from '../stream/board.ts';
import type { Teams } from '../ui/names.ts';

/** Minute of a running match, kick-off of a coming one, outcome of one that is over. */
export function TimeBadge({ board }: Readonly<{ board: Board }>) {
  const { state, info } = board;
  if (state.status === 'not-started')
    return (
      <span className="time">
        {info === undefined ? '' : startText(info.startsAt, clock.now())}
      </span>
    );
  const isRunning = state.status === 'in-play';
  return (
    <span className={isRunning ? 'time time-live' : 'time'}>
      {isRunning && <span className="dot pulse" aria-hidden="true" />}
      <span className="figure">{minuteText(state)}</span>
    </span>
  );
}

/** Both teams, one over the other, with goals and red cards. */
export function Sides({ board, teams }: Readonly<{ board: Board; teams: Teams }>) {
  const { score, redCards, status } = board.state;
  const hasBegun = status !== 'not-started' && status !== 'postponed' && status !== 'cancelled';
  return (
    <span className="sides">
      {(['home', 'away'] as const).map((side) => (
        <span key={side} className="side">
          <span className="side-name">{teams[side]}</span>
          <RedCards count={redCards[side]} />
          {hasBegun && <b className="side-goals figure">{score[side]}</b>}
        </span>
      ))}
    </span>
  );
}

export function RedCards({ count }: Readonly<{ count: number }>) {
  if (count === 0) return null;
  const text = count === 1 ? '1 red card' : `${String(count)} red cards`;
  return (
    <span className="red-cards" role="img" aria-label={text} title={text}>
      {count > 1 ? count : ''}
    </span>
  );
}

/** Why the fixture takes no bets; nothing while it does. */
export function SuspendedNote({ state }: Readonly<{ state: FixtureState }>) {
  const [reason] = state.suspended;
  if (reason === undefined) return null;
  return <span className="suspended-note">Suspended: {suspensionText(reason)}</span>;
}
