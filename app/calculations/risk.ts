import type { Kind } from './operation.ts';
import { detectionOperations } from './risk-detection.ts';
import { exposureOperations } from './risk-exposure.ts';
import { pricingOperations } from './risk-pricing.ts';
import { stakingOperations } from './risk-staking.ts';

export const riskKind: Kind = {
  ...pricingOperations,
  ...exposureOperations,
  ...stakingOperations,
  ...detectionOperations,
};
