import { useConnection } from '../stream/use-live.ts';
import type { ConnectionState } from '../stream/live-store.ts';

const TEXTS: Readonly<Record<ConnectionState, readonly [short: string, long: string]>> = {
  connecting: ['Connecting', 'Connecting to the live odds.'],
  live: ['Live', 'Odds are live.'],
  stale: ['Delayed', 'The pricing engine is silent. Prices may be old, so no bets are taken.'],
  lost: ['Offline', 'The connection is lost. Trying again; until then no bets are taken.'],
};

export function ConnectionPill() {
  const connection = useConnection();
  const [short, long] = TEXTS[connection];
  return (
    <span className="pill connection" data-connection={connection} title={long}>
      <span className="dot" aria-hidden="true" />
      {short}
    </span>
  );
}

/** Stands over everything while what is shown must not be trusted. */
export function StaleBanner() {
  const connection = useConnection();
  const isShown = connection === 'stale' || connection === 'lost';
  return (
    <div role="status" className={isShown ? 'banner banner-stale' : 'visually-hidden'}>
      {isShown ? TEXTS[connection][1] : ''}
    </div>
  );
}
