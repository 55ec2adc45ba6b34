import { session } from '../api/session.ts';
import type { Office } from '../routes.ts';
import { useValue } from '../state.ts';
import { Link } from './link.tsx';

const TRADERS: readonly (readonly [Office, string])[] = [
  ['referrals', 'Referrals'],
  ['risk', 'Risk'],
  ['customers', 'Customers'],
  ['feeds', 'Feeds'],
];

/** The pages of the staff that the role opens, and the one that is open. */
export function StaffLinks({ current }: Readonly<{ current: Office | 'trade' }>) {
  const role = useValue(session)?.role;
  const isOperators = role === 'operator' || (role !== 'trader' && current === 'approvals');
  return (
    <>
      <Link to={{ page: 'board' }}>Matches</Link>
      {isOperators ? (
        <Link to={{ page: 'office', office: 'approvals' }} isCurrent={current === 'approvals'}>
          Approvals
        </Link>
      ) : (
        <>
          <Link to={{ page: 'trade', fixtureId: undefined }} isCurrent={current === 'trade'}>
            Trading
          </Link>
          {TRADERS.map(([office, text]) => (
            <Link key={office} to={{ page: 'office', office }} isCurrent={current === office}>
              {text}
            </Link>
          ))}
        </>
      )}
    </>
  );
}
