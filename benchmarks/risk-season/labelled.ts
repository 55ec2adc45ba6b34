import type { Random } from '#platform/mod.ts';
import {
  EDGE_TEST,
  edgeVerdict,
  hitChance,
  LATE_TEST,
  lateVerdict,
  NO_BETS,
  NO_LATE_BETS,
  observe,
  observeLate,
  type TimedBet,
} from '#risk/customers/mod.ts';

const SD = 0.06;

/** Whether a customer with a mean closing-line value is flagged within so many bets. Values are lognormal. */
export function isFlaggedSharp(random: Random, mean: number, bets: number): boolean {
  const spread = Math.sqrt(Math.log1p((SD / (1 + mean)) ** 2));
  let state = NO_BETS;
  for (let bet = 0; bet < bets; bet += 1) {
    const value = (1 + mean) * Math.exp(random.normal(-(spread ** 2) / 2, spread)) - 1;
    state = observe(EDGE_TEST, state, { value, sd: SD });
  }
  return edgeVerdict(EDGE_TEST, state).flagged;
}

const WINDOW_MINUTES = 5 / 60;
/** Goals a minute at the slowest and the fastest moments of matches. */
const RATES = { least: 1.6 / 95, most: 4 / 95 };

/** Whether somebody who knows of the event before the house in a share of his bets is flagged by then. */
export function isFlaggedLate(random: Random, knows: number, bets: number): boolean {
  let state = NO_LATE_BETS;
  for (let bet = 0; bet < bets; bet += 1) {
    const rate = RATES.least + random.next() * (RATES.most - RATES.least);
    const chance = hitChance(rate, WINDOW_MINUTES);
    const hit = random.next() < knows || random.next() < chance;
    state = observeLate(LATE_TEST, state, { hit, chance });
  }
  return lateVerdict(LATE_TEST, state).flagged;
}

const FIXTURES = 200;
const DAY_MS = 86_400_000;
const RING_BETS = 10;

const ringMember = (member: number): string => `ring-${member}`;

/** A week of bets of many customers, with a ring that bets together some of the time. */
export function weekOfBets(random: Random, customers: number, ring: number): readonly TimedBet[] {
  const bets: TimedBet[] = [];
  const ordinary = (account: string): void => {
    const count = 5 + random.int(70);
    for (let bet = 0; bet < count; bet += 1) {
      const fixture = random.int(FIXTURES);
      // Some selections are on everybody's slip, and most bets come just before the off.
      const outcome = Math.floor(-3 * Math.log1p(-random.next()));
      const before = -0.1 * DAY_MS * Math.log1p(-random.next());
      const atMs = Math.round((1 + fixture / 30) * DAY_MS - before);
      bets.push({ account, selection: `${fixture}/${outcome}`, atMs });
    }
  };
  for (let customer = 0; customer < customers; customer += 1) ordinary(`customer-${customer}`);
  for (let member = 0; member < ring; member += 1) ordinary(ringMember(member));
  for (let tip = 0; tip < RING_BETS; tip += 1) {
    const fixture = random.int(FIXTURES);
    const atMs = Math.round((1 + fixture / 30 - random.next() / 2) * DAY_MS);
    for (let member = 0; member < ring; member += 1) {
      const selection = `${fixture}/${tip % 5}`;
      bets.push({ account: ringMember(member), selection, atMs: atMs + random.int(45_000) });
    }
  }
  return bets;
}
