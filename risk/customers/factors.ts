import { InputError } from '#contracts/mod.ts';

import type { CustomerFlag, FlagKind } from './flags.ts';

/** What a person allows the engine to do to stake factors by itself; basis points of the ordinary factor. */
export type FactorLimits = Readonly<{
  /** No automatic change goes under this. */
  leastBps: number;
  /** Nor lowers a factor by more than this at once. */
  mostStepBps: number;
}>;

/** What is proposed for each kind of finding, before the limits. */
const PROPOSED_BPS: Readonly<Record<FlagKind, number>> = {
  sharp: 2_500,
  'late-bets': 1_000,
  ring: 2_500,
  duplicates: 2_500,
  arbitrage: 2_500,
  'bonus-abuse': 5_000,
};

const FULL_RANGE = { least: 100, most: 100_000 };

/** @throws InputError NUMBER_INVALID for a factor outside 100 to 100,000 basis points, or that is not whole. */
export function checkFactor(bps: number, field: string): number {
  if (Number.isInteger(bps) && bps >= FULL_RANGE.least && bps <= FULL_RANGE.most) return bps;
  const why = `must be whole, from ${FULL_RANGE.least} to ${FULL_RANGE.most}`;
  throw new InputError('NUMBER_INVALID', field, bps, why);
}

/**
 * The factor that a flag leads to: only ever lower than the present one, by one step at most, and not under the
 * least. Undefined when nothing changes. Nothing raises a factor by itself: losing customers least of all.
 */
export function proposedFactor(
  presentBps: number,
  { kind }: Pick<CustomerFlag, 'kind'>,
  limits: FactorLimits,
): number | undefined {
  const wanted = Math.max(PROPOSED_BPS[kind], limits.leastBps, presentBps - limits.mostStepBps);
  return wanted < presentBps ? wanted : undefined;
}

/** What stands between a customer and a higher factor. */
export type AccountStanding = Readonly<{ status: 'open' | 'closed' | 'excluded' }>;

/** Responsible-gambling rules outrank risk: a person who keeps away from betting is offered nothing more. */
export const mayRaise = ({ status }: AccountStanding): boolean => status === 'open';
