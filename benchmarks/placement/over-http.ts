import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import type { AccountId } from '#contracts/mod.ts';

import type { ApiReady } from './api-process.ts';
import { arrive, type HttpLoad } from './k6.ts';

export type OverHttp = Readonly<{ peak: HttpLoad; at70: HttpLoad; accepted: number }>;

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
    const [ready] = (await once(child, 'message')) as [ApiReady];
    const api = { ...ready, dir: target.dir };
    const loads = [
      await arrive(target.k6, api, { perSecond: Math.round(startAt / 2), seconds: 3 }),
    ];
    let peak: HttpLoad | undefined;
    for (let rate = startAt; ; rate *= STEP) {
      const perSecond = Math.round(rate);
      const load = await arrive(target.k6, api, { perSecond, seconds });
      loads.push(load);
      if (peak === undefined || load.perSecond > peak.perSecond) peak = load;
      if (load.perSecond < KEPT_UP * perSecond) break;
    }
    const at70 = await arrive(target.k6, api, {
      perSecond: Math.round(peak.perSecond * 0.7),
      seconds: seconds * 2,
    });
    const all = [...loads, at70];
    if (all.some(({ refused }) => refused > 0)) throw new Error('a bet over HTTP was refused');
    return { peak, at70, accepted: all.reduce((sum, { accepted }) => sum + accepted, 0) };
  } finally {
    child.disconnect();
    await once(child, 'exit');
  }
}
