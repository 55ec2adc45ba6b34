import type { Clock, Logger } from '#platform/mod.ts';

import type { Descriptions } from './descriptions.ts';
import type { MarketRef } from './message.ts';
import { UofRestError, type UofRest } from './rest.ts';

export type VariantsOptions = Readonly<{
  clock: Clock;
  log: Logger;
  rest: Pick<UofRest, 'variant'>;
  descriptions: Descriptions;
  /** Lines of the market with this variant have names and outcomes from now on. */
  onDescribed: (marketId: number, variant: string) => void;
}>;

export type Variants = Readonly<{
  /**
   * Asks for what is not described of these markets; resolves when all of it is answered, also by a no. Never rejects.
   */
  see: (markets: readonly MarketRef[]) => Promise<void>;
}>;

/** Between two questions; the interface has its own limits, and fixtures and recoveries share it. */
const SPACING_MS = 100;
/** A variant that the provider could not tell of is asked for again after this. */
const AGAIN_AFTER_MS = 600_000;
/** A provider gone wild must not fill the memory: what is beyond is asked for when it comes again. */
const MOST_WAITING = 5_000;
const MOST_REFUSED = 20_000;

/** Descriptions of variants, each asked for once when a market with it comes, one after the other. */
export function makeVariants(options: VariantsOptions): Variants {
  const { clock, log, rest, descriptions, onDescribed } = options;
  const asked = new Map<string, Promise<void>>();
  const refusedAt = new Map<string, number>();
  let turn: Promise<unknown> = Promise.resolve();

  async function ask(key: string, marketId: number, variant: string): Promise<void> {
    try {
      const found = await rest.variant(marketId, variant);
      descriptions.add(found);
      if (!descriptions.has(marketId, variant))
        throw new UofRestError(404, `no description of market ${marketId} with ${variant}`);
      onDescribed(marketId, variant);
    } catch (error) {
      log.warn({ err: error, marketId, variant }, 'a variant is not known');
      if (refusedAt.size >= MOST_REFUSED) refusedAt.clear();
      refusedAt.set(key, clock.monotonic());
    } finally {
      asked.delete(key);
    }
  }

  function wanted({ marketId, specifiers }: MarketRef): Promise<void> | undefined {
    const { variant } = specifiers;
    if (variant === undefined || descriptions.has(marketId, variant)) return undefined;
    const key = `${marketId}/${variant}`;
    const refused = refusedAt.get(key);
    if (refused !== undefined && clock.monotonic() - refused < AGAIN_AFTER_MS) return undefined;
    const running = asked.get(key);
    if (running !== undefined || asked.size >= MOST_WAITING) return running;
    const answer = turn.then(() => ask(key, marketId, variant));
    asked.set(key, answer);
    turn = answer.then(() => clock.sleep(SPACING_MS));
    return answer;
  }

  return {
    see: async (markets) => {
      await Promise.all(markets.flatMap((market) => wanted(market) ?? []));
    },
  };
}
