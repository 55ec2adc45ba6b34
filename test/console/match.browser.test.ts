import { gzipSync } from 'node:zlib';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { fixtureId, marketKey } from '#contracts/mod.ts';

import { seriousViolations } from './axe.ts';
import { chromiumPath } from './chromium.ts';
import { setStage, type Stage } from './stage.ts';

const DERBY = fixtureId('premier-2');
const SEMI = fixtureId('world-cup-semi');
const RESULT = marketKey('match-result');
const PATIENT = { timeout: 15_000 };

describe.skipIf(chromiumPath === undefined)(
  'a match with all its markets (left out where no Chromium is installed)',
  () => {
    let stage: Stage;
    const pages: Page[] = [];
    beforeAll(async () => {
      stage = await setStage();
    }, 120_000);
    afterAll(async () => {
      await stage.stop();
    });
    afterEach(async () => {
      await Promise.all(pages.splice(0).map((page) => page.context().close()));
    });

    const open = async (id = DERBY, options: Parameters<Stage['open']>[1] = {}): Promise<Page> => {
      const page = await stage.open(`/match/${id}`, options);
      pages.push(page);
      await page.locator('.price[data-open="true"]').first().waitFor(PATIENT);
      return page;
    };
    const tab = (page: Page, name: string): Locator => page.getByRole('tab', { name, exact: true });
    const panel = (page: Page): Locator => page.getByRole('tabpanel');
    const card = (page: Page, name: string): Locator =>
      page.getByRole('group', { name, exact: true });
    const price = (page: Page, name: string): Locator =>
      panel(page).getByRole('button', { name: new RegExp(`^${name}: `) });
    const titles = (page: Page): Promise<string[]> =>
      panel(page).getByRole('heading', { level: 2 }).allTextContents();
    const search = (page: Page): Locator => page.getByLabel('Search markets');
    const textOf = (locator: Locator) => () => locator.textContent();

    it('loads no more than the bettor’s share of scripts, and none of what is not shown', async () => {
      const sizes = new Map<string, number>();
      const page = await stage.browser.newPage();
      pages.push(page);
      page.on('response', (response) => {
        if (!response.url().endsWith('.js')) return;
        void response.body().then((body) => sizes.set(response.url(), gzipSync(body).length));
      });
      await page.goto(`${stage.url}/match/${DERBY}`);
      await page.locator('.price').first().waitFor(PATIENT);
      await page.getByRole('button', { name: 'Combine' }).click();
      await page.getByRole('region', { name: 'Combined bet' }).waitFor(PATIENT);
      await expect.poll(() => [...sizes.keys()].some((url) => url.includes('builder'))).toBe(true);
      expect([...sizes.values()].reduce((sum, size) => sum + size, 0)).toBeLessThan(120_000);
      const urls = [...sizes.keys()].join();
      expect(urls).not.toMatch(/trade|explain|other-sports/u);
    });

    describe('tabs', () => {
      it('show one group at a time, the main one first, and none that is empty', async () => {
        const page = await open();
        const names = await page.getByRole('tab').allTextContents();
        expect(names[0]).toBe('Main');
        expect(names).toContain('Players');
        expect(names).not.toContain('Sets');
        expect(await titles(page)).toContain('Match result');
        expect(await titles(page)).not.toContain('Total corners');
        await tab(page, 'Corners').click();
        await card(page, 'Total corners').waitFor();
        expect(await titles(page)).not.toContain('Match result');
        const shown = await panel(page).locator('.price').count();
        const all = stage.world
          .published(DERBY)
          .reduce((sum, each) => sum + each.outcomes.length, 0);
        expect(all).toBeGreaterThan(350);
        expect(shown).toBeLessThan(all / 4);
      });

      it('have one stop for the Tab key, and go round with the arrows', async () => {
        const page = await open();
        await tab(page, 'Main').focus();
        await page.keyboard.press('ArrowLeft');
        const last = page.getByRole('tab').last();
        expect(await last.getAttribute('aria-selected')).toBe('true');
        expect(await last.evaluate((element) => element === document.activeElement)).toBe(true);
        await page.keyboard.press('ArrowRight');
        await page.keyboard.press('End');
        await page.keyboard.press('Home');
        expect(await tab(page, 'Main').getAttribute('aria-selected')).toBe('true');
        const stops = page.getByRole('tablist').locator('[tabindex="0"]');
        expect(await stops.allTextContents()).toEqual(['Main']);
        await page.keyboard.press('Tab');
        expect(await search(page).evaluate((element) => element === document.activeElement)).toBe(
          true,
        );
      });

      it('stay chosen for the session, over matches that have the group', async () => {
        const page = await open();
        await tab(page, 'Scores').click();
        await page.goto(`${stage.url}/match/${SEMI}`);
        await expect
          .poll(() => tab(page, 'Scores').getAttribute('aria-selected'), PATIENT)
          .toBe('true');
        await page.goto(`${stage.url}/match/world-cup-final`);
        await tab(page, 'Main').waitFor(PATIENT);
        const other = await open();
        expect(await tab(other, 'Main').getAttribute('aria-selected')).toBe('true');
      });

      it('say which tab the panel belongs to', async () => {
        const page = await open();
        await tab(page, 'Halves').click();
        await page.getByRole('tabpanel', { name: 'Halves' }).waitFor();
      });
    });

    it('keeps lines of a type together, names players, and folds types away', async () => {
      const page = await open();
      await tab(page, 'Handicaps').click();
      const handicap = card(page, 'Handicap');
      await expect
        .poll(() => handicap.locator('.market-row-label').allTextContents())
        .toEqual(['0:2', '0:1', '1:0', '2:0']);
      await handicap.getByRole('button', { name: 'Handicap', exact: true }).click();
      expect(await handicap.locator('.price').count()).toBe(0);
      await tab(page, 'Players').click();
      const players = card(page, 'To score').locator('.market-row-label');
      await expect
        .poll(() => players.allTextContents())
        .toEqual(['Bukayo Saka', 'Dries Mertens', 'Harry Kane', 'Romelu Lukaku']);
      await tab(page, 'Handicaps').click();
      const head = handicap.getByRole('button', { name: 'Handicap', exact: true });
      expect(await head.getAttribute('aria-expanded')).toBe('false');
    });

    it('finds markets by their names in all groups, from the keyboard', async () => {
      const page = await open();
      await page.keyboard.press('/');
      await page.keyboard.type('tottenham clean');
      await expect.poll(() => titles(page)).toEqual(['Tottenham Hotspur clean sheet']);
      await page.getByText('1 market found', { exact: true }).waitFor({ state: 'attached' });
      expect(await tab(page, 'Main').getAttribute('aria-selected')).toBe('false');
      await search(page).fill('kane');
      await expect.poll(() => titles(page)).toContain('To score');
      expect(await panel(page).locator('.price').first().textContent()).toContain('Harry Kane');
      await search(page).fill('no such thing');
      await page.getByText('No market has these words.').waitFor();
      expect(await seriousViolations(page)).toEqual([]);
      await search(page).focus();
      await page.keyboard.press('Escape');
      await expect.poll(() => titles(page)).toContain('Match result');
    });

    it('touches nothing but the price that moves, and nothing moves on the page', async () => {
      const page = await open();
      const home = price(page, 'Arsenal, Match result');
      const placesOf = (): Promise<string[]> =>
        panel(page)
          .locator('.price')
          .evaluateAll((prices) =>
            prices.map((each) => {
              const { x, y, width, height } = each.getBoundingClientRect();
              return [x, y, width, height].join();
            }),
          );
      const before = await placesOf();
      await panel(page).evaluate((element) => {
        const touched = new Set<string>();
        Object.assign(window, { touched });
        new MutationObserver((changes) => {
          for (const { target } of changes) {
            const at = target instanceof Element ? target : target.parentElement;
            touched.add(at?.closest('.price')?.textContent ?? 'no price');
          }
        }).observe(element, {
          subtree: true,
          childList: true,
          characterData: true,
          attributes: true,
        });
      });
      stage.world.move(DERBY, RESULT, 'home', 123_000);
      await expect.poll(textOf(home)).toContain('12.30');
      const touched = await page.evaluate(() => [
        ...((window as Window & { touched?: Set<string> }).touched ?? []),
      ]);
      expect(touched.every((text) => text.startsWith('Arsenal, Match result'))).toBe(true);
      expect(touched.length).toBeGreaterThan(0);
      expect(await placesOf()).toEqual(before);
    });

    describe('combining', () => {
      const combine = async (page: Page): Promise<Locator> => {
        await page.getByRole('button', { name: 'Combine' }).click();
        const bar = page.getByRole('region', { name: 'Combined bet' });
        await bar.waitFor(PATIENT);
        return bar;
      };
      const stateOf = (locator: Locator) => () => locator.getAttribute('data-state');

      it('gives the joint price of legs, and says plainly that it is a price only', async () => {
        const page = await open(SEMI);
        const bar = await combine(page);
        await price(page, 'England, Match result').click();
        await bar.locator('.builder-odds').waitFor(PATIENT);
        const single = Number(await bar.locator('.builder-odds').textContent());
        await price(page, 'Yes, Both teams to score').click();
        await expect
          .poll(async () => Number(await bar.locator('.builder-odds').textContent()))
          .toBeGreaterThan(single);
        expect(await bar.textContent()).toContain('Price onlyCombined bets cannot be placed yet.');
        expect(await bar.textContent()).toMatch(/Together \d\.\d\d times (?:more|less) likely/u);
        expect(await bar.getByRole('button', { name: /place/iu }).count()).toBe(0);
        expect(await page.locator('.entry').count()).toBe(0);
        await bar.getByRole('button', { name: 'Take England, Match result out' }).click();
        await expect.poll(() => bar.getByRole('listitem').count()).toBe(1);
      });

      it('greys what excludes the legs, and marks what they already mean', async () => {
        const page = await open(SEMI);
        const bar = await combine(page);
        const draw = price(page, 'Draw, Match result');
        const voidable = price(page, 'England, Draw no bet');
        // What can be void is out before the first leg.
        await expect.poll(stateOf(voidable), PATIENT).toBe('excluded');
        await expect.poll(stateOf(draw), PATIENT).toBe('free');
        await price(page, 'England, Match result').click();
        await expect.poll(stateOf(draw), PATIENT).toBe('excluded');
        expect(await draw.getAttribute('aria-disabled')).toBe('true');
        expect(await draw.textContent()).toContain('cannot be combined with your legs');
        await draw.click({ force: true });
        expect(await bar.getByRole('listitem').count()).toBe(1);
        const implied = price(page, 'England or draw, Double chance');
        await expect.poll(stateOf(implied), PATIENT).toBe('implied');
        expect(await implied.textContent()).toContain('=');
        expect(await implied.textContent()).toContain('changes nothing');
        expect(await seriousViolations(page)).toEqual([]);
        await bar.getByRole('button', { name: 'Clear' }).click();
        await expect.poll(stateOf(draw), PATIENT).toBe('free');
        await bar.getByRole('button', { name: 'Stop combining' }).click();
        await expect.poll(stateOf(draw), PATIENT).toBeNull();
        await price(page, 'Draw, Match result').click();
        await expect.poll(() => page.locator('.entry').count(), PATIENT).toBe(1);
      });

      it('says why legs have no price together, and goes on when they have again', async () => {
        const page = await open(SEMI);
        const bar = await combine(page);
        await price(page, 'England, Match result').click();
        await bar.locator('.builder-odds').waitFor(PATIENT);
        stage.world.command(SEMI, { kind: 'suspend', marketKey: RESULT });
        await bar
          .getByText('Match result: The market is suspended; wait until it is active.')
          .waitFor(PATIENT);
        stage.world.command(SEMI, { kind: 'resume', marketKey: RESULT });
        await bar.locator('.builder-odds').waitFor(PATIENT);
      });

      it('names the leg that cannot stand with others when the host refuses it', async () => {
        const page = await open(SEMI);
        // Pressed before the host has said what can be combined.
        await page.route('**/builder', async (route) => {
          const { legs } = route.request().postDataJSON() as { legs: unknown[] };
          await new Promise((resolve) => setTimeout(resolve, legs.length === 0 ? 3000 : 0));
          await route.continue();
        });
        const bar = await combine(page);
        await price(page, 'England, Draw no bet').click();
        await bar
          .getByText('England, Draw no bet: may be void or half won, so it cannot be combined.')
          .waitFor(PATIENT);
      });

      it('says so when legs exclude each other', async () => {
        const page = await open(SEMI);
        await page.route('**/builder', async (route) => {
          const { legs } = route.request().postDataJSON() as { legs: unknown[] };
          await new Promise((resolve) => setTimeout(resolve, legs.length < 2 ? 3000 : 0));
          await route.continue();
        });
        const bar = await combine(page);
        await price(page, 'England, Match result').click();
        await price(page, 'Belgium, Match result').click();
        await bar.getByText('These legs exclude each other: they cannot all win.').waitFor(PATIENT);
      });
    });

    it.each([
      { theme: 'dark' },
      { theme: 'light' },
      { theme: 'light', width: 390, height: 844 },
    ] as const)(
      'has no serious barrier in any group, and is not too wide, with %o',
      async (options) => {
        const page = await open(DERBY, options);
        for (const name of ['Handicaps', 'Combinations', 'Players']) {
          await tab(page, name).click();
          await page.getByRole('tabpanel', { name }).waitFor();
          expect(await seriousViolations(page)).toEqual([]);
        }
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        expect(width).toBe(options.width ?? 1440);
      },
    );
  },
);
