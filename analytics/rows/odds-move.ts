import { oddsToDecimal, type OddsMessage, type PublishedMarket } from '#contracts/mod.ts';
import { marketTypeOf, preciseTimeText, type Row } from './row.ts';

type Board = { epoch: number; seq: number; outcomes: Map<string, string> };

/**
 * Turns odds messages, which repeat whole markets, into one row per outcome whose price or status differs
 * from the message before. A difference counts only against the message named by `prev`: after a gap, a
 * restart or in a second copy of the writer every outcome becomes a row, which may repeat the last price
 * but never hides a move.
 */
export function oddsMoveRows(): (message: OddsMessage) => readonly Row[] {
  const boards = new Map<string, Board>();
  return (message) => {
    const known = boards.get(message.fixtureId);
    const follows = known?.epoch === message.epoch && known.seq === message.prev;
    // A repeated or older message is told in full and leaves the memory as it is.
    const older =
      known !== undefined &&
      (message.epoch < known.epoch || (message.epoch === known.epoch && message.seq <= known.seq));
    const before = follows ? known.outcomes : new Map<string, string>();
    const outcomes = message.kind === 'image' ? new Map<string, string>() : new Map(before);
    const rows = [...changedRows(message, before, outcomes), ...removedRows(message, outcomes)];
    if (!older) boards.set(message.fixtureId, { epoch: message.epoch, seq: message.seq, outcomes });
    if (message.state.status === 'closed') boards.delete(message.fixtureId);
    return rows;
  };
}

function changedRows(
  message: OddsMessage,
  before: ReadonlyMap<string, string>,
  outcomes: Map<string, string>,
): Row[] {
  const rows: Row[] = [];
  for (const market of message.markets)
    for (const outcome of market.outcomes) {
      const id = `${market.key} ${outcome.id}`;
      const value = `${market.status} ${String(outcome.odds)}`;
      outcomes.set(id, value);
      if (before.get(id) !== value) rows.push(rowOf(message, market, outcome));
    }
  return rows;
}

function removedRows(message: OddsMessage, outcomes: Map<string, string>): Row[] {
  return message.removed.map((key) => {
    for (const id of outcomes.keys()) if (id.startsWith(`${key} `)) outcomes.delete(id);
    return rowOf(message, { key, status: 'removed' }, { id: '', odds: null });
  });
}

function rowOf(
  message: OddsMessage,
  market: Readonly<{ key: string; status: PublishedMarket['status'] | 'removed' }>,
  outcome: Readonly<{ id: string; odds: PublishedMarket['outcomes'][number]['odds'] }>,
): Row {
  const { state, stamps } = message;
  return {
    fixture_id: message.fixtureId,
    market_key: market.key,
    market_type: marketTypeOf(market.key),
    outcome_id: outcome.id,
    epoch: message.epoch,
    seq: message.seq,
    status: market.status,
    odds: outcome.odds === null ? null : oddsToDecimal(outcome.odds),
    feed_version: message.feedVersion,
    phase: state.phase,
    elapsed_ms: state.clock.elapsedMs,
    home_goals: state.score.home,
    away_goals: state.score.away,
    occurred_at: preciseTimeText(stamps.occurredAt),
    received_at: preciseTimeText(stamps.receivedAt),
    feed_published_at: preciseTimeText(stamps.feedPublishedAt),
    host_received_at: preciseTimeText(stamps.hostReceivedAt),
    priced_at: preciseTimeText(stamps.pricedAt),
    published_at: preciseTimeText(stamps.publishedAt),
  };
}
