import type { CustomerView, FindingKind } from '#contracts/mod.ts';
import type { Queryable } from '#platform/mod.ts';

/** What a person allows to be done to stake factors; basis points of the ordinary one. */
export type FactorLimits = Readonly<{ leastBps: number; mostStepBps: number }>;

export type Deed = Readonly<{ actor: string; reason: string; at: number }>;

export type FactorChange = Readonly<{ id: string }> &
  Omit<CustomerView['changes'][number], 'changeId'>;

/** The rules of stake factors, as the risk side of the engine has them and its command line uses them. */
export type FactorRules = Readonly<{
  /** Undefined until a person has set some. */
  limits: (db: Queryable) => Promise<FactorLimits | undefined>;
  /** What a finding leads to within the limits; undefined when nothing changes. */
  proposed: (
    presentBps: number,
    finding: Readonly<{ kind: FindingKind }>,
    limits: FactorLimits,
  ) => number | undefined;
  /** Every change of a factor, the newest first. */
  history: (db: Queryable, accountId: string) => Promise<readonly FactorChange[]>;
  /** @throws InputError STATE_CONTRADICTORY when the factor of an account that is not open would be raised. */
  change: (
    db: Queryable,
    accountId: string,
    change: Readonly<{ cause: 'person'; toBps: number }>,
    deed: Deed,
  ) => Promise<FactorChange>;
  /** @throws InputError STATE_CONTRADICTORY of `account` when nothing can be taken back, or as `change` does. */
  undo: (db: Queryable, accountId: string, deed: Deed) => Promise<FactorChange>;
  /** Who holds settlement by alerts. */
  alertActor: string;
}>;
