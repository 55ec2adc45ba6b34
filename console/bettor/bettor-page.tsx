import '../styles/bettor.css';
import '../styles/builder.css';
import '../styles/match.css';
import '../styles/slip.css';

import { lazy, Suspense, useState } from 'react';

import type { FixtureId } from '#contracts/mod.ts';

import { session } from '../api/session.ts';
import { isInPlay } from '../format/match-time.ts';
import type { Route } from '../routes.ts';
import { useValue } from '../state.ts';
import { useBoard, useConnection, useFixtures } from '../stream/use-live.ts';
import { StaleBanner } from '../ui/connection-pill.tsx';
import { Icon } from '../ui/icons.tsx';
import { Link } from '../ui/link.tsx';
import { teamsOf } from '../ui/names.ts';
import { TopBar } from '../ui/top-bar.tsx';
import { BoardView } from './board-view.tsx';
import { Sides, TimeBadge } from './match-line.tsx';
import { MatchView } from './match-view.tsx';
import { slip } from './slip.ts';

const SlipPanel = lazy(async () => ({ default: (await import('./slip-panel.tsx')).SlipPanel }));
const MyBets = lazy(async () => ({ default: (await import('./my-bets.tsx')).MyBets }));

type BettorPageProps = Readonly<{
  route: Exclude<Route, { page: 'trade' | 'office' }>;
  attributions: readonly string[];
}>;

export function BettorPage({ route, attributions }: BettorPageProps) {
  const role = useValue(session)?.role;
  const isMatches = route.page !== 'bets';
  return (
    <div className="page bettor" data-page={route.page}>
      <a className="skip" href="#main">
        Skip to the odds
      </a>
      <TopBar showsOddsFormat>
        <Link to={{ page: 'board' }} isCurrent={isMatches}>
          Matches
        </Link>
        <Link to={{ page: 'bets' }} isCurrent={!isMatches}>
          My bets
        </Link>
        {role === 'trader' && <Link to={{ page: 'trade', fixtureId: undefined }}>Trading</Link>}
        {role === 'operator' && <Link to={{ page: 'office', office: 'approvals' }}>Approvals</Link>}
      </TopBar>
      <StaleBanner />
      <div className="columns">
        {route.page === 'match' && <Sidebar current={route.fixtureId} />}
        <main id="main" tabIndex={-1}>
          <Content route={route} />
          <Footer attributions={attributions} />
        </main>
        <Rail />
      </div>
    </div>
  );
}

function Content({ route }: Pick<BettorPageProps, 'route'>) {
  const isConnecting = useConnection() === 'connecting';
  const hasFixtures = useFixtures().length > 0;
  if (route.page === 'bets')
    return (
      <section className="card bets-page">
        <h1>My bets</h1>
        <Suspense>
          <MyBets />
        </Suspense>
      </section>
    );
  if (isConnecting && !hasFixtures) return <p className="card empty">Loading the odds…</p>;
  return route.page === 'match' ? (
    <MatchView key={route.fixtureId} fixtureId={route.fixtureId} />
  ) : (
    <BoardView />
  );
}

function Sidebar({ current }: Readonly<{ current: FixtureId }>) {
  const fixtures = useFixtures().filter(
    ({ state }) => isInPlay(state) || state.status === 'not-started',
  );
  return (
    <nav className="sidebar" aria-label="Matches">
      {fixtures.map(({ fixtureId }) => (
        <SidebarMatch key={fixtureId} fixtureId={fixtureId} isCurrent={fixtureId === current} />
      ))}
    </nav>
  );
}

function SidebarMatch({
  fixtureId,
  isCurrent,
}: Readonly<{ fixtureId: FixtureId; isCurrent: boolean }>) {
  const board = useBoard(fixtureId);
  if (board === undefined) return null;
  return (
    <Link to={{ page: 'match', fixtureId }} className="sidebar-match" isCurrent={isCurrent}>
      <TimeBadge board={board} />
      <Sides board={board} teams={teamsOf(board)} />
    </Link>
  );
}

/** Slip and bets: a column beside the odds, or a sheet that opens from the bottom of a narrow screen. */
function Rail() {
  const [tab, setTab] = useState<'slip' | 'bets'>('slip');
  const [isOpen, setOpen] = useState(false);
  const entries = useValue(slip);
  const count = entries.filter(({ phase }) => phase.step !== 'accepted').length;
  return (
    <aside className="rail" data-open={isOpen} aria-label="Bet slip and bets">
      <button
        type="button"
        className="rail-toggle"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="ticket" size={18} />
        Bet slip <span className="count">{count}</span>
        <Icon name="chevron" size={16} />
      </button>
      <div className="card rail-card">
        <div className="tabs" role="group" aria-label="Slip or bets">
          <button
            type="button"
            className="tab"
            aria-pressed={tab === 'slip'}
            onClick={() => setTab('slip')}
          >
            Bet slip {count > 0 && <span className="count">{count}</span>}
          </button>
          <button
            type="button"
            className="tab"
            aria-pressed={tab === 'bets'}
            onClick={() => setTab('bets')}
          >
            My bets
          </button>
        </div>
        <Suspense fallback={<p className="empty">Loading…</p>}>
          {tab === 'bets' ? (
            <MyBets limit={20} />
          ) : entries.length === 0 ? (
            <EmptySlip />
          ) : (
            <SlipPanel />
          )}
        </Suspense>
      </div>
    </aside>
  );
}

function EmptySlip() {
  return (
    <div className="slip-empty">
      <Icon name="ticket" size={28} />
      <p>Press a price to put it on your slip.</p>
    </div>
  );
}

function Footer({ attributions }: Pick<BettorPageProps, 'attributions'>) {
  return (
    <footer className="foot">
      <p>Odds by the Overround engine. Demo: play money only.</p>
      {attributions.map((each) => (
        <p key={each}>{each}</p>
      ))}
    </footer>
  );
}
