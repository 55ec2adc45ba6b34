import type { BuilderVoidRule, OutcomeResult } from '#contracts/mod.ts';
import { builderResult } from '#markets/mod.ts';

/** What a bet builder came to under the rule for its void parts; null while it is open. */
export const builderResultUnder = (
  rule: BuilderVoidRule,
  parts: readonly (OutcomeResult | null)[],
): OutcomeResult | null =>
  rule === 'void-always' && parts.some((part) => part !== null && part !== 'won' && part !== 'lost')
    ? 'void'
    : builderResult(parts);
