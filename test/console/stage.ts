import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';

import { accountId } from '#contracts/mod.ts';
import { startGateway, type Gateway } from '#odds/gateway/mod.ts';
import { createMetrics, repoDir, silentLogger, systemClock } from '#platform/mod.ts';
import { startTestNats, temporaryFolder } from '#test/harness/mod.ts';

import { launchChromium } from './chromium.ts';
import { PLANS } from './plans.ts';
import { startRestDouble, type RestDouble, type DoubleOptions } from './rest-double.ts';
import { World } from './world.ts';

export type Stage = Readonly<{
  url: string;
  rest: RestDouble;
  world: World;
  browser: Browser;
  gateway: Gateway;
  open(path: string, options?: PageOptions): Promise<Page>;
  stop(): Promise<void>;
}>;
export type PageOptions = Readonly<{
  width?: number;
  height?: number;
  theme?: 'dark' | 'light';
  user?: 'bettor' | 'trader' | 'operator';
  reducedMotion?: boolean;
}>;

const HOUR_MS = 3_600_000;

/** The built pages in a browser, over the real gateway and a real NATS server. */
export async function setStage(options: Partial<DoubleOptions> = {}): Promise<Stage> {
  const nats = await startTestNats();
  const dist = temporaryFolder('console-');
  await buildPages(dist);
  const world = new World(nats.nats, PLANS);
  const gateway = await startGateway({
    port: 0,
    nats: await nats.connect('gateway'),
    clock: systemClock,
    log: silentLogger(),
    metrics: createMetrics('gateway'),
    verifyToken: (token) =>
      token === 'token-trader'
        ? {
            username: 'trader',
            role: 'trader',
            accountId: accountId('00000000-0000-7000-8000-000000000002'),
            expiresAt: systemClock.now() + HOUR_MS,
          }
        : undefined,
  });
  await nats.nats.connection.flush();
  world.announce();
  const rest = await startRestDouble({
    dist,
    gatewayUrl: gateway.url,
    world,
    names: (id) => PLANS.find((plan) => plan.id === id)?.info ?? { home: id, away: '' },
    delayMs: 1500,
    now: () => systemClock.now(),
    ...options,
  });
  const browser = await launchChromium();
  return {
    url: rest.url,
    rest,
    world,
    gateway,
    browser,
    open: (path, page) => openPage(browser, rest.url + path, page),
    stop: async () => {
      await browser.close();
      await rest.stop();
      await gateway.stop();
      await world.stop();
      await nats.stop();
    },
  };
}

/** As they are shipped: the test runner's own NODE_ENV would bundle React for development. */
async function buildPages(outDir: string): Promise<void> {
  const before = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production';
  try {
    const root = join(repoDir(), 'console');
    await build({ root, logLevel: 'error', build: { outDir, emptyOutDir: true } });
  } finally {
    process.env['NODE_ENV'] = before;
  }
}

async function openPage(browser: Browser, url: string, options: PageOptions = {}): Promise<Page> {
  const { width = 1440, height = 900, theme = 'dark', user, reducedMotion = false } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
    locale: 'en-GB',
  });
  await context.addInitScript(
    ({ chosen, session }) => {
      localStorage.setItem('overround.theme', chosen);
      if (session !== null) sessionStorage.setItem('overround.session', session);
    },
    { chosen: theme, session: user === undefined ? null : JSON.stringify(sessionOf(user)) },
  );
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

const sessionOf = (user: NonNullable<PageOptions['user']>) => ({
  token: `token-${user}`,
  username: user,
  role: user,
  expiresAt: systemClock.now() + HOUR_MS,
});
