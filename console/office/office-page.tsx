import '../styles/trade.css';
import '../styles/office.css';

import { lazy, Suspense, type ComponentType } from 'react';

import type { Role } from '#contracts/mod.ts';

import { session } from '../api/session.ts';
import type { Office } from '../routes.ts';
import { useValue } from '../state.ts';
import { StaleBanner } from '../ui/connection-pill.tsx';
import { StaffDoor } from '../ui/staff-door.tsx';
import { StaffLinks } from '../ui/staff-links.tsx';
import { TopBar } from '../ui/top-bar.tsx';

type Room = Readonly<{
  role: Exclude<Role, 'bettor'>;
  title: string;
  sees: string;
  Desk: ComponentType;
}>;

const ROOMS: Readonly<Record<Office, Room>> = {
  approvals: {
    role: 'operator',
    title: 'Approvals',
    sees: 'what waits for a second person',
    Desk: lazy(async () => ({ default: (await import('./approvals/approvals.tsx')).Approvals })),
  },
  referrals: {
    role: 'trader',
    title: 'Referrals',
    sees: 'the bets that wait for a trader',
    Desk: lazy(async () => ({ default: (await import('./referrals/referrals.tsx')).Referrals })),
  },
  feeds: {
    role: 'trader',
    title: 'Feed health',
    sees: 'how the feeds are',
    Desk: lazy(async () => ({ default: (await import('./feeds/feed-health.tsx')).FeedHealth })),
  },
  customers: {
    role: 'trader',
    title: 'Customers',
    sees: 'what is found about customers',
    Desk: lazy(async () => ({ default: (await import('./customers/customers.tsx')).Customers })),
  },
  risk: {
    role: 'trader',
    title: 'Risk',
    sees: 'the book',
    Desk: lazy(async () => ({ default: (await import('./risk/risk.tsx')).Risk })),
  },
};

/** A page of the staff, behind the login of its role. */
export function OfficePage({ office }: Readonly<{ office: Office }>) {
  const { role, title, sees, Desk } = ROOMS[office];
  const isIn = useValue(session)?.role === role;
  return (
    <div className="page office">
      <TopBar showsOddsFormat={false}>
        <StaffLinks current={office} />
      </TopBar>
      <StaleBanner />
      {isIn ? (
        <main className="office-main">
          <h1>{title}</h1>
          <Suspense fallback={<p className="card empty">Loading…</p>}>
            <Desk />
          </Suspense>
        </main>
      ) : (
        <StaffDoor role={role} title={title} sees={sees} />
      )}
    </div>
  );
}
