import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import {
  betId,
  fixtureId,
  marketKey,
  messageOf,
  outcomeId,
  type BetView,
  type ExplanationView,
} from '#contracts/mod.ts';
import { systemClock } from '#platform/mod.ts';

import { seriousViolations } from './axe.ts';
import { chromiumPath } from './chromium.ts';
import { setStage, type Stage } from './stage.ts';

const PATIENT = { timeout: 15_000 };
const BET = betId('00000000-0000-7000-8000-000000000042');

const settled: BetView = {
  betId: BET,
  type: 'Single',
  status: 'settled',
  fixtureId: fixtureId('world-cup-final'),
  fixture: 'France – Croatia',
  marketKey: marketKey('match-result'),
  market: 'Match result',
  outcomeId: outcomeId('home'),
  outcome: 'France',
  requestedOdds: 2.5,
  odds: 2.5,
  stake: '10.00',
  currency: 'EUR',
  potentialPayout: '25.00',
  payout: '25.00',
  result: 'won',
  reason: null,
  explanation: 'France won 4-2, so 10.00 at 2.50 paid 25.00.',
  placedAt: 0,
  dueAt: null,
  settledAt: 1,
  lines: 1,
  unitStake: '10.00',
  legs: [],
};

const explanation: ExplanationView = {
  betId: BET,
  sentence: 'France won 4-2, so 10.00 at 2.50 paid 25.00.',
  rulesVersion: 3,
  settlementVersion: 2,
  currency: 'EUR',
  stake: '10.00',
  payout: '25.00',
  bonus: '0.00',
  factor: '5/2',
  legs: [
    {
      market: 'Match result',
      outcome: 'France',
      odds: '2.50',
      basis: 'final score 4-2',
      result: 'won',
      resultVersion: 1,
      factor: '5/2',
    },
  ],
  lines: [],
  steps: ['10.00 × 5/2 = 25.00'],
};

describe.skipIf(chromiumPath === undefined)(
  'a bettor’s own bets (left out where no Chromium is installed)',
  () => {
    let stage: Stage;
    let fails = false;
    const asked: string[] = [];
    const pages: Page[] = [];
    beforeAll(async () => {
      stage = await setStage({
        staff: ({ method, path }) => {
          if (path === `/v1/bets/${BET}/explanation`)
            return fails
              ? { status: 409, body: { code: 'NOT_SETTLED', message: messageOf('NOT_SETTLED') } }
              : { status: 200, body: explanation };
          if (method !== 'POST' || !path.endsWith('/cancel')) return null;
          asked.push(path);
          stage.rest.bets.splice(0, 1, { ...settled, status: 'rejected', explanation: null });
          return { status: 200, body: {} };
        },
      });
    }, 120_000);
    afterAll(async () => {
      await stage.stop();
    });
    afterEach(async () => {
      await Promise.all(pages.splice(0).map((page) => page.context().close()));
      stage.rest.bets.splice(0);
      fails = false;
    });
    const open = async (bet: BetView, options: Parameters<Stage['open']>[1] = {}) => {
      stage.rest.bets.splice(0, Infinity, bet);
      const page = await stage.open('/bets', { user: 'bettor', ...options });
      pages.push(page);
      await page.getByRole('main').locator('.bet').waitFor(PATIENT);
      return page;
    };

    it.each([{ theme: 'dark' as const }, { theme: 'light' as const, width: 390, height: 844 }])(
      'a settlement is explained in words and numbers: %o',
      async (options) => {
        const page = await open(settled, options);
        const ask = page
          .getByRole('main')
          .getByRole('button', { name: /^In numbers\s?: France$/u });
        await ask.focus();
        await page.keyboard.press('Enter');
        const dialog = page.getByRole('dialog', { name: 'How this bet was settled' });
        await dialog.getByText('10.00 × 5/2 = 25.00').waitFor(PATIENT);
        const text = await dialog.textContent();
        expect(text).toContain('final score 4-2');
        expect(text).toContain(
          'By version 3 of the house rules; settled anew, this is settlement 2.',
        );
        expect(await seriousViolations(page)).toEqual([]);
        await page.keyboard.press('Escape');
        await expect.poll(() => dialog.count()).toBe(0);
      },
    );

    it('says what is wrong when there are no figures, and asks again', async () => {
      fails = true;
      const page = await open(settled);
      await page
        .getByRole('main')
        .getByRole('button', { name: /^In numbers\s?: France$/u })
        .click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText('The bet is not settled').waitFor(PATIENT);
      fails = false;
      await dialog.getByRole('button', { name: 'Ask again' }).click();
      await dialog.getByText('10.00 × 5/2 = 25.00').waitFor(PATIENT);
    });

    it('a bet that waits for a trader says how long, and is taken back', async () => {
      const placedAt = systemClock.now();
      const page = await open({
        ...settled,
        status: 'referred',
        explanation: null,
        payout: null,
        result: null,
        placedAt,
        referredUntil: placedAt + 120_000,
      });
      const bet = page.getByRole('main').locator('.bet');
      await bet
        .getByRole('timer', { name: 'Waiting: A trader looks at your bet' })
        .waitFor(PATIENT);
      expect(await seriousViolations(page)).toEqual([]);
      await bet.getByRole('button', { name: 'Take the bet back' }).click();
      await bet.getByText('Rejected').waitFor(PATIENT);
      expect(asked).toEqual([`/v1/bets/${BET}/cancel`]);
    });
  },
);
