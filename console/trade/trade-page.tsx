import '../styles/trade.css';
import '../styles/trade-grid.css';
import '../styles/trade-rail.css';

import type { FixtureId } from '#contracts/mod.ts';

import { session } from '../api/session.ts';
import { useValue } from '../state.ts';
import { useFixtures } from '../stream/use-live.ts';
import { StaleBanner } from '../ui/connection-pill.tsx';
import { StaffDoor } from '../ui/staff-door.tsx';
import { StaffLinks } from '../ui/staff-links.tsx';
import { TopBar } from '../ui/top-bar.tsx';
import { Blotter } from './blotter.tsx';
import { FixtureDesk } from './fixture-desk.tsx';
import { Totals } from './totals.tsx';

export function TradePage({ fixtureId }: Readonly<{ fixtureId: FixtureId | undefined }>) {
  const isTrader = useValue(session)?.role === 'trader';
  return (
    <div className="page trade">
      <TopBar showsOddsFormat={false}>
        <StaffLinks current="trade" />
      </TopBar>
      <StaleBanner />
      {isTrader ? (
        <Desk fixtureId={fixtureId} />
      ) : (
        <StaffDoor role="trader" title="Trading console" sees="the book" />
      )}
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
