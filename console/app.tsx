import { lazy, Suspense, useEffect, useMemo, type ReactNode } from 'react';

import { refreshAccount, useConfig } from './api/queries.ts';
import { session } from './api/session.ts';
import { clock } from './clock.ts';
import { randomFraction } from './ids.ts';
import { useRoute } from './router.ts';
import { useValue } from './state.ts';
import { LiveStore } from './stream/live-store.ts';
import { StreamClient } from './stream/stream-client.ts';
import { onNextFrame } from './stream/topics.ts';
import { LiveContext } from './stream/use-live.ts';
import { Splash } from './ui/splash.tsx';

const BettorPage = lazy(async () => ({
  default: (await import('./bettor/bettor-page.tsx')).BettorPage,
}));
const TradePage = lazy(async () => ({
  default: (await import('./trade/trade-page.tsx')).TradePage,
}));

const OfficePage = lazy(async () => ({
  default: (await import('./office/office-page.tsx')).OfficePage,
}));

export function App() {
  const route = useRoute();
  const config = useConfig();
  if (config.data === undefined)
    return <Splash text={config.failureCount > 1 ? 'Waiting for the server' : 'Loading'} />;
  return (
    <Live url={config.data.gatewayUrl}>
      <Suspense fallback={<Splash text="Loading" />}>
        {route.page === 'trade' ? (
          <TradePage fixtureId={route.fixtureId} />
        ) : route.page === 'office' ? (
          <OfficePage office={route.office} />
        ) : (
          <BettorPage route={route} attributions={config.data.attributions} />
        )}
      </Suspense>
    </Live>
  );
}

/** One connection for the life of the page, whichever page is shown. */
function Live({ url, children }: Readonly<{ url: string; children: ReactNode }>) {
  const store = useMemo(() => new LiveStore(onNextFrame), []);
  const client = useMemo(
    () =>
      new StreamClient({
        url,
        store,
        monotonic: clock.monotonic,
        random: randomFraction,
        onAccount: () => void refreshAccount(),
      }),
    [url, store],
  );
  useEffect(() => {
    client.start();
    return () => {
      client.stop();
    };
  }, [client]);
  const user = useValue(session);
  useEffect(() => {
    client.follow(user);
  }, [client, user]);
  return <LiveContext value={store}>{children}</LiveContext>;
}
