import { useState } from 'react';

import { marketKey, type FixtureId } from '#contracts/mod.ts';

import { GROUP_NAMES, GROUPS, groupMarkets, type Group } from '../format/market-groups.ts';
import { phaseText } from '../format/match-time.ts';
import type { Board } from '../stream/board.ts';
import { useBoard } from '../stream/use-live.ts';
import { Icon } from '../ui/icons.tsx';
import { Link } from '../ui/link.tsx';
import { teamsOf, type Teams } from '../ui/names.ts';
import { impliedChances } from './main-lines.ts';
import { MarketCard } from './market-card.tsx';
import { RedCards, SuspendedNote, TimeBadge } from './match-line.tsx';

export function MatchView({ fixtureId }: Readonly<{ fixtureId: FixtureId }>) {
  const board = useBoard(fixtureId);
  const [shown, setShown] = useState<Group | 'all'>('all');
  if (board === undefined)
    return (
      <div className="card empty">
        <p>This match is not on the board (any more).</p>
        <Link to={{ page: 'board' }} className="button ghost">
          All matches
        </Link>
      </div>
    );
  const teams = teamsOf(board);
  const groups = groupMarkets(board.markets.keys());
  const present = GROUPS.filter((each) => groups.some(({ group }) => group === each));
  return (
    <article className="match">
      <Scoreboard board={board} teams={teams} />
      {groups.length > 0 && (
        <div className="tabs" role="group" aria-label="Markets shown">
          {(['all', ...present] as const).map((each) => (
            <button
              key={each}
              type="button"
              className="tab"
              aria-pressed={shown === each}
              onClick={() => setShown(each)}
            >
              {each === 'all' ? 'All markets' : GROUP_NAMES[each]}
            </button>
          ))}
        </div>
      )}
      <div className="market-cards">
        {groups
          .filter(({ group }) => shown === 'all' || group === shown)
          .map((group) => (
            <MarketCard key={group.type} group={group} board={board} teams={teams} />
          ))}
        {groups.length === 0 && <p className="card empty">This match has no open markets.</p>}
      </div>
    </article>
  );
}

type BoardProps = Readonly<{ board: Board; teams: Teams }>;

function Scoreboard({ board, teams }: BoardProps) {
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
        {halfTime !== null && (
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

/** What the match-result prices say, as one bar. */
function Chances({ board, teams }: BoardProps) {
  const chances = impliedChances(board, marketKey('match-result'));
  if (chances === null) return null;
  const names = [teams.home, 'Draw', teams.away];
  const percent = (chance: number): string => `${String(Math.round(chance * 100))} %`;
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
