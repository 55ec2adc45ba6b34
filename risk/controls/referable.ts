import type { ErrorCode } from '#contracts/mod.ts';

import type { Candidate } from './candidate.ts';

/**
 * The rules that a trader may set aside for one bet: `wished` where the customer asks for it, `always` without
 * asking. The largest payout, the budget of the house and every rule about the market bind traders too.
 */
const REFERABLE: Readonly<Partial<Record<ErrorCode, 'wished' | 'always'>>> = {
  STAKE_ABOVE_LIMIT: 'wished',
  RISK_WORST_CASE: 'wished',
  STAKE_REFERRED: 'always',
};

/** Whether the rule no longer stands against a bet that a trader took. */
export const isSetAside = (code: ErrorCode, { referral }: Pick<Candidate, 'referral'>): boolean =>
  referral === 'granted' && REFERABLE[code] !== undefined;

/** Whether a bet that only these rules refuse is asked of a trader. */
export const isReferred = (
  refusing: readonly ErrorCode[],
  { referral }: Pick<Candidate, 'referral'>,
): boolean =>
  refusing.length > 0 &&
  refusing.every(
    (code) =>
      REFERABLE[code] === 'always' || (REFERABLE[code] === 'wished' && referral === 'wished'),
  );
