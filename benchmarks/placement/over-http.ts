import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import type { AccountId } from '#contracts/mod.ts';

import { EMPTY_ROUTE } from './board.ts';
import type { ApiReady } from './api-process.ts';
import { arrive, type HttpLoad } from './k6.ts';

/** `empty`: what the same server and k6 do together on a route that does nothing. */
export type OverHttp = Readonly<{
  peak: HttpLoad;
  at70: HttpLoad;
  accepted: number;
  empty: HttpLoad;
}>;

/** Arrivals rise in steps of this factor until the API no longer keeps up. */
const STEP = 1.3;
/** An offered rate is kept up with when this share of it is accepted. */
const KEPT_UP = 0.97;
const CUSTOMERS = 500;

/** Finds the highest rate of arrivals that is kept up with, then measures at 70 % of the peak. */
export async function overHttp(
  target: Readonly<{ url: string; dir: string; accounts: readonly AccountId[]; k6: string }>,
  { startAt, seconds }: Readonly<{ startAt: number; seconds: number }>,
): Promise<OverHttp> {
  const accounts = target.accounts.slice(0, CUSTOMERS);
  const child = fork(join(import.meta.dirname, 'api-process.ts'), [target.url, ...accounts]);
  try {
    const ready = await readyApi(child);
    const api = { ...ready, dir: target.dir, path: '/v1/bets' };
    const warmUp = await arrive(target.k6, api, {
      perSecond: Math.round(startAt / 2),
      seconds: 3,
    });
    const { peak, loads: climbed } = await climb(target.k6, api, { startAt, seconds });
    const idle = { ...api, path: EMPTY_ROUTE };
    // It does some times as much, and finding out how much should not take longer than the bets.
    const from = { startAt: 2 * peak.perSecond, seconds: 3 };
    const empty = (await climb(target.k6, idle, from)).peak;
    const loads = [warmUp, ...climbed];
    const at70 = await arrive(target.k6, api, {
      perSecond: Math.round(peak.perSecond * 0.7),
      seconds: seconds * 2,
    });
    const all = [...loads, at70];
    if (all.some(({ refused }) => refused > 0)) throw new Error('a bet over HTTP was refused');
    const accepted = all.reduce((sum, { accepted }) => sum + accepted, 0);
    return { peak, at70, accepted, empty };
  } finally {
    if (child.connected) {
      child.disconnect();
      await once(child, 'exit');
    }
  }
}

/** Throws when the process ends before it listens. */
async function readyApi(child: ChildProcess): Promise<ApiReady> {
  const ended = once(child, 'exit').then(([code]: unknown[]) => {
    throw new Error(`the API's process ended with code ${String(code)}`);
  });
  const [ready] = (await Promise.race([once(child, 'message'), ended])) as [ApiReady];
  ended.catch(() => undefined);
  return ready;
}

/** Higher and higher rates until one is not kept up with. */
async function climb(
  k6: string,
  api: Parameters<typeof arrive>[1],
  { startAt, seconds }: Readonly<{ startAt: number; seconds: number }>,
): Promise<Readonly<{ peak: HttpLoad; loads: readonly HttpLoad[] }>> {
  const loads: HttpLoad[] = [];
  for (let rate = startAt; ; rate *= STEP) {
    const perSecond = Math.round(rate);
    const load = await arrive(k6, api, { perSecond, seconds });
    console.log(
      `${api.path}: ${String(perSecond)}/s offered, ${load.perSecond.toFixed(0)}/s answered, p99 ${load.p99Ms.toFixed(0)} ms`,
    );
    loads.push(load);
    if (load.perSecond < KEPT_UP * perSecond) break;
  }
  const peak = loads.reduce((best, load) => (load.perSecond > best.perSecond ? load : best));
  return { peak, loads };
}
