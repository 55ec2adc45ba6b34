import type {
  FixtureId,
  MarketKey,
  MarketStatus,
  OutcomeId,
  PublishedMarket,
} from '#contracts/mod.ts';

/** One price on the screen. The object changes only when what it shows does. */
export type Cell = Readonly<{
  odds: number | null;
  status: MarketStatus;
  /** Which way it moved last; null before it ever did. */
  direction: 'up' | 'down' | null;
  /** How often it moved: restarts the flash. */
  moves: number;
}>;

export const cellTopic = (fixture: FixtureId, key: MarketKey, outcome: OutcomeId): string =>
  `cell/${fixture}/${key}/${outcome}`;

/** All prices, outside of any component, so that a move touches exactly the cells that show it. */
export class Cells {
  readonly #cells = new Map<string, Cell>();

  get(topic: string): Cell | undefined {
    return this.#cells.get(topic);
  }

  /** Takes the prices of a market over and returns the topics of the cells that changed. */
  update(fixture: FixtureId, { key, status, outcomes }: PublishedMarket): string[] {
    const changed: string[] = [];
    for (const { id, odds } of outcomes) {
      const topic = cellTopic(fixture, key, id);
      const before = this.#cells.get(topic);
      const after = nextCell(before, odds, status);
      if (after === before) continue;
      this.#cells.set(topic, after);
      changed.push(topic);
    }
    return changed;
  }

  remove(fixture: FixtureId, { key, outcomes }: PublishedMarket): string[] {
    const topics = outcomes.map(({ id }) => cellTopic(fixture, key, id));
    return topics.filter((topic) => this.#cells.delete(topic));
  }
}

function nextCell(before: Cell | undefined, odds: number | null, status: MarketStatus): Cell {
  if (before === undefined) return { odds, status, direction: null, moves: 0 };
  if (before.odds === odds && before.status === status) return before;
  const { direction, moves } = before;
  if (odds === null || before.odds === null || odds === before.odds)
    return { odds, status, direction, moves };
  return { odds, status, direction: odds > before.odds ? 'up' : 'down', moves: moves + 1 };
}
