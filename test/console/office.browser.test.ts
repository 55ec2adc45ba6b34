import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { systemClock } from '#platform/mod.ts';

import { seriousViolations } from './axe.ts';
import { chromiumPath } from './chromium.ts';
import { referralOf, StaffDouble } from './staff-double.ts';
import { setStage, type Stage } from './stage.ts';

const PATIENT = { timeout: 15_000 };

describe.skipIf(chromiumPath === undefined)(
  'the pages of the staff (left out where no Chromium is installed)',
  () => {
    let stage: Stage;
    const staff = new StaffDouble(() => systemClock.now());
    const { withdrawals } = staff;
    const pages: Page[] = [];
    beforeAll(async () => {
      stage = await setStage({ staff: staff.answer });
    }, 120_000);
    afterAll(async () => {
      await stage.stop();
    });
    afterEach(async () => {
      await Promise.all(pages.splice(0).map((page) => page.context().close()));
      staff.given.splice(0);
    });
    const open = async (
      path: string,
      options: Parameters<Stage['open']>[1] = {},
    ): Promise<Page> => {
      const user = path === '/approvals' ? 'operator' : 'trader';
      const page = await stage.open(path, { user, ...options });
      pages.push(page);
      await page.getByRole('heading', { level: 1 }).waitFor(PATIENT);
      return page;
    };
    const article = (page: Page, name: RegExp): Locator => page.getByRole('article', { name });
    const last = () => staff.given.at(-1);

    it.each([
      ['/approvals', 'trader', 'trader is no operator'],
      ['/referrals', 'operator', 'operator is no trader'],
      ['/risk', 'bettor', 'bettor is no trader'],
    ] as const)('%s lets no %s in', async (path, user, words) => {
      const page = await open(path, { user });
      await page.getByText(words).waitFor(PATIENT);
      expect(await seriousViolations(page)).toEqual([]);
    });

    describe('approvals', () => {
      it('show what a decision does to money, and want a second press', async () => {
        const page = await open('/approvals');
        const decision = article(page, /^Result by hand: France – Croatia/u);
        await decision.waitFor(PATIENT);
        const text = await decision.textContent();
        expect(text).toContain('Match result: France lost, Draw won, Croatia lost');
        expect(text).toContain('€121 480.00');
        expect(text).toContain('€3 120.40');
        expect(await seriousViolations(page)).toEqual([]);
        staff.refusal = 'EFFECT_CHANGED';
        await decision.getByRole('button', { name: 'Approve…' }).click();
        expect(staff.given).toEqual([]);
        await decision.getByRole('button', { name: 'Yes, change 412 bets' }).click();
        await decision.getByText('no longer the one that you saw').waitFor(PATIENT);
        await decision.getByRole('button', { name: 'Yes, change 412 bets' }).click();
        await page.getByRole('heading', { name: 'Decided lately' }).waitFor(PATIENT);
        expect(last()).toMatchObject({ body: { effectKey: 'effect-1' } });
      });

      it('let nobody approve what he proposed, but take it back with a reason', async () => {
        const page = await open('/approvals');
        const own = article(page, /^Void: France – Croatia/u);
        await own.getByText('somebody else must approve it').waitFor(PATIENT);
        expect(await own.getByRole('button', { name: 'Approve…' }).count()).toBe(0);
        await own.getByRole('button', { name: 'Take back' }).click();
        await own.getByText('Say why in a few words.').waitFor(PATIENT);
        expect(staff.given).toEqual([]);
        await own.getByLabel('Reason to take back').fill('wrong bets');
        await page.keyboard.press('Enter');
        await expect.poll(last).toMatchObject({ body: { reason: 'wrong bets' } });
        expect(last()?.path).toMatch(/reject$/u);
        await page.getByText('Nothing waits.').waitFor(PATIENT);
      });

      it('let withdrawals go or back, and nobody decides his own', async () => {
        staff.withdrawals = withdrawals;
        const page = await open('/approvals');
        const other = article(page, /^Withdrawal: €1 000\.50 by bank: high-roller/u);
        await other.waitFor(PATIENT);
        const own = article(page, /bank: operator/u);
        expect(await own.textContent()).toContain('somebody else must decide it');
        expect(await own.getByRole('button').count()).toBe(0);
        expect(await seriousViolations(page)).toEqual([]);
        const reason = other.getByLabel('Reason to reject');
        await reason.fill('名前が違う');
        await reason.press('Enter');
        await other.getByText('Say it in plain letters').waitFor(PATIENT);
        expect(staff.given).toEqual([]);
        await reason.fill('Documents missing');
        await reason.press('Enter');
        await expect.poll(() => other.count(), PATIENT).toBe(0);
        expect(last()).toMatchObject({ body: { reason: 'documents_missing' } });
        staff.withdrawals = withdrawals;
        await other.waitFor(PATIENT);
        staff.refusal = 'PAYMENT_NOT_WAITING';
        await other.getByRole('button', { name: 'Approve…' }).click();
        await other.getByRole('button', { name: 'Yes, pay €1 000.50' }).click();
        await other.getByText('does not wait for an approval').waitFor(PATIENT);
        await other.getByRole('button', { name: 'Yes, pay €1 000.50' }).press('Enter');
        await expect.poll(() => other.count(), PATIENT).toBe(0);
        expect(last()?.path).toMatch(/\/payments\/.*\/approve$/u);
      });

      it('release a hold with a reason', async () => {
        const page = await open('/approvals');
        const hold = article(page, /^Held: France – Croatia, Match result/u);
        await hold.getByLabel('Reason to release').fill('cleared');
        await hold.getByRole('button', { name: 'Release' }).click();
        await page.getByText('No settlement is held.').waitFor(PATIENT);
        expect(last()?.path).toMatch(/release$/u);
      });
    });

    describe('referrals', () => {
      const later = (ms: number): number => systemClock.now() + ms;

      it('are decided by keys, the chosen one only', async () => {
        staff.referrals = [
          referralOf(21, later(300_000), '900.00'),
          referralOf(22, later(400_000), '700.00'),
        ];
        const page = await open('/referrals');
        const first = article(page, /€900\.00 by high-roller/u);
        await first.getByRole('timer').waitFor(PATIENT);
        const text = await first.textContent();
        expect(text).toContain('Taken without asking€250.00');
        expect(text).toContain('now 2.35');
        expect(text).toMatch(/House, if it wins[−€\d ]+ → −€/u);
        await page.keyboard.press('a');
        await page.keyboard.press('ArrowDown');
        await expect.poll(() => first.getAttribute('data-chosen')).toBe('true');
        expect(staff.given).toEqual([]);
        expect(await seriousViolations(page)).toEqual([]);
        await page.keyboard.press('a');
        await expect.poll(() => first.count()).toBe(0);
        expect(last()).toMatchObject({ body: { verdict: 'accept' } });
        await page.keyboard.press('ArrowUp');
        await page.keyboard.press('r');
        await page.getByText('No bet waits.').waitFor(PATIENT);
        expect(last()).toMatchObject({ body: { verdict: 'reject' } });
      });

      it('are answered with other terms, and say what cannot be offered', async () => {
        staff.referrals = [referralOf(23, later(300_000), '900.00')];
        const page = await open('/referrals');
        const card = article(page, /€900\.00/u);
        await card.waitFor(PATIENT);
        await page.keyboard.press('ArrowDown');
        await page.keyboard.press('o');
        await page.keyboard.type('1000');
        await page.keyboard.press('Enter');
        await card.getByText('Offer at most the 900.00').waitFor(PATIENT);
        expect(staff.given).toEqual([]);
        await card.getByLabel('Stake to offer').fill('300');
        await card.getByLabel('Odds to offer').fill('2.3');
        await card.getByRole('button', { name: 'Offer' }).click();
        await expect
          .poll(last)
          .toMatchObject({ body: { verdict: 'offer', stake: '300', odds: 2.3 } });
      });

      it('tell when somebody else was faster', async () => {
        staff.referrals = [referralOf(24, later(300_000), '500.00')];
        const page = await open('/referrals');
        staff.refusal = 'REFERRAL_DECIDED';
        await page.getByRole('button', { name: 'Accept' }).click();
        await page.getByText('The bet was decided before').waitFor(PATIENT);
        staff.referrals = [];
      });
    });

    it('feed health tells the silent feed, its lag and what is missing', async () => {
      const page = await open('/feeds');
      const row = page
        .getByRole('region', { name: 'Feeds by name' })
        .getByRole('row', { name: /^simulator/u });
      await row.waitFor(PATIENT);
      const cells = await row.getByRole('cell').allTextContents();
      expect(cells[0]).toBe('Silent');
      expect(cells.slice(-3)).toEqual(['118', '4', '3']);
      await page.getByText('A silent feed keeps its live matches suspended').waitFor(PATIENT);
    });

    it('risk shows each match by its worst case, and the outcomes that cost most', async () => {
      const page = await open('/risk');
      const rows = page.getByRole('region', { name: 'Exposure by match' }).getByRole('row');
      await expect.poll(() => rows.count(), PATIENT).toBe(9);
      expect(await rows.nth(1).textContent()).toContain('France – Croatia');
      const driver = page.getByRole('region', { name: 'Outcomes that cost most' });
      expect(await driver.getByRole('row').nth(1).textContent()).toMatch(/−€\d/u);
      await page.getByRole('link', { name: 'France – Croatia' }).click();
      await page.locator('.grid tbody').first().waitFor(PATIENT);
    });

    it('risk shows value at risk line by line, and the bets that drive the line that is chosen', async () => {
      const page = await open('/risk');
      const table = page.getByRole('region', { name: 'Value at risk by line' }).getByRole('table');
      const row = (name: string) =>
        table.getByRole('row').filter({ has: page.getByRole('button', { name, exact: true }) });
      await row('Whole book').waitFor(PATIENT);
      const cells = await row('Whole book').getByRole('cell').allTextContents();
      expect(cells).toEqual([
        '133',
        '€9 980',
        '€429',
        '−€2 410',
        '−€3 300',
        '−€4 120',
        '−€4 680',
        '−€7 642',
      ]);
      const drivers = page.getByRole('region', { name: 'Bets that drive it' });
      await expect.poll(() => drivers.textContent(), PATIENT).toContain('book-all');
      expect(await drivers.getByRole('row').nth(1).textContent()).toMatch(/−€1 170.*25 %/u);
      await page.getByRole('button', { name: 'France – Croatia', exact: true }).press('Enter');
      await expect.poll(() => drivers.textContent()).toContain('fixture-world-cup-final');
      expect(await row('France – Croatia').getAttribute('data-chosen')).toBe('true');
      expect(await row('long-gone').count()).toBe(1);
      await page.getByRole('button', { name: 'By currency' }).click();
      await expect.poll(() => row('GBP').textContent(), PATIENT).toContain('−£764.20');
      await expect.poll(() => drivers.textContent()).toContain('book-all');
      expect(await seriousViolations(page)).toEqual([]);
    });

    it.each(
      (['/approvals', '/feeds', '/risk', '/referrals'] as const).flatMap((path) => [
        [path, { theme: 'dark' as const }] as const,
        [path, { theme: 'light' as const, width: 390, height: 844 }] as const,
      ]),
    )('%s has no serious barrier and is no wider than the screen: %o', async (path, options) => {
      staff.referrals = [referralOf(25, systemClock.now() + 300_000, '500.00')];
      const page = await open(path, options);
      await page.locator('.card').first().waitFor(PATIENT);
      expect(await seriousViolations(page)).toEqual([]);
      const width = page.viewportSize()?.width;
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    });
  },
);
