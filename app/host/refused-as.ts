import type { ErrorCode, InputCode } from '#contracts/mod.ts';

/** What a leg that cannot be quoted is refused as. */
export const REFUSED_AS: Readonly<Partial<Record<InputCode, ErrorCode>>> = {
  MARKET_UNKNOWN: 'MARKET_NOT_FOUND',
  OUTCOME_UNKNOWN: 'OUTCOME_NOT_FOUND',
  LEG_NOT_COMBINABLE: 'LEG_NOT_COMBINABLE',
};
