import { formatMoney, messageOf, httpStatusOf, shardOf } from '#contracts/mod.ts';
import { cashOutBet, post } from '#ledger/mod.ts';
import {
  insertOutbox,
  withTransaction,
  type Clock,
  type Pool,
  type PoolClient,
} from '#platform/mod.ts';

import { mostPaid } from '../bonuses/potential.ts';
import { betOutbox } from '../placement/bet-message.ts';
import { fixturesOf, selectBets, type BetRow } from '../placement/bet-row.ts';
import { isClosed, readFacts, takeFence, type Facts } from '../placement/fence.ts';
import { priced } from '../placement/finish.ts';
import { refused, type Refused } from '../placement/order.ts';
import {
  cashOutView,
  selectCashOuts,
  type CashOutAnswer,
  type CashOutRow,
} from './cash-out-row.ts';
import type { CashOutDecision } from './decide.ts';
import { partOf, priceOf } from './value.ts';

export type FinishedCashOut = Readonly<{
  kind: 'accepted' | 'rejected' | 'finished-before';
  answer: CashOutAnswer;
}>;

/**
 * Transaction 2: buys the part back at the price of the decision, or refuses it, and keeps the answer. Under the
 * shared fence of the bet's fixtures and shards the markets, the epochs, the bet's version and the standing order
 * are read again: a cash-out is written either before its markets close or not at all.
 */
export function finishCashOut(
  { pool, clock }: Readonly<{ pool: Pool; clock: Clock }>,
  { bet: { legs, betId }, cashOut: { quoteId } }: Readonly<{ bet: BetRow; cashOut: CashOutRow }>,
  decision: CashOutDecision,
): Promise<FinishedCashOut> {
  const fixtures = fixturesOf({ legs });
  return withTransaction(pool, async (client) => {
    await takeFence(client, fixtures);
    const [bet] = await selectBets(
      client,
      { where: 'b.id = $1', order: 'b.id, l.leg FOR UPDATE OF b' },
      [betId],
    );
    const [cashOut] = await selectCashOuts(client, 'c.quote_id = $1 FOR UPDATE OF c', [quoteId]);
    if (!bet || !cashOut) throw new Error(`no cash-out ${quoteId}`);
    if (cashOut.answer !== null) return { kind: 'finished-before', answer: cashOut.answer };
    const facts = await readFacts(client, fixtures, []);
    const isWanted = await isStillWanted(client, cashOut);
    const now = clock.now();
    const judged = judge({ bet, cashOut, decision, facts, isWanted, now });
    if ('code' in judged) {
      const answer = refusalOf(cashOut, judged);
      await writeCashOut(client, { ...cashOut, status: 'rejected', decidedAt: now, answer });
      return { kind: 'rejected', answer };
    }
    return accept(client, { bet, cashOut, paidMinor: judged.paidMinor, now });
  });
}

type Case = Readonly<{
  bet: BetRow;
  cashOut: CashOutRow;
  decision: CashOutDecision;
  facts: Facts;
  /** Of a standing order: it was not cancelled. */
  isWanted: boolean;
  now: number;
}>;

/** The last word. Pure. */
function judge({
  bet,
  cashOut,
  decision,
  facts,
  isWanted,
  now,
}: Case): Refused | Readonly<{ paidMinor: bigint }> {
  if (bet.status !== 'accepted' || bet.version !== cashOut.betVersion)
    return refused('BET_CHANGED', { status: bet.status });
  if (!isWanted) return refused('RULE_NOT_FOUND');
  if (decision.verdict === 'reject') return decision.refused;
  const isCurrent = decision.legs.every(
    ({ fixtureId, epoch, expiresAt }) =>
      expiresAt > now && facts.epochs.get(shardOf(fixtureId)) === epoch,
  );
  if (!isCurrent) return refused('DECISION_EXPIRED');
  if (bet.legs.some((leg) => leg.result === null && isClosed(leg, facts)))
    return refused('MARKET_CLOSED');
  const paidMinor = priceOf(cashOut.policy, cashOut.valueMinor, decision.value);
  if (paidMinor !== undefined && paidMinor > 0n) return { paidMinor };
  return refused('PRICE_CHANGED', {
    offered: formatMoney(decision.value.valueMinor, cashOut.currency),
  });
}

