import { seededRandom } from '#platform/mod.ts';

import { bar, type Bar } from '../report/report.ts';
import { duplicateFigures, isFlaggedArbitrage, isFlaggedBonus } from './labelled-accounts.ts';

type AccountSizes = Readonly<{ customers: number; weeks: number }>;

const SEED = 'account-findings';
const FARMS = 20;

/** What is found of arbitrage, bonus abuse and duplicate accounts on labelled customers, and whom it accuses wrongly. */
export function accountFindings({ customers, weeks }: AccountSizes): Readonly<{
  metrics: Readonly<Record<string, number>>;
  bars: readonly Bar[];
}> {
  const share = (name: string, count: number, flagged: typeof isFlaggedBonus, is: boolean) => {
    const random = seededRandom(`${SEED}/${name}/${String(is)}`);
    let seen = 0;
    for (let at = 0; at < count; at += 1) if (flagged(random, is)) seen += 1;
    return seen / count;
  };
  const few = Math.ceil(customers / 20);
  const metrics = {
    arbitrageursFound: share('arbitrage', few, isFlaggedArbitrage, true),
    arbitrageursFalse: share('arbitrage', customers, isFlaggedArbitrage, false),
    bonusAbusersFound: share('bonus', few, isFlaggedBonus, true),
    bonusAbusersFalse: share('bonus', customers, isFlaggedBonus, false),
    ...duplicateShares(weeks),
  };
  return {
    metrics,
    bars: [
      bar('arbitrageurs found, %', 100 * metrics.arbitrageursFound, '>=', 95),
      bar('others flagged for arbitrage, %', 100 * metrics.arbitrageursFalse, '<=', 0.1),
      bar('bonus abusers found, %', 100 * metrics.bonusAbusersFound, '>=', 95),
      bar('others flagged for bonus abuse, %', 100 * metrics.bonusAbusersFalse, '<=', 0.1),
      bar('duplicate accounts found, %', 100 * metrics.duplicatesFound, '>=', 95),
      bar('others flagged as duplicates in 10,000', metrics.duplicatesFalsePer10k, '<=', 1),
    ],
  };
}

function duplicateShares(weeks: number) {
  const sum = { found: 0, wrong: 0, accounts: 0, others: 0 };
  for (let week = 0; week < weeks; week += 1) {
    const figures = duplicateFigures(seededRandom(`${SEED}/week-${String(week)}`), FARMS);
    for (const name of ['found', 'wrong', 'accounts', 'others'] as const)
      sum[name] += figures[name];
  }
  return {
    duplicatesFound: sum.found / sum.accounts,
    duplicatesFalsePer10k: (10_000 * sum.wrong) / sum.others,
  };
}
