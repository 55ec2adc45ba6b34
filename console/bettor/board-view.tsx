import { marketKey, outcomeId, type FixtureId } from '#contracts/mod.ts';

import { isInPlay } from '../format/match-time.ts';
import type { Board } from '../stream/board.ts';
import { fixtureTopic } from '../stream/live-store.ts';
import { useBoard, useFixtures, useLive } from '../stream/use-live.ts';
import { Link } from '../ui/link.tsx';
import { nameOfFixture, teamsOf, type Teams } from '../ui/names.ts';
import { mainLine } from './main-lines.ts';
import { sideLine } from './market-layout.ts';
import { Sides, SuspendedNote, TimeBadge } from './match-line.tsx';
import { PriceButton } from './price-button.tsx';

const RESULT = marketKey('match-result');
const [HOME, DRAW, AWAY] = ['home', 'draw', 'away'].map(outcomeId) as [
  ReturnType<typeof outcomeId>,
  ReturnType<typeof outcomeId>,
  ReturnType<typeof outcomeId>,
];

/** All fixtures with the prices that most people look for. */
export function BoardView() {
  const fixtures = useFixtures();
  const inPlay = fixtures.filter(({ state }) => isInPlay(state));
  const coming = fixtures.filter(({ state }) => state.status === 'not-started');
  const over = fixtures.filter(({ state }) => !isInPlay(state) && state.status !== 'not-started');
  return (
    <div className="boards">
      <h1 className="visually-hidden">Football odds</h1>
      <Section title="In play" boards={inPlay} empty="No match is in play at the moment." isLive />
      {coming.length > 0 && <Section title="Coming up" boards={coming} />}
      {over.length > 0 && <Section title="Finished" boards={over} />}
    </div>
  );
}

type SectionProps = Readonly<{
  title: string;
  boards: readonly Board[];
  empty?: string;
  isLive?: boolean;
}>;

function Section({ title, boards, empty, isLive = false }: SectionProps) {
  const id = `section-${title.replace(' ', '-').toLowerCase()}`;
  return (
    <section className="card board" aria-labelledby={id}>
      <header className="board-head">
        <h2 id={id} className={isLive ? 'live-title' : ''}>
          {isLive && <span className="dot pulse" aria-hidden="true" />}
          {title}
          <span className="count">{boards.length}</span>
        </h2>
        <span className="board-columns" aria-hidden="true">
          <span className="columns-3">
            <span>1</span>
            <span>X</span>
            <span>2</span>
          </span>
          <span className="columns-2 wide-only">
            <span>Over</span>
            <span>Under</span>
          </span>
          <span className="columns-2 wide-only">
            <span>Handicap 1</span>
            <span>2</span>
          </span>
        </span>
      </header>
      {boards.length === 0 && <p className="empty">{empty}</p>}
      <ul className="board-rows">
        {boards.map(({ fixtureId }) => (
          <Row key={fixtureId} fixtureId={fixtureId} />
        ))}
      </ul>
    </section>
  );
}

function Row({ fixtureId }: Readonly<{ fixtureId: FixtureId }>) {
  const board = useBoard(fixtureId);
  if (board === undefined) return null;
  const teams = teamsOf(board);
  const isOver = board.markets.size === 0;
  return (
    <li className="board-row">
      <div className="board-match">
        <Link to={{ page: 'match', fixtureId }} className="board-link">
          <span className="visually-hidden">{nameOfFixture(teams)}</span>
          <span className="board-meta">
            <TimeBadge board={board} />
            <span className="competition">{board.info?.competition}</span>
            <SuspendedNote state={board.state} />
          </span>
          <Sides board={board} teams={teams} />
        </Link>
      </div>
      {!isOver && (
        <div className="board-prices">
          <span className="columns-3">
            {[HOME, DRAW, AWAY].map((outcome) => (
              <PriceButton
                key={outcome}
                {...{ fixtureId, teams }}
                marketKey={RESULT}
                outcomeId={outcome}
              />
            ))}
          </span>
          <LinePrices fixtureId={fixtureId} teams={teams} type="total-goals" />
          <LinePrices fixtureId={fixtureId} teams={teams} type="asian-handicap" />
        </div>
      )}
      <Link to={{ page: 'match', fixtureId }} className="more">
        <span className="visually-hidden">All markets of {nameOfFixture(teams)}: </span>
        {isOver ? '' : `+${String(board.markets.size)}`}
      </Link>
    </li>
  );
}

type LinePricesProps = Readonly<{
  fixtureId: FixtureId;
  teams: Teams;
  type: 'total-goals' | 'asian-handicap';
}>;

function LinePrices({ fixtureId, teams, type }: LinePricesProps) {
  const key = useLive(fixtureTopic(fixtureId), (store) => mainLine(store.board(fixtureId), type));
  if (key === undefined) return <span className="columns-2 wide-only" />;
  const outcomes = type === 'total-goals' ? ['over', 'under'] : ['home', 'away'];
  return (
    <span className="columns-2 wide-only">
      {outcomes.map((outcome) => (
        <PriceButton
          key={outcome}
          {...{ fixtureId, teams }}
          marketKey={key}
          outcomeId={outcomeId(outcome)}
          label={sideLine(key, outcome)}
        />
      ))}
    </span>
  );
}
