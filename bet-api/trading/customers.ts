import type {
  AccountId,
  Customer,
  CustomerListSchema,
  CustomerQuerySchema,
  IntegrityListSchema,
  Static,
} from '#contracts/mod.ts';
import type { Queryable } from '#platform/mod.ts';

import type { FactorLimits, FactorRules } from '../factor-rules.ts';

type Finding = Customer['findings'][number];
type Row = Pick<Customer, 'accountId' | 'username' | 'currency' | 'status' | 'factor'>;

const ORDINARY_BPS = 10_000;

const SELECT = `
  SELECT a.id AS "accountId", u.username, a.currency, a.status,
    json_build_object('bps', coalesce(n.to_bps, ${ORDINARY_BPS}), 'seq', coalesce(n.seq, 0), 'cause', n.cause,
      'actor', n.actor, 'reason', n.reason, 'at', n.at) AS factor
  FROM account AS a JOIN app_user AS u ON u.id = a.user_id
    LEFT JOIN customer_factor AS c ON c.account_id = a.id
    LEFT JOIN customer_factor_change AS n ON n.id = c.change_id`;

/** Of whom there is a finding, of the kind that is asked for, or a change of the factor. */
const HEARD_OF = `
  JOIN (SELECT account_id, max(at) AS at FROM (
      SELECT account_id, at FROM customer_flag WHERE $1::text IS NULL OR kind = $1
      UNION ALL SELECT account_id, at FROM customer_factor WHERE $1::text IS NULL) AS each
    GROUP BY account_id) AS heard ON heard.account_id = a.id
  WHERE ($2::text IS NULL OR starts_with(lower(u.username), lower($2)) OR a.id::text = lower($2))
    AND (NOT $3 OR n.to_bps <> ${ORDINARY_BPS})
  ORDER BY heard.at DESC, a.id DESC LIMIT $4`;

const FINDINGS = `
  SELECT account_id AS "accountId", id AS "findingId", kind, p, words, figures, at::float8 AS at
  FROM customer_flag WHERE account_id = ANY ($1::uuid[]) ORDER BY id DESC`;

type Asked = Static<typeof CustomerQuerySchema> & Readonly<{ limit: number }>;

/** Customers with a finding or a changed factor; whoever something was heard of last comes first. */
export async function listCustomers(
  db: Queryable,
  rules: FactorRules,
  { kind, name, changed = false, limit }: Asked,
): Promise<Static<typeof CustomerListSchema>> {
  const asked = [kind ?? null, name ?? null, changed, limit + 1];
  const { rows } = await db.query<Row>(`${SELECT} ${HEARD_OF}`, asked);
  const limits = await rules.limits(db);
  const customers = await withFindings(db, rules, { rows: rows.slice(0, limit), limits });
  return { limits: limits ?? null, customers: [...customers], more: rows.length > limit };
}

/** One customer, whether anything was found or not; undefined when there is no such account. */
export async function customerOf(
  db: Queryable,
  rules: FactorRules,
  accountId: AccountId,
): Promise<Customer | undefined> {
  const { rows } = await db.query<Row>(`${SELECT} WHERE a.id = $1`, [accountId]);
  const [customer] = await withFindings(db, rules, { rows, limits: await rules.limits(db) });
  return customer;
}

async function withFindings(
  db: Queryable,
  rules: FactorRules,
  { rows, limits }: Readonly<{ rows: readonly Row[]; limits: FactorLimits | undefined }>,
): Promise<readonly Customer[]> {
  const ids = rows.map(({ accountId }) => accountId);
  const { rows: found } = await db.query<Finding & Pick<Row, 'accountId'>>(FINDINGS, [ids]);
  return rows.map((row) => {
    const findings = found.flatMap(({ accountId, ...finding }) =>
      accountId === row.accountId ? [finding] : [],
    );
    const proposed = findings.flatMap((each) =>
      limits === undefined ? [] : (rules.proposed(row.factor.bps, each, limits) ?? []),
    );
    return {
      ...row,
      proposedBps: proposed.length === 0 ? null : Math.min(...proposed),
      range: factorRange(row.factor.bps, limits),
      findings,
    };
  });
}

/** What a trader may make of a factor: not lower than the engine might by itself, not higher than the ordinary one. */
export function factorRange(
  presentBps: number,
  limits: FactorLimits | undefined,
): Customer['range'] {
  if (limits === undefined) return null;
  const { leastBps, mostStepBps } = limits;
  return {
    leastBps: Math.min(presentBps, Math.max(leastBps, presentBps - mostStepBps)),
    mostBps: Math.max(presentBps, ORDINARY_BPS),
  };
}

/** Matches that are or were held for what was bet on them, the newest first. */
export async function integrityAlerts(
  db: Queryable,
  actor: string,
  limit: number,
): Promise<Static<typeof IntegrityListSchema>> {
  const { rows } = await db.query<Static<typeof IntegrityListSchema>['alerts'][number]>(
    `SELECT h.id AS "holdId", h.fixture_id AS "fixtureId", coalesce(f.home || ' – ' || f.away, h.fixture_id) AS fixture,
       h.reason AS words, h.held_at::float8 AS "heldAt", h.released_by AS "releasedBy",
       h.released_at::float8 AS "releasedAt", h.release_reason AS "releaseReason"
     FROM settlement_hold AS h LEFT JOIN fixture AS f USING (fixture_id)
     WHERE h.held_by = $1 AND h.fixture_id IS NOT NULL ORDER BY h.held_at DESC, h.id DESC LIMIT $2`,
    [actor, limit],
  );
  return { alerts: rows };
}
