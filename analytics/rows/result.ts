import type { ResultMessage } from '#contracts/mod.ts';
import { marketTypeOf, timeText, type ToRows } from './row.ts';

export const resultRows: ToRows<ResultMessage> = (message) =>
  message.markets.flatMap((market) =>
    market.outcomes.map((outcome) => ({
      fixture_id: message.fixtureId,
      market_key: market.key,
      market_type: marketTypeOf(market.key),
      outcome_id: outcome.id,
      result_version: message.resultVersion,
      result: outcome.result,
      certainty: message.certainty,
      at: timeText(message.at),
    })),
  );
