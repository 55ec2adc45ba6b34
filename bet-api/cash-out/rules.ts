import {
  formatMoney,
  Refusal,
  type AccountId,
  type AutoCashOutSchema,
  type BetId,
  type Currency,
  type Static,
} from '#contracts/mod.ts';
import { withTransaction, type Pool, type Queryable } from '#platform/mod.ts';

import { selectBets } from '../placement/bet-row.ts';
import { partToBuy } from './quote.ts';

/** A standing order: buy the part back when it is worth `targetMinor`. */
export type CashOutRule = Readonly<{
  ruleId: string;
  betId: BetId;
  accountId: AccountId;
  currency: Currency;
  partBps: number;
  targetMinor: bigint;
  status: 'active' | 'done' | 'cancelled';
  at: number;
}>;

const SELECT = `
  SELECT r.id AS "ruleId", r.bet_id AS "betId", r.account_id AS "accountId", b.currency, r.part_bps AS "partBps",
         r.target_minor AS "targetMinor", r.status, r.at::float8 AS at
  FROM cash_out_rule AS r JOIN bet AS b ON b.id = r.bet_id`;

/** Those whose bet is open and is not being cashed out, oldest first. */
export const activeRules = async (db: Queryable): Promise<readonly CashOutRule[]> =>
  (
    await db.query<CashOutRule>(
      `${SELECT} WHERE r.status = 'active' AND b.status = 'accepted' AND NOT EXISTS (
         SELECT FROM cash_out AS c WHERE c.bet_id = r.bet_id AND c.status = 'delayed')
       ORDER BY r.id`,
    )
  ).rows;

/** The newest of the bet; throws RULE_NOT_FOUND. */
export async function ruleOf(db: Queryable, account: AccountId, bet: BetId): Promise<CashOutRule> {
  const { rows } = await db.query<CashOutRule>(
    `${SELECT} WHERE r.account_id = $1 AND r.bet_id = $2 ORDER BY r.id DESC LIMIT 1`,
    [account, bet],
  );
  const rule = rows[0];
  if (!rule) throw new Refusal('RULE_NOT_FOUND');
  return rule;
}

/**
 * Keeps a standing order in the place of the one before; the same once more changes nothing. Throws BET_NOT_FOUND,
 * or QUOTE_NOT_POSSIBLE for what cannot be bought back.
 */
export function putRule(pool: Pool, rule: Omit<CashOutRule, 'status'>): Promise<CashOutRule> {
  const { ruleId, betId, accountId, partBps, targetMinor, at } = rule;
  return withTransaction(pool, async (client) => {
    const where = 'b.id = $1 AND b.account_id = $2';
    const order = 'b.id, l.leg FOR UPDATE OF b';
    const [bet] = await selectBets(client, { where, order }, [betId, accountId]);
    if (!bet) throw new Refusal('BET_NOT_FOUND');
    partToBuy(bet, partBps);
    const { rows } = await client.query<CashOutRule>(
      `${SELECT} WHERE r.bet_id = $1 AND r.status = 'active'`,
      [betId],
    );
    const [before] = rows;
    if (before?.partBps === partBps && before.targetMinor === targetMinor) return before;
    if (before) await endRule(client, before.ruleId, at);
    await client.query(
      `INSERT INTO cash_out_rule (id, bet_id, account_id, part_bps, target_minor, status, at)
       VALUES ($1, $2, $3, $4, $5, 'active', $6)`,
      [ruleId, betId, accountId, partBps, targetMinor, at],
    );
    return { ...rule, status: 'active' };
  });
}

/** What it has taken and is not decided yet is refused; what was paid stays. Throws RULE_NOT_FOUND. */
export async function cancelRule(
  db: Queryable,
  rule: Pick<CashOutRule, 'accountId' | 'betId' | 'at'>,
): Promise<CashOutRule> {
  const found = await ruleOf(db, rule.accountId, rule.betId);
  if (found.status === 'active') await endRule(db, found.ruleId, rule.at);
  return ruleOf(db, rule.accountId, rule.betId);
}

async function endRule(db: Queryable, ruleId: string, at: number): Promise<void> {
  await db.query(
    `UPDATE cash_out_rule SET status = 'cancelled', ended_at = $2 WHERE id = $1 AND status = 'active'`,
    [ruleId, at],
  );
}

export const ruleView = (rule: CashOutRule): Static<typeof AutoCashOutSchema> => ({
  ruleId: rule.ruleId,
  betId: rule.betId,
  value: formatMoney(rule.targetMinor, rule.currency),
  partBps: rule.partBps,
  status: rule.status,
  currency: rule.currency,
  at: rule.at,
});
