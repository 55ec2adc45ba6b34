import { Refusal, type FixtureId } from '#contracts/mod.ts';
import type { Clock } from '#platform/mod.ts';

import type { BetApiConfig } from '../config.ts';
import type { BetRow } from '../placement/bet-row.ts';
import { refused, type Refused } from '../placement/order.ts';
import type { QuotePort } from '../quote-port.ts';
import type { CashOutRow } from './cash-out-row.ts';
import { askLegs, type AskedLeg } from './legs.ts';
import { valueOf, type Value } from './value.ts';

/** What the hosts of the open selections said when the cash-out was due. */
export type CashOutDecision =
  | Readonly<{ verdict: 'accept'; value: Value; legs: readonly AskedLeg[] }>
  | Readonly<{ verdict: 'reject'; refused: Refused }>;

export type CashOutDecidePorts = Readonly<{
  quotes: QuotePort;
  clock: Clock;
  config: Pick<BetApiConfig, 'decideForMs'>;
  /** Ends the waiting with its reason. */
  signal: AbortSignal;
}>;

const RETRY_MS = 250;

/**
 * The second look: what the part is worth now, if the match of every open selection is as it was quoted. Hosts that
 * wait, or do not answer, are asked again for a while.
 */
export async function decideCashOut(
  { quotes, clock, config, signal }: CashOutDecidePorts,
  bet: BetRow,
  cashOut: CashOutRow,
): Promise<CashOutDecision> {
  const giveUpAt = clock.monotonic() + config.decideForMs;
  const { receivedAt, dueAt } = cashOut;
  const hashes = new Map(cashOut.legs.map(({ fixtureId, stateHash }) => [fixtureId, stateHash]));
  // A selection that was not open when it was quoted has another version of the bet.
  const decisionOf = (fixture: FixtureId) => ({
    stateHash: hashes.get(fixture) ?? '',
    receivedAt,
    dueAt,
  });
  for (;;) {
    try {
      const { values, open } = await askLegs(quotes, bet, decisionOf);
      return { verdict: 'accept', value: valueOf(bet, values, cashOut.stakeMinor), legs: open };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const pauseMs = pauseAfter(error);
      if (pauseMs === undefined || clock.monotonic() + pauseMs > giveUpAt)
        return { verdict: 'reject', refused: refused(error.code) };
      await clock.sleep(pauseMs, signal);
    }
  }
}

/** Undefined when asking again changes nothing. */
function pauseAfter({ code, detail }: Refusal): number | undefined {
  if (code === 'HOST_UNAVAILABLE') return RETRY_MS;
  const { retryAfterMs } = detail;
  return typeof retryAfterMs === 'number' ? retryAfterMs : undefined;
}
