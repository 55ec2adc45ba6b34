import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { seriousViolations } from './axe.ts';
import { chromiumPath } from './chromium.ts';
import { CustomersDouble } from './customers-double.ts';
import { setStage, type Stage } from './stage.ts';

const PATIENT = { timeout: 15_000 };

describe.skipIf(chromiumPath === undefined)(
  'the page about customers (left out where no Chromium is installed)',
  () => {
    let stage: Stage;
    const double = new CustomersDouble();
    const pages: Page[] = [];
    beforeAll(async () => {
      stage = await setStage({ staff: double.answer });
    }, 120_000);
    afterAll(async () => {
      await stage.stop();
    });
    afterEach(async () => {
      await Promise.all(pages.splice(0).map((page) => page.context().close()));
      double.reset();
    });
    const open = async (options: Parameters<Stage['open']>[1] = {}): Promise<Page> => {
      const page = await stage.open('/customers', { user: 'trader', ...options });
      pages.push(page);
      await page.getByRole('heading', { level: 1 }).waitFor(PATIENT);
      return page;
    };
    const card = (page: Page, name: string) =>
      page.getByRole('article', { name: `Customer ${name}` });

    it.each(['operator', 'bettor'] as const)('lets no %s in', async (user) => {
      const page = await open({ user });
      await page.getByText(`${user} is no trader`).waitFor(PATIENT);
      expect(double.asked).toEqual([]);
    });

    it('tells findings in words and numbers, who set the factor, and what is held', async () => {
      const page = await open();
      const sharp = card(page, 'closing-line');
      await sharp.waitFor(PATIENT);
      const text = await sharp.textContent();
      expect(text).toContain('Sharp prices');
      expect(text).toContain('By chance at most 1 in 2,500');
      expect(text).toContain('The prices of 210 bets were 2.1 % better');
      expect(text).toContain('Better than the close2.1 %');
      expect(text).toContain('nobody has set it');
      const twin = card(page, 'twin-two');
      const other = await twin.textContent();
      expect(other).toContain('excluded');
      expect(other).toContain('No chance is known for it');
      expect(other).toContain('25 % set by engine, after a finding');
      await twin.getByText('Every change of the factor').click();
      const changes = page.getByRole('list', { name: 'Changes of the factor of twin-two' });
      await changes.waitFor(PATIENT);
      expect(await changes.textContent()).toContain('100 % → 25 %');
      const held = page.getByRole('article', { name: 'Alert: France – Croatia' });
      expect(await held.textContent()).toContain('Settlement held');
      const released = page.getByRole('article', { name: /^Alert: Arsenal/u });
      expect(await released.textContent()).toMatch(/Released by operator.*an offer of ours/u);
      await page.getByText('no factor goes under 10 % of the ordinary one').waitFor();
    });

    it('accepts a proposal from the keyboard, with a reason', async () => {
      const page = await open();
      const customer = card(page, 'closing-line');
      const accept = customer.getByRole('button', { name: 'Accept 50 %' });
      await accept.press('Enter', PATIENT);
      await customer.getByText('Say why in a few words.').waitFor(PATIENT);
      expect(double.given).toEqual([]);
      await customer.getByLabel('Reason to change the factor of closing-line').fill('sharp indeed');
      await accept.press('Enter');
      await customer.getByText('50 % set by trader, by hand').waitFor(PATIENT);
      expect(double.given).toMatchObject([
        { method: 'POST', body: { bps: 5_000, seq: 0, reason: 'sharp indeed' } },
      ]);
      expect(await accept.count()).toBe(0);
    });

    it('sets a factor within the limits alone, and takes a change back', async () => {
      const page = await open();
      const customer = card(page, 'twin-two');
      const wanted = customer.getByLabel('New factor of twin-two in per cent');
      await wanted.fill('10', PATIENT);
      await customer.getByLabel('Reason to change').fill('not the same person');
      await wanted.press('Enter');
      await customer.getByText('a factor of 25 % to 100 % can be set').waitFor(PATIENT);
      expect(double.given).toEqual([]);
      double.refusal = 'FACTOR_NOT_RAISED';
      await wanted.fill('40');
      await wanted.press('Enter');
      await customer.getByText('its factor is never raised').waitFor(PATIENT);
      await customer.getByRole('button', { name: 'Take the last change back' }).click();
      await customer.getByText('100 % set by trader, a change taken back').waitFor(PATIENT);
      expect(double.given).toMatchObject([{ body: { seq: 1, reason: 'not the same person' } }]);
      expect(double.given[0]?.path).toMatch(/undo$/u);
    });

    it('filters by kind, name and changed factors, and says when nobody is left', async () => {
      const page = await open();
      await card(page, 'twin-two').waitFor(PATIENT);
      await page.getByLabel('Kind of finding').selectOption('Sharp prices');
      await expect.poll(() => card(page, 'twin-two').count(), PATIENT).toBe(0);
      await page.getByLabel('Changed factors only').check();
      await page.getByText('No customer fits the filter.').waitFor(PATIENT);
      expect(double.asked.at(-1)).toBe('limit=50&kind=sharp&changed=true');
      await page.getByRole('button', { name: 'Show everybody' }).click();
      await card(page, 'twin-two').waitFor(PATIENT);
      await page.keyboard.press('/');
      await page.keyboard.type('closing');
      await expect.poll(() => card(page, 'twin-two').count(), PATIENT).toBe(0);
      expect(await card(page, 'closing-line').count()).toBe(1);
    });

    it('says that nobody is flagged, and what failed', async () => {
      double.customers = [];
      const page = await open();
      await page.getByText('Nobody is flagged').waitFor(PATIENT);
      double.away = 'FORBIDDEN';
      const failed = await open();
      await failed.getByText('Your role does not allow this.').first().waitFor(PATIENT);
      double.reset();
      await failed.getByRole('button', { name: 'Ask again' }).first().click();
      await card(failed, 'twin-two').waitFor(PATIENT);
    });

    it.each([
      { theme: 'dark' },
      { theme: 'light' },
      { theme: 'dark', width: 390, height: 844 },
      { theme: 'light', width: 390, height: 844 },
    ] as const)('has no serious barrier and is no wider than the screen: %o', async (options) => {
      const page = await open(options);
      await card(page, 'twin-two').waitFor(PATIENT);
      expect(await seriousViolations(page)).toEqual([]);
      const width = page.viewportSize()?.width;
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    });
  },
);
