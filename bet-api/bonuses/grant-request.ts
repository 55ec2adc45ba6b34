import {
  formatMoney,
  parseMoney,
  Refusal,
  type Currency,
  type GrantBoostBody,
  type GrantBonusBody,
} from '#contracts/mod.ts';

import type { NewGrant } from './grant-store.ts';

type Wanted = Pick<
  NewGrant,
  'kind' | 'terms' | 'accountId' | 'fixtureId' | 'marketKey' | 'outcomeId' | 'conditions'
>;

/** The largest amount of a free bet, and of what a boost adds to one bet. */
const MOST_MINOR = 1_000_000n;

const bad = (problem: string): Refusal => new Refusal('BAD_REQUEST', { problems: [problem] });

/** What an operator asks for, in units of the ledger. Throws Refusal. */
export function grantRequest(body: GrantBonusBody, now: number): Wanted {
  if (body.expiresAt <= now) throw bad('body/expiresAt must be in the future');
  const { conditions = {}, currency } = body;
  if (body.kind === 'free-bet') {
    const amountMinor = amountOf(body.amount, currency);
    return {
      kind: 'free-bet',
      terms: { amountMinor: String(amountMinor), stakeReturned: body.stakeReturned },
      accountId: body.accountId,
      fixtureId: null,
      marketKey: null,
      outcomeId: null,
      conditions,
    };
  }
  const capMinor = amountOf(body.cap, currency);
  const percentBps = Math.round(body.percent * 100);
  if (Math.abs(percentBps - body.percent * 100) > 1e-6)
    throw bad('body/percent must have at most two decimals');
  return {
    kind: 'boost',
    terms: { of: body.of, percentBps, capMinor: String(capMinor) },
    ...scopeOf(body),
    conditions,
  };
}

function scopeOf({ accountId, fixtureId, marketKey, outcomeId }: GrantBoostBody) {
  const isOfMarket = fixtureId !== undefined && marketKey !== undefined;
  const isPart = (fixtureId !== undefined || marketKey !== undefined) && !isOfMarket;
  if (isPart || isOfMarket === (accountId !== undefined))
    throw bad('body must have accountId, or fixtureId and marketKey');
  if (outcomeId !== undefined && !isOfMarket) throw bad('body/outcomeId needs a marketKey');
  return {
    accountId: accountId ?? null,
    fixtureId: fixtureId ?? null,
    marketKey: marketKey ?? null,
    outcomeId: outcomeId ?? null,
  };
}

function amountOf(text: string, currency: Currency): bigint {
  const amountMinor = parseMoney(text, currency);
  if (amountMinor === undefined || amountMinor <= 0n) throw new Refusal('AMOUNT_INVALID');
  if (amountMinor > MOST_MINOR)
    throw new Refusal('AMOUNT_ABOVE_LIMIT', { maxAmount: formatMoney(MOST_MINOR, currency) });
  return amountMinor;
}
