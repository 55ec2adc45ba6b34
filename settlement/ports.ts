import type { RuleBook } from '#contracts/mod.ts';
import type { Clock, Logger, Metrics, Pool } from '#platform/mod.ts';

import type { ApprovalPolicy } from './approvals/policy.ts';

/** What resulting and settling work with. */
export type SettlementPorts = Readonly<{
  pool: Pool;
  clock: Clock;
  log: Logger;
  metrics: Metrics;
  newId: () => string;
  /** All versions: which one applies is said by the fixture and the bet. */
  rules: RuleBook;
  /** What a second person must agree to; undefined: corrections of the feed are paid however large. */
  approvals?: ApprovalPolicy | undefined;
}>;
