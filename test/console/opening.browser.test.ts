import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { fixtureId, marketKeyOf, outcomeId, type LayOffView, type Odds } from '#contracts/mod.ts';

import { seriousViolations } from './axe.ts';
import { chromiumPath } from './chromium.ts';
import type { Answer, StaffRequest } from './rest-double.ts';
import { setStage, type Stage } from './stage.ts';

const PATIENT = { timeout: 15_000 };
const ORDER = '00000000-0000-7000-8000-000000000501';

const orderOf = (status: 'proposed' | 'open'): LayOffView['orders'][number] => ({
  orderId: ORDER,
  status,
  exchange: 'simulated',
  marketId: '1.5',
  selectionId: 47972,
  fixtureId: fixtureId('world-cup-final'),
  marketKey: marketKeyOf('match-result'),
  outcomeId: outcomeId('home'),
  side: 'back',
  odds: 30_000 as Odds,
  sizeMinor: '200000',
  riskMinor: '200000',
  currency: 'EUR',
  commissionBps: 200,
  cause: status === 'open' ? 'person' : null,
  actor: status === 'open' ? 'trader' : null,
  reason: null,
  createdAt: 5,
  sentAt: status === 'open' ? 6 : null,
  refusal: null,
  matchedMinor: status === 'open' ? '50000' : '0',
  averageOdds: status === 'open' ? 3.05 : 0,
  remainingMinor: '150000',
  voidedMinor: '0',
  result: null,
  profitMinor: null,
});

/** The desk in memory: nothing, then a proposal, then an order at work, and a refusal to cancel it. */
class DeskDouble {
  readonly given: Pick<StaffRequest, 'path' | 'body'>[] = [];
  orders: LayOffView['orders'] = [];
  isAway = false;

  readonly answer = ({ method, path, body }: StaffRequest): Answer | null => {
    if (!path.startsWith('/v1/trading/lay-off')) return null;
    if (this.isAway) return { status: 503, body: { code: 'UNAVAILABLE', message: 'Away.' } };
    if (method === 'POST') {
      this.given.push({ path, body });
      if (path.endsWith('cancel')) {
        const detail = { field: 'order', why: 'it is matched already' };
        return { status: 409, body: { code: 'LAY_OFF_REFUSED', message: 'No.', detail } };
      }
      this.orders = [orderOf(path.endsWith('propose') ? 'proposed' : 'open')];
    }
    return { status: 200, body: { limits: null, orders: this.orders } };
  };
}

