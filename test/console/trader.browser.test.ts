import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { fixtureId, marketKey, outcomeId, type FixtureId } from '#contracts/mod.ts';

import { seriousViolations } from './axe.ts';
import { chromiumPath } from './chromium.ts';
import { setStage, type Stage } from './stage.ts';

const FINAL = fixtureId('world-cup-final');
const SEMI = fixtureId('world-cup-semi');
const PATIENT = { timeout: 15_000 };
const RESULT = marketKey('match-result');

describe.skipIf(chromiumPath === undefined)(
  'the trader’s page (left out where no Chromium is installed)',
  () => {
    let stage: Stage;
    const pages: Page[] = [];
    beforeAll(async () => {
      const bet = {
        betId: '00000000-0000-7000-8000-000000000000',
        at: Date.UTC(2026, 5, 13, 19, 30),
        status: 'rejected',
        fixtureId: FINAL,
        marketKey: RESULT,
        outcomeId: outcomeId('home'),
        odds: 2.35,
        stake: '20.00',
        currency: 'EUR',
        reason: 'PRICE_CHANGED',
      } as const;
      stage = await setStage({ ticker: [bet as typeof bet & { betId: never }] });
    }, 120_000);
    afterAll(async () => {
      await stage.stop();
    });
    afterEach(async () => {
      await Promise.all(pages.splice(0).map((page) => page.context().close()));
    });

    /** A host publishes a book whenever a price moves; here one is published when the page is there. */
    const open = async (id: FixtureId, options: Parameters<Stage['open']>[1] = {}) => {
      const page = await stage.open(`/trade/${id}`, { user: 'trader', ...options });
      pages.push(page);
      await page.locator('.grid tbody').first().waitFor(PATIENT);
      return page;
    };
    const marketOf = (page: Page, name: string): Locator =>
      page.locator('.grid tbody').filter({ has: page.getByText(name, { exact: true }) });
    const textOf = (locator: Locator) => () => locator.textContent();

    it('asks for a trader’s login, and lets no bettor in', async () => {
      const page = await stage.open('/trade', { user: 'bettor' });
      pages.push(page);
      await page.getByText('bettor is no trader').waitFor(PATIENT);
      await page.getByLabel('User name').fill('trader');
      await page.getByLabel('Password').fill('wrong-password');
      await page.getByRole('button', { name: 'Log in', exact: true }).last().click();
      await page.getByRole('alert').waitFor(PATIENT);
      await page.getByLabel('Password').fill('a good password');
      await page.getByRole('button', { name: 'Log in', exact: true }).last().click();
      await page.getByRole('heading', { name: 'Bets' }).waitFor(PATIENT);
      expect(await page.getByRole('navigation', { name: 'Fixtures' }).count()).toBe(1);
      expect(new URL(page.url()).search).toBe('');
    });

    it('shows fair, skewed and published price, and what each outcome would cost', async () => {
      const page = await open(FINAL);
      const heads = await page.locator('.grid thead th').allTextContents();
      expect(heads.slice(1)).toEqual(['Outcome', 'Fair', 'Skewed', 'Price', 'Owed', 'If it wins']);
      const cells = await marketOf(page, 'Match result').locator('tr').first().locator('td').all();
      const [outcome, fair, skewed, price, owed, result] = await Promise.all(
        cells.map((cell) => cell.textContent()),
      );
      expect(outcome).toBe('France');
      expect(Number(skewed)).toBeLessThan(Number(fair));
      expect(Number(price)).toBeLessThan(Number(skewed));
      expect(owed).toMatch(/^€\d/u);
      expect(result).toMatch(/^−€\d/u);
    });

    it('suspends and resumes the chosen market with S and R', async () => {
      const page = await open(FINAL);
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      const market = marketOf(page, 'Draw no bet');
      expect(await market.getAttribute('data-selected')).toBe('true');
      await page.keyboard.press('s');
      await expect.poll(() => market.getAttribute('data-status'), PATIENT).toBe('suspended');
      expect(stage.world.price(FINAL, marketKey('draw-no-bet'), 'home')).toBeNull();
      expect(stage.world.price(FINAL, RESULT, 'home')).not.toBeNull();
      await page
        .getByRole('region', { name: 'Commands' })
        .getByText('Suspend Draw no bet')
        .waitFor();
      await page.keyboard.press('r');
      await expect.poll(() => market.getAttribute('data-status'), PATIENT).toBe('active');
    });

    it('suspends nothing by S alone before a market was chosen, and everything by Shift+S', async () => {
      const page = await open(fixtureId('premier-2'));
      await page.keyboard.press('s');
      await page.keyboard.press('Shift+S');
      await page.getByRole('button', { name: 'Resume fixture' }).waitFor(PATIENT);
      const commands = page.getByRole('region', { name: 'Commands' }).getByRole('listitem');
      await expect.poll(textOf(commands.first()), PATIENT).toContain('Suspend fixture');
      await expect.poll(() => page.locator('.grid tbody[data-status="active"]').count()).toBe(0);
      await page.keyboard.press('Shift+R');
      await page.getByRole('button', { name: 'Suspend fixture' }).waitFor(PATIENT);
    });

    it('changes a margin, and the odds follow', async () => {
      const page = await open(fixtureId('premier-3'));
      const id = fixtureId('premier-3');
      const before = stage.world.price(id, RESULT, 'away') ?? 0;
      await marketOf(page, 'Match result').click();
      await page.keyboard.press('m');
      await page.keyboard.type('1200');
      await page.keyboard.press('Enter');
      await expect.poll(() => stage.world.price(id, RESULT, 'away')).toBeLessThan(before);
      const price = marketOf(page, 'Match result').locator('tr').nth(2).locator('.grid-price');
      await expect.poll(() => price.getAttribute('data-direction')).toBe('down');
      await page.getByText('Margin 1200 bp: Match result').waitFor(PATIENT);
    });

    it('shows the margin that holds again when a new one was not taken', async () => {
      const page = await open(fixtureId('demo-league-8'));
      await page.route('**/commands', (route) => route.abort());
      const margin = page.getByLabel('Margin of Match result in basis points');
      const before = await margin.inputValue();
      await margin.fill('1100');
      await margin.press('Enter');
      expect(await margin.inputValue()).toBe('1100');
      await page.getByText('The server does not answer; try again.').first().waitFor(PATIENT);
      await expect.poll(() => margin.inputValue(), PATIENT).toBe(before);
    });

    it('changes the margin of a type, of all its lines at once', async () => {
      const page = await open(fixtureId('premier-4'));
      const id = fixtureId('premier-4');
      const lines = ['0.5', '1.5', '2.5'].map((line) => marketKey('total-goals', { line }));
      const overs = () => lines.map((key) => stage.world.price(id, key, 'over') ?? 0);
      const handicap = marketKey('asian-handicap', { line: '-0.5', score: '0-0' });
      const other = stage.world.price(id, handicap, 'home');
      const before = overs();
      const margin = page.getByLabel('Margin of all Total goals in basis points');
      expect(await margin.inputValue()).toBe('500');
      await margin.fill('1500');
      await margin.press('Enter');
      await expect
        .poll(() => overs().every((odds, at) => odds < (before[at] ?? 0)), PATIENT)
        .toBe(true);
      expect(stage.world.price(id, handicap, 'home')).toBe(other);
      await page.getByText('Margin 1500 bp: Total goals', { exact: true }).waitFor(PATIENT);
      const own = page.getByLabel('Margin of Total goals 2.5 in basis points');
      await expect.poll(() => own.inputValue()).toBe('1500');
      await own.fill('300');
      await own.press('Enter');
      await expect.poll(() => margin.inputValue(), PATIENT).toBe('');
      expect(await margin.getAttribute('placeholder')).toBe('mixed');
    });

    it('folds groups away and unfolds them, and never suspends by a key what is not in sight', async () => {
      const page = await open(SEMI);
      const heads = page.locator('.group-head button');
      expect(await heads.first().textContent()).toMatch(/^Main\d+$/u);
      const corners = page.locator('.group-head').getByRole('button', { name: /^Corners/u });
      expect(await corners.getAttribute('aria-expanded')).toBe('false');
      await page.getByRole('button', { name: 'Unfold all' }).click();
      await marketOf(page, 'Most corners').waitFor(PATIENT);
      const outcomes = await page.locator('.grid td.outcome').count();
      expect(outcomes).toBeGreaterThan(350);
      await marketOf(page, 'Most corners').click();
      await page.getByRole('button', { name: 'Fold all', exact: true }).click();
      await expect.poll(() => page.locator('.grid td.outcome').count()).toBe(0);
      await page.keyboard.press('s');
      await corners.click();
      const market = marketOf(page, 'Most corners');
      expect(await market.getAttribute('data-status')).toBe('active');
      expect(await page.getByText('Suspend Most corners').count()).toBe(0);
    });

    it('filters by type and name with the key /, and chooses the first with Enter', async () => {
      const page = await open(SEMI);
      await page.keyboard.press('/');
      await page.keyboard.type('first half total goals 1.5');
      await expect.poll(() => page.locator('.grid tbody[data-status]').count()).toBe(1);
      await page.keyboard.press('Enter');
      const market = page.locator('.grid tbody[data-selected="true"]');
      expect(await market.textContent()).toContain('First half: Total goals 1.5');
      await page.keyboard.press('/');
      await page.keyboard.press('Escape');
      await expect.poll(() => page.locator('.grid tbody[data-status]').count()).toBeGreaterThan(10);
    });

    it('explains a price step by step, and gives it away as JSON', async () => {
      const page = await open(FINAL);
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await page.keyboard.press('e');
      expect(await page.getByRole('dialog').count()).toBe(0);
      await marketOf(page, 'Match result').click();
      await page.keyboard.press('e');
      const dialog = page.getByRole('dialog', { name: 'Why: Match result' });
      const table = dialog.getByRole('group').filter({ hasText: 'France' }).getByRole('table');
      await table.waitFor(PATIENT);
      const steps = (await table.getByRole('rowheader').allTextContents()).join();
      expect(steps).toMatch(/^model.*skew.*margin.*ladder/u);
      const price = stage.world.price(FINAL, RESULT, 'home') ?? 0;
      const last = table.getByRole('row').last();
      expect(await last.textContent()).toContain((price / 10_000).toFixed(4));
      expect(await dialog.getByRole('region', { name: 'Margin' }).textContent()).toContain(
        '500 bp',
      );
      expect(await dialog.getByRole('region', { name: 'Model' }).textContent()).toContain('0.92');
      await dialog.getByRole('button', { name: 'Copy as JSON' }).click();
      await dialog.getByText('Copied').waitFor(PATIENT);
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      expect(JSON.parse(copied)).toMatchObject({
        marketKey: 'match-result',
        outcomes: [{ outcomeId: 'home' }, {}, {}],
      });
      expect(await seriousViolations(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await expect.poll(() => dialog.count()).toBe(0);
      await marketOf(page, 'Draw no bet')
        .getByRole('button', { name: 'Explain Draw no bet' })
        .click();
      await page.getByRole('dialog', { name: 'Why: Draw no bet' }).waitFor(PATIENT);
    });

    it('tells what a setting would do before it is set, by keys alone', async () => {
      const id = fixtureId('demo-league-7');
      const page = await open(id);
      const before = stage.world.price(id, RESULT, 'home') ?? 0;
      await page.keyboard.press('w');
      expect(await page.getByRole('dialog').count()).toBe(0);
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('w');
      const dialog = page.getByRole('dialog', { name: 'Set: Match result' });
      await dialog.getByText('No price would move.').waitFor(PATIENT);
      await dialog.getByRole('radio', { name: /^How bets/u }).focus();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Tab');
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.type('3001');
      await dialog.getByText('A margin is a whole number').waitFor(PATIENT);
      expect(await dialog.getByRole('button', { name: 'Apply' }).isDisabled()).toBe(true);
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.type('1200');
      await dialog.getByText('3 of 3 prices would move.').waitFor(PATIENT);
      const effect = dialog.getByRole('region', { name: 'What it would do' });
      expect(await effect.textContent()).toContain('margin 500 bp → 1200 bp');
      const row = effect.getByRole('row', { name: /^Northgate Rovers/u });
      const [now, then] = await row.getByRole('cell').allTextContents();
      expect(Number(now)).toBe(before / 10_000);
      expect(Number(then)).toBeLessThan(before / 10_000);
      expect(await seriousViolations(page)).toEqual([]);
      expect(stage.world.price(id, RESULT, 'home')).toBe(before);
      await dialog.getByLabel('How long').selectOption({ label: '15 minutes' });
      await dialog.getByRole('button', { name: 'Apply' }).press('Enter');
      await expect.poll(() => dialog.count()).toBe(0);
      await expect.poll(() => stage.world.price(id, RESULT, 'home'), PATIENT).toBeLessThan(before);
      await page.getByText(/^Margin 1200 bp: Match result until \d/u).waitFor(PATIENT);
    });

    it('lets bets move no price of a type, of all its lines', async () => {
      const id = fixtureId('premier-2');
      const page = await open(id);
      const line = marketKey('total-goals', { line: '2.5' });
      const before = stage.world.price(id, line, 'over') ?? 0;
      await page.getByRole('button', { name: 'Set Total goals 2.5', exact: true }).click();
      const dialog = page.getByRole('dialog', { name: 'Set: Total goals 2.5' });
      await dialog.getByRole('radio', { name: /^All Total goals/u }).check();
      await dialog.getByRole('radio', { name: /^Not at all/u }).check();
      await dialog.getByText(/^2 of \d\d+ prices would move\./u).waitFor(PATIENT);
      const effect = dialog.getByRole('region', { name: 'What it would do' });
      const heads = await effect.locator('.setting-market').allTextContents();
      expect(heads.length).toBeGreaterThan(5);
      expect(heads[0]).toContain('tilt → not moved');
      await dialog.getByRole('button', { name: 'Apply' }).click();
      await expect.poll(() => stage.world.price(id, line, 'over'), PATIENT).toBeGreaterThan(before);
      await page.getByText('No skew: Total goals', { exact: true }).waitFor(PATIENT);
    });

    it('says so when the host does not tell, and sets it when asked to', async () => {
      const page = await open(fixtureId('demo-league-8'));
      await page.route('**/what-if', (route) => route.abort());
      await page.getByRole('button', { name: 'Set Match result' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText('is not known; it can be applied all the same').waitFor(PATIENT);
      await dialog.getByRole('radio', { name: /^Liability ladder/u }).check();
      await dialog.getByRole('button', { name: 'Apply' }).click();
      await page.getByText('Skew by ladder: Match result', { exact: true }).waitFor(PATIENT);
    });

    it('switches the skew, and sets the worst-case limit', async () => {
      const page = await open(fixtureId('premier-1'));
      const skew = page.getByRole('switch', { name: 'Skew by exposure' });
      await skew.click();
      await expect.poll(() => skew.isChecked()).toBe(false);
      await page.getByLabel('Worst-case limit').fill('7500.50');
      await page.getByRole('button', { name: 'Set', exact: true }).click();
      await page.getByText('Worst-case limit €7 501').waitFor(PATIENT);
    });

    it('lists the bets with what became of them', async () => {
      const page = await open(FINAL);
      const bets = page.getByRole('region', { name: 'Bets', exact: true });
      await expect
        .poll(textOf(bets.getByRole('listitem').first()), PATIENT)
        .toContain('€20.00 @ 2.35');
      expect(await bets.locator('.tag').first().getAttribute('title')).toBe('PRICE_CHANGED');
    });

    it('explains its keys', async () => {
      const page = await open(FINAL);
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keys' }).waitFor(PATIENT);
      expect(await page.getByRole('dialog').textContent()).toContain('Suspend the market');
      expect(await seriousViolations(page)).toEqual([]);
    });

    it.each(['dark', 'light'] as const)('has no serious barrier (%s)', async (theme) => {
      const page = await open(FINAL, { theme });
      await page.keyboard.press('ArrowDown');
      expect(await seriousViolations(page)).toEqual([]);
    });
  },
);
