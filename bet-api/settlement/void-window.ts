import { Refusal, type BetId, type SettlementActionBody } from '#contracts/mod.ts';
import type { Queryable } from '#platform/mod.ts';

type Window = Extract<SettlementActionBody, { kind: 'window-void' }>;
type Selection = Readonly<{ betId: BetId; leg: number }>;

/** A bet that was accepted within the window is surely stored so long after its end. */
const SETTLED_IN_MS = 10_000;

/**
 * The selections of the bets that were accepted from `from` on and before `to` (UTC ms, by their placement time), on the
 * fixture or on one market of it, that are not void already; in a fixed order.
 * @throws Refusal WINDOW_INVALID, SELECTION_NOT_FOUND where there are none.
 */
export async function selectionsOfWindow(
  db: Queryable,
  { fixtureId, marketKey, from = 0, to }: Window,
  now: number,
): Promise<readonly Selection[]> {
  if (from >= to) throw new Refusal('WINDOW_INVALID', { why: 'it ends before it begins' });
  if (to > now - SETTLED_IN_MS)
    throw new Refusal('WINDOW_INVALID', { why: 'it must have ended ten seconds ago' });
  const { rows } = await db.query<Selection>(
    `SELECT l.bet_id AS "betId", l.leg
     FROM bet_leg AS l JOIN bet AS b ON b.id = l.bet_id
     WHERE l.fixture_id = $1 AND ($2::text IS NULL OR l.market_key = $2)
       AND b.status IN ('accepted', 'settled', 'void') AND b.decided_at >= $3 AND b.decided_at < $4
       AND NOT EXISTS (SELECT FROM selection_void AS v WHERE v.bet_id = l.bet_id AND v.leg = l.leg)
     ORDER BY l.bet_id, l.leg`,
    [fixtureId, marketKey ?? null, from, to],
  );
  if (rows.length === 0) throw new Refusal('SELECTION_NOT_FOUND');
  return rows;
}