describe.skipIf(chromiumPath === undefined)(
  'opening markets and laying off (left out where no Chromium is installed)',
  () => {
    let stage: Stage;
    const desk = new DeskDouble();
    const pages: Page[] = [];
    beforeAll(async () => {
      stage = await setStage({ staff: desk.answer });
    }, 120_000);
    afterAll(async () => {
      await stage.stop();
    });
    afterEach(async () => {
      await Promise.all(pages.splice(0).map((page) => page.context().close()));
    });
    const open = async (
      path: string,
      options: Parameters<Stage['open']>[1] = {},
    ): Promise<Page> => {
      const page = await stage.open(path, { user: 'trader', ...options });
      pages.push(page);
      await page.getByRole('heading', { level: 1 }).waitFor(PATIENT);
      return page;
    };
    const form = async (page: Page): Promise<Locator> => {
      await page.getByRole('button', { name: 'Open markets…' }).press('Enter', PATIENT);
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: 'Open', exact: true }).waitFor(PATIENT);
      return dialog;
    };
    const FINAL = '/trade/world-cup-final';

    it('opens two markets with the chances given, and takes one back', async () => {
      const page = await open(FINAL);
      const dialog = await form(page);
      await dialog.getByLabel('Chance of France').fill('50');
      await dialog.getByText('fair 2.00').waitFor(PATIENT);
      await dialog.getByRole('button', { name: 'Open', exact: true }).click();
      await dialog.getByText('Give each outcome a chance').waitFor(PATIENT);
      await dialog.getByLabel('Chance of Draw').fill('28');
      await dialog.getByLabel('Chance of Croatia').fill('32');
      await dialog.getByText('The chances are 110.0 % together').waitFor(PATIENT);
      await dialog.getByLabel('Chance of Croatia').fill('22');
      await dialog.getByRole('button', { name: 'Another market' }).click();
      await dialog.getByLabel('Chance of Over').fill('45');
      await dialog.getByLabel('Chance of Under').fill('55');
      await dialog.getByRole('button', { name: 'Open 2' }).press('Enter');
      await expect.poll(() => page.getByRole('dialog').count(), PATIENT).toBe(0);
      const commands = page.getByRole('region', { name: 'Commands' });
      await commands.getByText('Open Match result').waitFor(PATIENT);
      await commands.getByText('Open Total goals 2.5').waitFor(PATIENT);
      const again = await form(page);
      await again.getByRole('button', { name: 'Take back Match result' }).click(PATIENT);
      await expect
        .poll(() => again.getByRole('button', { name: /^Take back/u }).count(), PATIENT)
        .toBe(1);
      await page.keyboard.press('Escape');
      await commands.getByText('Take back Match result').waitFor(PATIENT);
    });

    it('says which market was refused, and why', async () => {
      const page = await open(FINAL);
      await page.route('**/commands', async (route) => {
        if (route.request().method() === 'GET') return route.continue();
        const detail = { field: 'chances', why: 'not one of its outcomes wins' };
        const body = { code: 'BAD_REQUEST', message: 'Bad.', detail };
        return route.fulfill({ status: 400, json: body });
      });
      const dialog = await form(page);
      for (const [name, chance] of [
        ['France', '50'],
        ['Draw', '28'],
        ['Croatia', '22'],
      ] as const)
        await dialog.getByLabel(`Chance of ${name}`).fill(chance);
      await dialog.getByRole('button', { name: 'Open', exact: true }).click();
      await dialog.getByText('Match result: not one of its outcomes wins.').waitFor(PATIENT);
    });

    it.each([{ theme: 'dark' }, { theme: 'light', width: 390, height: 844 }] as const)(
      'the form has no serious barrier: %o',
      async (options) => {
        const page = await open(FINAL, options);
        const dialog = await form(page);
        await dialog.getByRole('button', { name: 'Another market' }).click();
        expect(await seriousViolations(page)).toEqual([]);
        const box = await dialog.boundingBox();
        expect(box?.width).toBeLessThanOrEqual(options.width ?? 1440);
      },
    );

    it('proposes, sends with a reason and cancels orders of the house', async () => {
      const page = await open('/risk');
      const section = page.getByRole('region', { name: 'Lay-off' });
      await section.getByText('There are no orders.').waitFor(PATIENT);
      await section.getByText('Nobody has set limits').waitFor(PATIENT);
      await section.getByRole('button', { name: 'Propose orders' }).click();
      await section.getByText('1 proposed.').waitFor(PATIENT);
      await section.getByLabel('Reason to send').fill('too much on home');
      await section.getByRole('button', { name: 'Send' }).press('Enter');
      await section.getByText('€500.00 matched at 3.05').waitFor(PATIENT);
      await section.getByRole('button', { name: 'Cancel back of France' }).click();
      await section.getByText('The desk does not do this: it is matched already').waitFor(PATIENT);
      expect(desk.given).toEqual([
        { path: '/v1/trading/lay-off/propose', body: {} },
        { path: `/v1/trading/lay-off/orders/${ORDER}/send`, body: { reason: 'too much on home' } },
        { path: `/v1/trading/lay-off/orders/${ORDER}/cancel`, body: undefined },
      ]);
      expect(await seriousViolations(page)).toEqual([]);
    });

    it('says so where the desk is away', async () => {
      desk.isAway = true;
      const page = await open('/risk', { theme: 'light', width: 390, height: 844 });
      await page.getByText('The desk is away too where').waitFor(PATIENT);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width).toBe(390);
    });
  },
);
