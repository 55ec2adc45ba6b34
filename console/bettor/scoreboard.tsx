import { marketKey, type FixtureId } from '#contracts/mod.ts';

import { phaseText } from '../format/match-time.ts';
import type { Board } from '../stream/board.ts';
import { useBoard } from '../stream/use-live.ts';
import { Icon } from '../ui/icons.tsx';
import { Link } from '../ui/link.tsx';
import type { Teams } from '../ui/names.ts';
import { impliedChances } from './main-lines.ts';
import { RedCards, SuspendedNote, TimeBadge } from './match-line.tsx';

type ScoreboardProps = Readonly<{ fixtureId: FixtureId; teams: Teams }>;

/** Teams, score, clock and what the prices say; follows every change of the match. */
export function Scoreboard({ fixtureId, teams }: ScoreboardProps) {
  const board = useBoard(fixtureId);
  if (board === undefined) return null;
  const { state, info } = board;
  const { score, halfTime, shootOut, redCards, corners } = state;
  const hasBegun = state.status !== 'not-started';
  return (
    <header className="card scoreboard">
      <div className="scoreboard-top">
        <Link to={{ page: 'board' }} className="back">
          <Icon name="chevron" size={14} />
          All matches
        </Link>
        <span className="competition">{info?.competition}</span>
        <SuspendedNote state={state} />
      </div>
      <h1 className="scoreboard-line">
        <span className="team home">
          {teams.home} <RedCards count={redCards.home} />
        </span>
        <span
          className="score figure"
          aria-label={`${String(score.home)} to ${String(score.away)}`}
        >
          {hasBegun ? `${String(score.home)} – ${String(score.away)}` : 'v'}
        </span>
        <span className="team away">
          <RedCards count={redCards.away} /> {teams.away}
        </span>
      </h1>
      <p className="scoreboard-facts">
        <TimeBadge board={board} />
        {hasBegun && <span>{phaseText(state.phase)}</span>}
        {halfTime !== null && state.phase !== 'half-time' && (
          <span className="figure">
            Half-time {halfTime.home} – {halfTime.away}
          </span>
        )}
        {shootOut !== null && (
          <span className="figure">
            Penalties {shootOut.home} – {shootOut.away}
          </span>
        )}
        {corners.home + corners.away > 0 && (
          <span className="figure">
            Corners {corners.home} – {corners.away}
          </span>
        )}
      </p>
      <Chances board={board} teams={teams} />
    </header>
  );
}

const percent = (chance: number): string => `${String(Math.round(chance * 100))} %`;

/** What the match-result prices say, as one bar. It keeps its place while there are no prices. */
function Chances({ board, teams }: Readonly<{ board: Board; teams: Teams }>) {
  const key = marketKey('match-result');
  if (!board.markets.has(key)) return null;
  const chances = impliedChances(board, key);
  if (chances === null) return <div className="chances" />;
  const names = [teams.home, 'Draw', teams.away];
  const text = chances.map((chance, index) => `${names[index] ?? ''} ${percent(chance)}`);
  return (
    <div className="chances" role="img" aria-label={`Chances by the odds: ${text.join(', ')}`}>
      {chances.map((chance, index) => (
        <span
          key={names[index]}
          className={`chance chance-${String(index)}`}
          style={{ flexGrow: chance }}
        >
          {chance > 0.08 && (
            <span className="figure">
              {chance > 0.2 && <span className="chance-name">{names[index]} </span>}
              {percent(chance)}
            </span>
          )}
        </span>
      ))}
    </div>
  );
}
