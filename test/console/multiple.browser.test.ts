import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { fixtureId, marketKey, type GrantView } from '#contracts/mod.ts';

import { seriousViolations } from './axe.ts';
import { chromiumPath } from './chromium.ts';
import { setStage, type Stage } from './stage.ts';

const SEMI = fixtureId('world-cup-semi');
const RESULT = marketKey('match-result');
const PATIENT = { timeout: 15_000 };
const FREE_BET: GrantView = {
  bonusId: '0190a000-0000-7000-8000-00000000000d',
  kind: 'free-bet',
  status: 'open',
  accountId: null,
  fixtureId: null,
  marketKey: null,
  outcomeId: null,
  currency: 'EUR',
  amount: '8.00',
  stakeReturned: false,
  of: null,
  percent: null,
  cap: null,
  conditions: { minLegs: 2 },
  expiresAt: 9_000_000_000_000,
  betId: null,
};

describe.skipIf(chromiumPath === undefined)(
  'a bet of several selections (left out where no Chromium is installed)',
  () => {
    let stage: Stage;
    const pages: Page[] = [];
    beforeAll(async () => {
      stage = await setStage({ bonuses: [FREE_BET] });
    }, 120_000);
    afterAll(async () => {
      await stage.stop();
    });
    afterEach(async () => {
      await Promise.all(pages.splice(0).map((page) => page.context().close()));
      stage.world.move(SEMI, RESULT, 'home', 25_000);
      stage.rest.bets.splice(0);
    });

    const open = async (options: Parameters<Stage['open']>[1] = {}): Promise<Page> => {
      const page = await stage.open('/', { user: 'bettor', ...options });
      pages.push(page);
      await page.locator('.price[data-open]').first().waitFor(PATIENT);
      return page;
    };
    const price = (page: Page, outcome: string, market = 'Match result'): Locator =>
      page.getByRole('main').getByRole('button', { name: new RegExp(`^${outcome}, ${market}`) });
    const combine = async (page: Page, outcomes: readonly string[]): Promise<void> => {
      for (const outcome of outcomes) await price(page, outcome).click();
      await page.getByLabel('Multiple or system').check({ force: true });
    };
    const sums = (page: Page) => () => page.locator('.multiple-sums').textContent();
    const place = (page: Page): Locator => page.getByRole('button', { name: /^Place / });

    it('is offered from two selections on, with its kinds and their lines', async () => {
      const page = await open();
      await price(page, 'England').click();
      await page.locator('.entry').waitFor(PATIENT);
      expect(await page.getByLabel('Multiple or system').count()).toBe(0);
      await combine(page, ['Arsenal', 'Burnley']);
      const kinds = page.getByRole('group', { name: 'Kind of bet' });
      expect(await kinds.locator('.kind').allTextContents()).toEqual([
        'Treble1 line',
        'Trixie4 lines',
        'Patent7 lines',
        '2 of 33 lines',
      ]);
      expect(await seriousViolations(page)).toEqual([]);
    });

    it('writes in the largest stake of a line, and takes a free bet with the stake that it has', async () => {
      const page = await open();
      await combine(page, ['England', 'Arsenal', 'Burnley']);
      await page.getByRole('radio', { name: 'Trixie' }).check({ force: true });
      const stake = page.getByLabel('Stake of each line of the Trixie in EUR');
      await page.getByRole('button', { name: 'Max', exact: true }).click();
      await expect.poll(() => stake.inputValue(), PATIENT).toBe('62.00');
      const free = page.getByRole('button', { name: 'Free bet €8.00' });
      await free.click();
      expect(await stake.inputValue()).toBe('2.00');
      await expect.poll(sums(page)).toContain('Stake, free€8.00');
      expect(await place(page).textContent()).toBe('Place Trixie');
      expect(await seriousViolations(page)).toEqual([]);
      await stake.fill('3');
      expect(await free.getAttribute('aria-pressed')).toBe('false');
      await free.click();
      const sent = page.waitForRequest((request) => request.method() === 'POST');
      await place(page).click();
      expect((await sent).postDataJSON()).toMatchObject({
        bonusId: FREE_BET.bonusId,
        folds: [2, 3],
        unitStake: '2.00',
      });
    });

    it('says its lines, its stake and what it pays, at the prices of now', async () => {
      const page = await open();
      await combine(page, ['England', 'Millbrook Town']);
      const stake = page.getByLabel('Stake of the Double in EUR');
      await stake.fill('-3');
      await page.getByText('A stake is an amount above 0').waitFor(PATIENT);
      expect(await place(page).isDisabled()).toBe(true);
      await stake.fill('10');
      await expect.poll(() => page.getByText('A stake is an amount').count(), PATIENT).toBe(0);
      const of = (outcome: 'home', id: string) =>
        (stage.world.price(fixtureId(id), RESULT, outcome) ?? 0) / 10_000;
      const other = of('home', 'demo-league-8');
      const pays = (odds: number): string => `Pays if all win€${(10 * odds * other).toFixed(2)}`;
      await expect.poll(sums(page)).toContain('Total stake€10.00');
      await expect.poll(sums(page)).toContain(pays(of('home', 'world-cup-semi')));
      stage.world.move(SEMI, RESULT, 'home', 30_000);
      await expect.poll(sums(page)).toContain(pays(3));
      await combine(page, ['Arsenal']);
      await page.getByRole('radio', { name: 'Trixie' }).check({ force: true });
      await page.getByLabel('Stake of each line of the Trixie in EUR').fill('2.5');
      await expect.poll(sums(page)).toContain('Lines4Total stake€10.00');
    });

    it('takes a double from the slip to the list of bets', async () => {
      const page = await open();
      await page.getByRole('button', { name: /^Balance/ }).click();
      await page.getByRole('dialog').getByRole('button', { name: '€100.00', exact: true }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Deposit €100.00' }).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await combine(page, ['England', 'Burnley']);
      await page.getByLabel('Stake of the Double in EUR').fill('400');
      await place(page).click();
      const problem = page.getByRole('alert');
      await problem.getByRole('button', { name: 'Stake €250.00' }).waitFor(PATIENT);
      await page.getByLabel('Stake of the Double in EUR').fill('20');
      await expect.poll(() => problem.count()).toBe(0);
      await page.getByRole('button', { name: 'Place Double €20.00' }).click();
      await page.getByText('Double accepted, pays up to').waitFor(PATIENT);
      expect(stage.rest.bets[0]).toMatchObject({ type: 'Double', lines: 1, stake: '20.00' });
      await page.getByRole('button', { name: 'Clear the slip' }).click();
      await page.getByText('Press a price').waitFor(PATIENT);
      await page.getByRole('group', { name: 'Slip or bets' }).getByText('My bets').click();
      const bet = page.locator('.rail .bet');
      await expect.poll(() => bet.textContent(), PATIENT).toContain('Double');
      expect(await bet.getByRole('listitem').allTextContents()).toHaveLength(2);
      expect(await seriousViolations(page)).toEqual([]);
    });

    it('sends bankers, which stand in every line', async () => {
      const page = await open();
      await combine(page, ['England', 'Burnley', 'Arsenal']);
      await page.getByRole('button', { name: 'Banker: England stands in every line' }).click();
      await page.getByRole('radio', { name: '1 of 2 with 1 banker' }).check({ force: true });
      await page.getByPlaceholder('Stake a line').fill('1');
      await expect.poll(sums(page)).toContain('Lines2Total stake€2.00');
      const sent = page.waitForRequest((request) => request.method() === 'POST');
      await place(page).click();
      expect((await sent).postDataJSON()).toMatchObject({
        folds: [1],
        unitStake: '1',
        legs: [{ fixtureId: SEMI, banker: true }, {}, {}],
      });
    });

    it('refuses two selections of one match, and says why', async () => {
      const page = await open();
      await combine(page, ['England', 'Belgium', 'Burnley']);
      await page.getByPlaceholder('Stake').fill('5');
      const alert = page.getByRole('alert');
      expect(await alert.textContent()).toMatch(/England – Belgium.*cannot stand in one bet/u);
      expect(await place(page).isDisabled()).toBe(true);
      await page.getByRole('button', { name: 'Take Belgium, Match result off the slip' }).click();
      await expect.poll(() => place(page).isEnabled()).toBe(true);
      expect(await alert.count()).toBe(0);
    });

    it('asks before it takes a worse price of a selection', async () => {
      const page = await open();
      stage.world.move(SEMI, RESULT, 'home', 30_000);
      await combine(page, ['England', 'Burnley']);
      await page.getByPlaceholder('Stake').fill('5');
      await expect.poll(() => place(page).isEnabled()).toBe(true);
      stage.world.move(SEMI, RESULT, 'home', 20_000);
      await expect.poll(() => place(page).isDisabled()).toBe(true);
      await page.getByRole('button', { name: /▼ now 2.00 Accept/ }).click();
      await expect.poll(() => place(page).isEnabled()).toBe(true);
    });

    it('shows the accumulator bonus and how to a higher one', async () => {
      const page = await open();
      await combine(page, ['England', 'Burnley', 'Arsenal', 'France']);
      await page.getByText('One more selection at 1.50 or better: 5 % on top').waitFor(PATIENT);
      await price(page, 'Millbrook Town').click();
      await page.getByPlaceholder('Stake').fill('5');
      await expect.poll(sums(page)).toMatch(/Accumulator bonus€\d/u);
      await page.getByRole('radio', { name: 'Canadian' }).check({ force: true });
      await expect.poll(sums(page)).not.toContain('Accumulator bonus');
    });

    it.each([
      { theme: 'dark' as const },
      { theme: 'light' as const },
      { theme: 'light' as const, width: 390, height: 844 },
    ])('has no serious barrier, and works by keyboard: %o', async (options) => {
      const page = await open(options);
      for (const outcome of ['England', 'Burnley', 'Belgium']) await price(page, outcome).click();
      const toggle = page.locator('.rail-toggle');
      if (await toggle.isVisible()) await toggle.click();
      await page.getByLabel('Singles').focus();
      await page.keyboard.press('ArrowRight');
      await page.getByRole('group', { name: 'Kind of bet' }).waitFor(PATIENT);
      await page.getByRole('radio', { name: 'Treble' }).focus();
      await page.keyboard.press('ArrowRight');
      await page.getByPlaceholder('Stake a line').waitFor(PATIENT);
      expect(await seriousViolations(page)).toEqual([]);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width).toBe(options.width ?? 1440);
    });
  },
);