async function isStillWanted(client: PoolClient, { ruleId }: CashOutRow): Promise<boolean> {
  if (ruleId === null) return true;
  const { rowCount } = await client.query(
    `SELECT FROM cash_out_rule WHERE id = $1 AND status = 'active' FOR UPDATE`,
    [ruleId],
  );
  return rowCount === 1;
}

function refusalOf({ quoteId }: CashOutRow, { code, detail }: Refused): CashOutAnswer {
  const body = { code, message: messageOf(code), detail: { quoteId, ...detail } };
  return { status: httpStatusOf(code), body };
}

type Taken = Readonly<{ bet: BetRow; cashOut: CashOutRow; paidMinor: bigint; now: number }>;

async function accept(client: PoolClient, taken: Taken): Promise<FinishedCashOut> {
  const { bet, cashOut, paidMinor, now } = taken;
  const after = bought(taken);
  const { stakeMinor, quoteId, ruleId } = cashOut;
  const [posted] = await post(
    [cashOutBet({ ...bet, stakeMinor, payoutMinor: paidMinor, at: now, memo: { quoteId } })],
    client,
  );
  if (posted?.status !== 'posted') throw new Error('a cash-out was not posted');
  await writeBet(client, after);
  if (ruleId !== null)
    await client.query(`UPDATE cash_out_rule SET status = 'done', ended_at = $2 WHERE id = $1`, [
      ruleId,
      now,
    ]);
  const row: CashOutRow = { ...cashOut, status: 'accepted', decidedAt: now, paidMinor };
  const answer: CashOutAnswer = { status: 200, body: cashOutView(row) };
  await writeCashOut(client, { ...row, answer });
  await insertOutbox(client, [betOutbox(after, now)]);
  return { kind: 'accepted', answer };
}

/** The bet without the part: over when that was all that rode. */
function bought({ bet, cashOut, paidMinor, now }: Taken): BetRow {
  const version = bet.version + 1;
  const part = partOf(bet, cashOut.partBps);
  const money = (amount: bigint): string => `${formatMoney(amount, bet.currency)} ${bet.currency}`;
  if (!part?.rest)
    return {
      ...bet,
      version,
      status: 'cashed-out',
      payoutMinor: paidMinor,
      settledAt: now,
      explanation: `Cashed out: ${money(paidMinor)} for the stake of ${money(bet.stakeMinor)}.`,
    };
  return {
    ...bet,
    ...part.rest,
    version,
    potentialPayoutMinor: mostPaid({ ...part.rest, bonus: bet.bonus }, priced(bet.legs)),
    cashedStakeMinor: bet.cashedStakeMinor + cashOut.stakeMinor,
    cashedOutMinor: bet.cashedOutMinor + paidMinor,
  };
}

async function writeBet(client: PoolClient, bet: BetRow): Promise<void> {
  const { rowCount } = await client.query(
    `UPDATE bet SET version = $3, status = $4, stake_minor = $5, terms = $6, potential_payout_minor = $7,
       payout_minor = $8, settled_at = $9, explanation = $10, cashed_stake_minor = $11, cashed_out_minor = $12
     WHERE id = $1 AND version = $2`,
    [
      bet.betId,
      bet.version - 1,
      bet.version,
      bet.status,
      bet.stakeMinor,
      bet.terms === null ? null : JSON.stringify(bet.terms),
      bet.potentialPayoutMinor,
      bet.payoutMinor,
      bet.settledAt,
      bet.explanation === null ? null : JSON.stringify({ sentence: bet.explanation }),
      bet.cashedStakeMinor,
      bet.cashedOutMinor,
    ],
  );
  if (rowCount !== 1) throw new Error('a bet changed under its lock');
}

async function writeCashOut(client: PoolClient, row: CashOutRow): Promise<void> {
  await client.query(
    `UPDATE cash_out SET status = $2, decided_at = $3, paid_minor = $4, answer = $5 WHERE quote_id = $1`,
    [row.quoteId, row.status, row.decidedAt, row.paidMinor, JSON.stringify(row.answer)],
  );
}
