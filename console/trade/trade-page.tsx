import '../styles/trade.css';
import '../styles/trade-grid.css';
import '../styles/trade-rail.css';

import type { FixtureId } from '#contracts/mod.ts';

import { session } from '../api/session.ts';
import { useValue } from '../state.ts';
import { useFixtures } from '../stream/use-live.ts';
import { AuthForm } from '../ui/auth-dialog.tsx';
import { StaleBanner } from '../ui/connection-pill.tsx';
import { Link } from '../ui/link.tsx';
import { TopBar } from '../ui/top-bar.tsx';
import { Blotter } from './blotter.tsx';
import { FixtureDesk } from './fixture-desk.tsx';
import { Totals } from './totals.tsx';

export function TradePage({ fixtureId }: Readonly<{ fixtureId: FixtureId | undefined }>) {
  const isTrader = useValue(session)?.role === 'trader';
  return (
    <div className="page trade">
      <TopBar showsOddsFormat={false}>
        <Link to={{ page: 'board' }}>Matches</Link>
        <Link to={{ page: 'trade', fixtureId: undefined }} isCurrent>
          Trading
        </Link>
      </TopBar>
      <StaleBanner />
      {isTrader ? <Desk fixtureId={fixtureId} /> : <Door />}
    </div>
  );
}

function Desk({ fixtureId }: Readonly<{ fixtureId: FixtureId | undefined }>) {
  const fixtures = useFixtures();
  const chosen = fixtureId ?? fixtures[0]?.fixtureId;
  return (
    <>
      <Totals />
      <div className="desk">
        <Blotter chosen={chosen} />
        {chosen === undefined ? (
          <main className="card empty">No fixture is on the board yet.</main>
        ) : (
          <FixtureDesk key={chosen} fixtureId={chosen} />
        )}
      </div>
    </>
  );
}

function Door() {
  const user = useValue(session);
  return (
    <main className="door card">
      <h1>Trading console</h1>
      <p className="hint">
        {user === null
          ? 'Log in as a trader to see the book.'
          : `${user.username} is no trader. Log in with a trader's account.`}
      </p>
      <AuthForm mode="login" />
    </main>
  );
}
