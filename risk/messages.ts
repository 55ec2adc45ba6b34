import {
  closed,
  CountSchema,
  CurrencySchema,
  FixtureIdSchema,
  MinorSchema,
  TimeSchema,
  words,
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
      /** What the host may add to the tail of the house until the next message. */
      tailRoomMinor: Type.Optional(MinorSchema),
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

/**
 * On `chances.<sport>.<fixture>`: the host's chances over the cells of a fixture's core, while bets on it are open; when
 * they move, and now and then. A lower epoch or sequence is older.
 */
export const FixtureChancesSchema = closed({
  fixtureId: FixtureIdSchema,
  epoch: CountSchema,
  seq: CountSchema,
  maxFirst: Type.Integer({ minimum: 1, maximum: 60 }),
  maxSecond: Type.Integer({ minimum: 1, maximum: 60 }),
  scorers: Type.Array(words(['home', 'away'])),
  competition: Type.String(),
  startsAt: TimeSchema,
  /** Two bytes a cell, little-endian, base64: shares of the largest chance. */
  core: Type.String(),
});
export type FixtureChances = Static<typeof FixtureChancesSchema>;
