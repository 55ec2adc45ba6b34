import type { Random } from '#platform/mod.ts';
import {
  arbitrageVerdict,
  bonusVerdict,
  duplicatesOf,
  linkRules,
  type SharedTrait,
} from '#risk/customers/mod.ts';

import { weekOfBets } from './labelled.ts';

const count = (random: Random, of: number, chance: number): number => {
  let seen = 0;
  for (let at = 0; at < of; at += 1) if (random.next() < chance) seen += 1;
  return seen;
};

/**
 * Whether a customer is flagged for arbitrage. Ordinary ones lock a profit on a market now and then, seldom beat the close,
 * and one in ten never stakes a round sum. Of those who arbitrage, one half backs both sides here, the other one side here at
 * prices that are off the market, with calculated stakes.
 */
export function isFlaggedArbitrage(random: Random, arbitrages: boolean): boolean {
  const [markets, bets] = [40 + random.int(60), 60 + random.int(140)];
  const bothHere = arbitrages && random.next() < 0.5;
  const elsewhere = arbitrages && !bothHere;
  const odd = elsewhere ? 0.9 : random.next() < 0.1 ? 1 : 0.15;
  return arbitrageVerdict({
    markets,
    locked: count(random, markets, bothHere ? 0.3 : 0.005),
    closed: bets,
    beaten: count(random, bets, elsewhere ? 0.8 : 0.25),
    bets,
    oddStakes: count(random, bets, odd),
    maxStakes: count(random, bets, 0.01),
  }).flagged;
}

/**
 * Whether a customer is flagged for bonus abuse. One ordinary customer in five likes favourites, one in ten takes nearly all
 * out again. Of the abusers one half has another account back the other side, the other half takes the shortest prices and leaves,
 * each with ten to twenty bets with a bonus.
 */
export function isFlaggedBonus(random: Random, abuses: boolean): boolean {
  const bonusBets = abuses ? 10 + random.int(10) : 1 + random.int(12);
  const opposes = abuses && random.next() < 0.5;
  const leaves = abuses && !opposes;
  const depositedMinor = 5_000 + random.int(50_000);
  const out = leaves ? 0.95 : random.next() < 0.1 ? 0.9 : 0.5 * random.next();
  const favourites = random.next() < 0.2 ? 0.6 : 0.15;
  return bonusVerdict({
    bonusBets,
    opposed: count(random, bonusBets, opposes ? 0.85 : 0.02),
    shortest: count(random, bonusBets, leaves ? 0.9 : favourites),
    bonusStakeMinor: 1_000 * bonusBets,
    ownStakeMinor: leaves ? random.int(1_000) : depositedMinor * (0.8 + 2 * random.next()),
    depositedMinor,
    withdrawnMinor: out * depositedMinor,
  }).flagged;
}

const CUSTOMERS = 2_000;
const HOUSEHOLDS = 300;
const FARM = 3;
const TIPS = 6;
const TIP_MS = 40_000;
const DAY_MS = 86_400_000;

/**
 * A week in which 15 % of the customers share a device with one other, of them each third couple a card as well, and some
 * people are behind three accounts each: half of those by a device from which they bet together, half by one card.
 */
export function duplicateFigures(random: Random, farms: number) {
  const name = (farm: number, member: number): string => `farm-${String(farm)}-${String(member)}`;
  const bets = [...weekOfBets(random, CUSTOMERS, 0)];
  const devices: SharedTrait[] = [];
  const instruments: SharedTrait[] = [];
  for (let home = 0; home < HOUSEHOLDS; home += 1) {
    for (const account of [`customer-${String(2 * home)}`, `customer-${String(2 * home + 1)}`]) {
      devices.push({ account, trait: `tablet ${String(home)}` });
      if (home % 3 === 0) instruments.push({ account, trait: `joint card ${String(home)}` });
    }
  }
  for (let farm = 0; farm < farms; farm += 1) {
    for (let member = 0; member < FARM; member += 1) {
      const account = name(farm, member);
      const thing = { account, trait: `of farm ${String(farm)}` };
      if (farm % 2 === 0) devices.push(thing);
      else instruments.push(thing);
    }
    for (let tip = 0; tip < TIPS; tip += 1) {
      const at = random.int(7 * DAY_MS);
      const selection = `${String(random.int(200))}/${String(random.int(4))}`;
      for (let member = 0; member < FARM; member += 1) {
        const atMs = farm % 2 === 0 ? at + random.int(TIP_MS) : random.int(7 * DAY_MS);
        bets.push({ account: name(farm, member), selection, atMs });
      }
    }
  }
  const rules = linkRules(CUSTOMERS + farms * FARM);
  const found = duplicatesOf(bets, { devices, instruments }, rules).flatMap(
    ({ accounts }) => accounts,
  );
  const right = found.filter((account) => account.startsWith('farm-')).length;
  return { found: right, wrong: found.length - right, accounts: farms * FARM, others: CUSTOMERS };
}
