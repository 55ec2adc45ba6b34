import { fromJsonLines, jsonLines, type PoolClient } from '#platform/mod.ts';

import type { SettlementPorts } from '../ports.ts';
import type { KindOnPage } from './kinds.ts';
import { settleKind, type MarketToSettle, type SettledKind } from './settle-kind.ts';

export type ReadyKind = Readonly<{ settled: SettledKind; bets: string; count: number }>;

/** Kinds that are kept in mind while a market is walked through. */
const MOST_KINDS = 5_000;

/**
 * Says what the kinds of a page come to, leaving out those of which the market's result does not say it. What the bets of a
 * kind will refer to is written when the kind is met first, and committed before any of them: if nothing comes of it,
 * nobody asks for it. To be asked by one at a time.
 */
export function knownKinds(
  { rules, newId }: Pick<SettlementPorts, 'rules' | 'newId'>,
  market: MarketToSettle,
): (client: PoolClient, page: readonly KindOnPage[]) => Promise<readonly ReadyKind[]> {
  const known = new Map<string, SettledKind | undefined>();
  return async (client, page) => {
    const kinds = page.map(({ kind, ...bets }) => {
      const key = Object.values(kind).join('|');
      const isNew = !known.has(key);
      const settled = isNew ? settleKind(kind, market, { rules, id: newId() }) : known.get(key);
      return { key, isNew, settled, bets };
    });
    await writeRows(
      client,
      kinds.flatMap(({ isNew, settled }) => (isNew ? (settled?.row ?? []) : [])),
    );
    if (known.size >= MOST_KINDS) known.clear();
    for (const { key, settled } of kinds) known.set(key, settled);
    return kinds.flatMap(({ settled, bets }) =>
      settled === undefined ? [] : [{ settled, ...bets }],
    );
  };
}

type Row = NonNullable<SettledKind['row']>;

async function writeRows(client: PoolClient, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  await client.query(
    `INSERT INTO settled_kind (id, explanation, subject, bet_version, message)
     SELECT * FROM unnest($1::uuid[], ${fromJsonLines('$2', 'jsonb')}, $3::text[], $4::int[], $5::text[])`,
    [
      rows.map(({ id }) => id),
      jsonLines(rows.map(({ explanation }) => explanation)),
      rows.map(({ subject }) => subject),
      rows.map(({ betVersion }) => betVersion),
      rows.map(({ message }) => message),
    ],
  );
}
