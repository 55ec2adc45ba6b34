import { useIntegrity } from '../../api/customers.ts';
import { dateTimeText } from '../../format/time-text.ts';
import { Link } from '../../ui/link.tsx';
import { QueryState } from '../query-state.tsx';

/** Matches on which more was bet than prices explain, and whether their settlement is still held for it. */
export function Integrity() {
  const query = useIntegrity();
  const { data } = query;
  if (data === undefined)
    return <QueryState query={query} loading="Asking for alerts of integrity" />;
  const held = data.alerts.filter(({ releasedAt }) => releasedAt === null).length;
  return (
    <section aria-label="Integrity">
      <h2>
        Integrity <span className="count">{held}</span>
      </h2>
      <p className="hint">
        An alert holds the settlement of the whole match; bets go on. An operator releases it, or
        decides otherwise, on the page of approvals.
      </p>
      {data.alerts.length === 0 && (
        <p className="card empty">No match draws more bets than are usual.</p>
      )}
      {data.alerts.map((alert) => (
        <article
          key={alert.holdId}
          className="card decision"
          aria-label={`Alert: ${alert.fixture}`}
        >
          <header>
            <h3>
              <Link to={{ page: 'trade', fixtureId: alert.fixtureId }}>{alert.fixture}</Link>
            </h3>
            <span className={alert.releasedAt === null ? 'tag tag-suspended' : 'tag'}>
              {alert.releasedAt === null ? 'Settlement held' : 'Released'}
            </span>
          </header>
          <p>
            {alert.words} <span className="hint">{dateTimeText(alert.heldAt)}</span>
          </p>
          {alert.releasedAt !== null && (
            <p className="hint">
              Released by {alert.releasedBy}, {dateTimeText(alert.releasedAt)}:{' '}
              {alert.releaseReason}
            </p>
          )}
        </article>
      ))}
    </section>
  );
}
