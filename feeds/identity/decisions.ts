import { InputError } from '#contracts/mod.ts';
import { withTransaction, type Pool, type Queryable } from '#platform/mod.ts';

export const IDENTITY_KINDS = ['competition', 'team', 'fixture'] as const;
export type IdentityKind = (typeof IDENTITY_KINDS)[number];

/** Something of a provider. */
export type ProviderThing = Readonly<{ kind: IdentityKind; provider: string; providerId: string }>;
export type DecisionBy = Readonly<{
  reason: string;
  by: string;
  atMs: number;
  confidence?: number;
}>;

export type IdentityDecision = ProviderThing &
  Readonly<{
    id: bigint;
    entityId: string | null;
    action: 'merge' | 'split' | 'undo';
    undoes: bigint | null;
    confidence: number | null;
    reason: string;
    decidedBy: string;
    decidedAt: number;
  }>;

type Row = {
  id: bigint;
  kind: IdentityKind;
  provider: string;
  provider_id: string;
  entity_id: string | null;
  action: IdentityDecision['action'];
  undoes: bigint | null;
  confidence: number | null;
  reason: string;
  decided_by: string;
  decided_at: bigint;
};

const fromRow = (row: Row): IdentityDecision => ({
  id: row.id,
  kind: row.kind,
  provider: row.provider,
  providerId: row.provider_id,
  entityId: row.entity_id,
  action: row.action,
  undoes: row.undoes,
  confidence: row.confidence,
  reason: row.reason,
  decidedBy: row.decided_by,
  decidedAt: Number(row.decided_at),
});

const IN_FORCE = `SELECT * FROM identity_in_force WHERE kind = $1 AND provider = $2 AND provider_id = $3`;

/** What it is of ours; null when it is none, or nobody has said. */
export async function entityOf(
  db: Queryable,
  { kind, provider, providerId }: ProviderThing,
): Promise<string | null> {
  const { rows } = await db.query<Row>(IN_FORCE, [kind, provider, providerId]);
  return rows[0]?.entity_id ?? null;
}

/** Says that it is this one of ours; null: none of ours. The same again changes nothing. */
export function decideIdentity(
  pool: Pool,
  thing: ProviderThing,
  entityId: string | null,
  decision: DecisionBy,
): Promise<IdentityDecision> {
  return withTransaction(pool, async (db) => {
    await lockThing(db, thing);
    const { rows } = await db.query<Row>(IN_FORCE, [thing.kind, thing.provider, thing.providerId]);
    const [before] = rows;
    if (before?.entity_id === entityId) return fromRow(before);
    const action = entityId === null ? 'split' : 'merge';
    return insert(db, thing, { entityId, action, undoes: null, ...decision });
  });
}

/**
 * Takes back the decision in force: what was in force before it is so again. @throws InputError when there is no such
 * decision, it is not in force any more, or it was taken back before
 */
export function undoIdentity(
  pool: Pool,
  id: bigint,
  decision: DecisionBy,
): Promise<IdentityDecision> {
  return withTransaction(pool, async (db) => {
    const { rows } = await db.query<Row>('SELECT * FROM identity_decision WHERE id = $1', [id]);
    const [row] = rows;
    if (row === undefined)
      throw new InputError(
        'FORMAT_INVALID',
        'decision',
        id.toString(),
        'must be one that was made',
      );
    const undone = fromRow(row);
    await lockThing(db, undone);
    const own = [undone.kind, undone.provider, undone.providerId];
    const { rows: latest } = await db.query<Row>(IN_FORCE, own);
    if (latest[0]?.id !== id)
      throw new InputError(
        'FORMAT_INVALID',
        'decision',
        id.toString(),
        'must be in force: a later one stands',
      );
    const { rows: earlier } = await db.query<Row>(
      `SELECT * FROM identity_decision WHERE kind = $1 AND provider = $2 AND provider_id = $3 AND id < $4
       ORDER BY id DESC LIMIT 1`,
      [...own, id],
    );
    const entityId = earlier[0]?.entity_id ?? null;
    return insert(db, undone, { entityId, action: 'undo', undoes: id, ...decision });
  });
}

/** Every decision about it, the first one first. */
export async function identityHistory(
  db: Queryable,
  { kind, provider, providerId }: ProviderThing,
): Promise<readonly IdentityDecision[]> {
  const { rows } = await db.query<Row>(
    'SELECT * FROM identity_decision WHERE kind = $1 AND provider = $2 AND provider_id = $3 ORDER BY id',
    [kind, provider, providerId],
  );
  return rows.map(fromRow);
}

/** Two people who decide about the same thing come one after the other. */
const lockThing = (
  db: Queryable,
  { kind, provider, providerId }: ProviderThing,
): Promise<unknown> =>
  db.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 20))', [
    `${kind}\n${provider}\n${providerId}`,
  ]);

async function insert(
  db: Queryable,
  { kind, provider, providerId }: ProviderThing,
  made: DecisionBy &
    Readonly<{
      entityId: string | null;
      action: IdentityDecision['action'];
      undoes: bigint | null;
    }>,
): Promise<IdentityDecision> {
  const { rows } = await db.query<Row>(
    `INSERT INTO identity_decision (kind, provider, provider_id, entity_id, action, undoes, confidence,
       reason, decided_by, decided_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING *`,
    [
      ...[kind, provider, providerId, made.entityId, made.action, made.undoes],
      ...[made.confidence ?? null, made.reason, made.by, made.atMs],
    ],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('the decision was not written');
  return fromRow(row);
}
