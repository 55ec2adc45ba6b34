import { gzipSync } from 'node:zlib';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import {
  betId,
  fixtureId,
  marketKey,
  outcomeId,
  type BetView,
  type GrantView,
} from '#contracts/mod.ts';

import { chromiumPath } from './chromium.ts';
import { setStage, type Stage } from './stage.ts';
import { seriousViolations } from './axe.ts';

const FINAL = fixtureId('world-cup-final');
const DERBY = fixtureId('premier-2');
const RESULT = marketKey('match-result');
const PATIENT = { timeout: 15_000 };

const FREE_BET: GrantView = {
  bonusId: '0190a000-0000-7000-8000-00000000000c',
  kind: 'free-bet',
  status: 'open',
  accountId: null,
  fixtureId: null,
  marketKey: null,
  outcomeId: null,
  currency: 'EUR',
  amount: '7.00',
  stakeReturned: false,
  of: null,
  percent: null,
  cap: null,
  conditions: {},
  expiresAt: 9_000_000_000_000,
  betId: null,
};

describe.skipIf(chromiumPath === undefined)(
  'the bettor’s page (left out where no Chromium is installed)',
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
    });

    const open = async (...args: Parameters<Stage['open']>): Promise<Page> => {
      const page = await stage.open(...args);
      pages.push(page);
      await page.locator('.price[data-open]').first().waitFor(PATIENT);
      return page;
    };
    const price = (page: Page, outcome: string): Locator =>
      page.getByRole('main').getByRole('button', { name: new RegExp(`^${outcome}, Match result`) });
    const textOf = (locator: Locator) => () => locator.textContent();

    it('loads little, and nothing of the trader’s', async () => {
      const sizes = new Map<string, number>();
      const page = await stage.browser.newPage();
      pages.push(page);
      page.on('response', (response) => {
        if (!response.url().endsWith('.js')) return;
        void response.body().then((body) => sizes.set(response.url(), gzipSync(body).length));
      });
      await page.goto(stage.url);
      await page.locator('.price').first().waitFor(PATIENT);
      await expect.poll(() => sizes.size).toBeGreaterThan(1);
      const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
      expect(total).toBeLessThan(120_000);
      expect([...sizes.keys()].filter((url) => url.includes('trade'))).toEqual([]);
    });

    it('shows matches in play before those to come, with score and minute', async () => {
      const page = await open('/');
      const headings = await page.getByRole('heading', { level: 2 }).allTextContents();
      expect(headings).toEqual(['In play5', 'Coming up3']);
      const row = page.getByRole('listitem').filter({ hasText: 'Leicester City' });
      expect(await row.textContent()).toContain("58'");
      expect(await row.getByRole('img', { name: '1 red card' }).count()).toBe(1);
    });

    it('flashes a price that moves, by an arrow and not by colour alone', async () => {
      const page = await open('/match/premier-2');
      const home = price(page, 'Arsenal');
      const draw = price(page, 'Draw');
      await draw.evaluate((element) => element.setAttribute('data-untouched', 'yes'));
      stage.world.move(DERBY, RESULT, 'home', 25_000);
      await expect.poll(textOf(home)).toContain('2.50');
      expect(await home.getAttribute('data-direction')).toBe('up');
      expect(await home.textContent()).toContain('▲');
      const animation = await home.evaluate((element) => getComputedStyle(element).animationName);
      expect(animation).toMatch(/^flash-/u);
      stage.world.move(DERBY, RESULT, 'home', 24_000);
      await expect.poll(textOf(home)).toContain('▼');
      expect(await home.evaluate((element) => getComputedStyle(element).animationName)).not.toBe(
        animation,
      );
      expect(await draw.getAttribute('data-direction')).toBeNull();
    });

    it('moves nothing for a reader who wants no motion, but still shows the arrow', async () => {
      const page = await open('/match/premier-2', { reducedMotion: true });
      const home = price(page, 'Arsenal');
      const duration = await home.evaluate(
        (element) => getComputedStyle(element).animationDuration,
      );
      stage.world.move(DERBY, RESULT, 'home', 22_000);
      await expect.poll(textOf(home)).toContain('2.20');
      const arrow = home.locator('.arrow');
      expect(await arrow.evaluate((element) => getComputedStyle(element).opacity)).toBe('1');
      expect(Number(duration.replace('s', ''))).toBeLessThan(0.001);
    });

    it('greys what is suspended, says why, and puts none of it on the slip', async () => {
      const page = await open('/match/premier-3');
      stage.world.suspend(fixtureId('premier-3'), ['score']);
      const home = price(page, 'Everton');
      await expect.poll(() => home.getAttribute('aria-disabled')).toBe('true');
      expect(await page.locator('.scoreboard').textContent()).toContain('goal or danger');
      expect(await home.textContent()).toContain(', suspended');
      await home.click({ force: true });
      expect(await page.locator('.entry').count()).toBe(0);
      stage.world.suspend(fixtureId('premier-3'), []);
      await expect.poll(() => home.getAttribute('aria-disabled')).toBe('false');
    });

    it('takes a new bettor from registration to an accepted bet', async () => {
      const page = await open('/match/world-cup-final');
      await page.getByRole('button', { name: 'Register' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('User name').fill('newcomer');
      await dialog.getByLabel('Password').fill('correct horse');
      await dialog.getByRole('button', { name: 'Open an account' }).click();
      await page.getByRole('button', { name: 'Balance €0.00 Deposit' }).click();
      expect(new URL(page.url()).search).toBe('');
      await page.getByRole('dialog').getByRole('button', { name: '€500.00', exact: true }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Deposit €500.00' }).click();
      await page.getByRole('button', { name: 'Balance €500.00 Deposit' }).waitFor(PATIENT);

      await price(page, 'France').click();
      await page.getByLabel('Stake on France in EUR').fill('20');
      stage.world.move(FINAL, RESULT, 'home', 24_000);
      await expect.poll(textOf(page.locator('.entry-return'))).toBe('Returns€48.00');
      await page.getByRole('button', { name: 'Place bet €20.00' }).click();
      await page.getByRole('timer').waitFor(PATIENT);
      await page.getByText('Bet accepted at 2.40').waitFor(PATIENT);
      await page.getByRole('button', { name: 'Balance €480.00 Deposit' }).waitFor(PATIENT);
      await page.getByRole('group', { name: 'Slip or bets' }).getByText('My bets').click();
      await expect.poll(textOf(page.locator('.bet'))).toContain('Stake €20.00 · Returns €48.00');
    });

    it('asks before it takes a worse price, and offers the largest stake', async () => {
      const page = await open('/match/world-cup-final', { user: 'bettor' });
      await price(page, 'Croatia').click();
      await page.getByLabel('Stake on Croatia in EUR').fill('400');
      const place = page.getByRole('button', { name: /^Place bet/ });
      stage.world.move(FINAL, RESULT, 'away', 30_000);
      await expect.poll(() => place.isDisabled()).toBe(true);
      await page.getByRole('button', { name: /now 3.00 Accept/ }).click();
      await place.click();
      const problem = page.getByRole('alert');
      await expect.poll(textOf(problem)).toContain('STAKE_ABOVE_LIMIT');
      await problem.getByRole('button', { name: 'Stake €250.00' }).click();
      expect(await page.getByLabel('Stake on Croatia in EUR').inputValue()).toBe('250.00');
      expect(await page.getByRole('alert').count()).toBe(0);
      await page.getByLabel('This price').check({ force: true });
      stage.world.move(FINAL, RESULT, 'away', 31_000);
      await page.getByRole('button', { name: /▲ now 3.10 Accept/ }).waitFor(PATIENT);
    });

    it('offers a free bet, which brings its stake and takes no money', async () => {
      const page = await open('/match/world-cup-final', { user: 'bettor' });
      await price(page, 'Draw').click();
      const free = page.getByRole('button', { name: 'Free bet €7.00' });
      await free.click();
      const stake = page.getByLabel('Stake on Draw in EUR');
      await expect.poll(() => stake.inputValue()).toBe('7.00');
      expect(await free.getAttribute('aria-pressed')).toBe('true');
      expect(await page.getByRole('button', { name: /^Place bet/ }).textContent()).toBe(
        'Place bet',
      );
      await stake.fill('8');
      await expect.poll(() => free.getAttribute('aria-pressed')).toBe('false');
    });

    it('tells why a bet that waited was refused', async () => {
      const page = await open('/match/world-cup-final', { user: 'bettor' });
      await price(page, 'Draw').click();
      await page.getByLabel('Stake on Draw in EUR').fill('5');
      await page.getByRole('button', { name: /^Place bet/ }).click();
      await page.getByRole('timer').waitFor(PATIENT);
      stage.world.suspend(FINAL, ['score']);
      await expect
        .poll(textOf(page.getByRole('alert')), PATIENT)
        .toContain('The match changed while the bet waited');
      stage.world.suspend(FINAL, []);
    });

    it('says what an open bet is worth when it is asked, keeps it fresh, and calls it a quotation', async () => {
      const bet: BetView = {
        betId: betId('00000000-0000-7000-8000-000000000099'),
        type: 'Single',
        legs: [],
        lines: 1,
        unitStake: '10.00',
        status: 'accepted',
        fixtureId: FINAL,
        fixture: 'France – Croatia',
        marketKey: RESULT,
        market: 'Match result',
        outcomeId: outcomeId('home'),
        outcome: 'France',
        requestedOdds: 2.5,
        odds: 2.5,
        stake: '10.00',
        currency: 'EUR',
        potentialPayout: '25.00',
        payout: null,
        result: null,
        reason: null,
        explanation: null,
        placedAt: 0,
        dueAt: null,
        settledAt: null,
      };
      stage.rest.bets.splice(0, Infinity, bet);
      const page = await stage.open('/bets', { user: 'bettor' });
      pages.push(page);
      const mine = page.getByRole('main').locator('.bet').filter({ hasText: 'Returns €25.00' });
      await mine.waitFor(PATIENT);
      expect(await mine.textContent()).not.toContain('Worth now');
      const ask = mine.getByRole('button', {
        name: 'What is it worth now? France, Match result',
      });
      await ask.click();
      const value = mine.locator('.cash-out-value');
      await value.waitFor(PATIENT);
      expect(await value.textContent()).toContain('The bet ends with it.');
      const worth = async (): Promise<number> =>
        Number(/Worth now €(\d+\.\d\d)/u.exec((await value.textContent()) ?? '')?.[1]);
      const level = await worth();
      expect(level).toBeGreaterThan(0);
      stage.world.play(FINAL, { score: { home: 2, away: 1 } });
      await expect.poll(worth, PATIENT).toBeGreaterThan(level);
      expect(await seriousViolations(page)).toEqual([]);
      stage.world.suspend(FINAL, ['score']);
      await mine.getByText('No value at the moment: The market is suspended').waitFor(PATIENT);
      stage.world.suspend(FINAL, []);
      stage.world.play(FINAL, { score: { home: 1, away: 1 } });
      await value.waitFor(PATIENT);
      await mine.getByRole('button', { name: 'Half', exact: true }).click();
      await mine.getByText('€5.00 of the stake stays on the bet.').waitFor(PATIENT);
      await mine.getByRole('button', { name: /^Cash out €/u }).click();
      await mine
        .getByText(/Cashed out €5\.00 of the stake for €\d+\.\d\d; €5\.00 still rides/u)
        .waitFor(PATIENT);
      await mine.getByRole('button', { name: 'All', exact: true }).click();
      await mine.getByText('The bet ends with it.').waitFor(PATIENT);
      expect(await seriousViolations(page)).toEqual([]);
      await mine.getByRole('button', { name: /^Cash out €/u }).click();
      const sold = page.getByRole('main').locator('.bet').filter({ hasText: 'Cashed out' });
      await sold.getByText('Paid').waitFor(PATIENT);
      expect(await value.count()).toBe(0);
      stage.rest.bets.splice(0);
    });

    it('works by keyboard alone, with the focus in sight', async () => {
      const page = await open('/match/premier-1');
      await price(page, 'Draw').focus();
      await page.keyboard.press('Shift+Tab');
      await page.keyboard.press('Tab');
      const outline = await price(page, 'Draw').evaluate(
        (element) => getComputedStyle(element).outlineStyle,
      );
      expect(outline).toBe('solid');
      await page.keyboard.press('Enter');
      await expect.poll(() => price(page, 'Draw').getAttribute('aria-pressed')).toBe('true');
      await page.keyboard.press('Enter');
      expect(await page.locator('.entry').count()).toBe(0);
    });

    it.each([
      ['/', { theme: 'dark' }],
      ['/', { theme: 'light' }],
      ['/match/world-cup-final', { theme: 'dark', user: 'bettor' }],
      ['/match/world-cup-final', { theme: 'light', user: 'bettor' }],
      ['/match/world-cup-final', { width: 390, height: 844 }],
    ] as const)('%s with %o has no serious barrier', async (path, options) => {
      const page = await open(path, options);
      await page.locator('.price[data-open="true"]').first().click();
      expect(await seriousViolations(page)).toEqual([]);
    });

    it('dialogs have no serious barrier', async () => {
      const page = await open('/');
      await page.getByRole('button', { name: 'Register' }).click();
      expect(await seriousViolations(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    });

    it('opens the slip as a sheet on a narrow screen, with nothing wider than the screen', async () => {
      const page = await open('/', { width: 390, height: 844 });
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width).toBe(390);
      await page.locator('.price[data-open="true"]').first().click();
      const toggle = page.getByRole('button', { name: 'Bet slip 1' }).first();
      await toggle.click();
      await page.locator('.entry').waitFor(PATIENT);
    });

    it('greys everything under a banner when the hosts fall silent', async () => {
      const page = await open('/match/world-cup-final');
      stage.world.silence();
      await page.getByText('The pricing engine is silent').waitFor(PATIENT);
      expect(await price(page, 'France').getAttribute('aria-disabled')).toBe('true');
      expect(await page.locator('.price[data-open="true"]').count()).toBe(0);
    });
  },
);
