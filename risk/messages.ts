import {
  closed,
  CountSchema,
  CurrencySchema,
  FixtureIdSchema,
  MinorSchema,
  TimeSchema,
  type Static,
} from '#contracts/mod.ts';
import { Type } from 'typebox';

/**
 * On `risk.lease`, every second: how much worst-case loss each host may carry until `expiresAt`, in house
 * minor units. A newer version replaces an older one; without a valid lease nothing may add risk.
 * `outstandingMinor` is the largest amount that the host may still rely on from this and earlier messages:
 * a restarted risk service counts with it.
 */
export const RiskLeasesSchema = closed({
  version: Type.Integer({ minimum: 1 }),
  grantedAt: TimeSchema,
  expiresAt: TimeSchema,
  leases: Type.Array(
    closed({
      owner: Type.String({ minLength: 1 }),
      amountMinor: MinorSchema,
      outstandingMinor: MinorSchema,
    }),
  ),
});
export type RiskLeases = Static<typeof RiskLeasesSchema>;

/** Once a second per host on `host.alive`. */
export const HostAliveSchema = Type.Object({
  owner: Type.String({ minLength: 1 }),
  shards: Type.Array(CountSchema),
  at: Type.Number(),
});
export type HostAlive = Static<typeof HostAliveSchema>;

const open = { bets: CountSchema, stakedMinor: MinorSchema, returnMinor: MinorSchema };

/**
 * On `risk.portfolio`: the open bets of the house. `returnMinor` is what is owed if every bet wins;
 * `worstCaseMinor` is the profit (negative: a loss) in the worst scenario. House minor units, except
 * `currencies`, which count their own.
 */
export const RiskPortfolioSchema = closed({
  at: TimeSchema,
  version: CountSchema,
  houseCurrency: CurrencySchema,
  budgetMinor: MinorSchema,
  leasedMinor: MinorSchema,
  house: closed({ ...open, worstCaseMinor: MinorSchema }),
  fixtures: Type.Array(
    closed({ fixtureId: FixtureIdSchema, ...open, worstCaseMinor: MinorSchema }),
  ),
  currencies: Type.Array(closed({ currency: CurrencySchema, ...open })),
  /** By UTC day of receipt, `2026-06-01`. */
  days: Type.Array(closed({ day: Type.String(), ...open })),
});
export type RiskPortfolio = Static<typeof RiskPortfolioSchema>;
