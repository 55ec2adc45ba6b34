import { Type, type Static } from 'typebox';

import { SPORTS } from './market.ts';
import { closed, words } from './schema.ts';

/**
 * What stands of an event that was stopped: markets that are decided in full, every outcome that is decided by
 * itself, or nothing. The rest is void.
 */
export const STOPPED_RULES = [
  'decided-markets-stand',
  'decided-outcomes-stand',
  'void-all',
] as const;
export type StoppedRule = (typeof STOPPED_RULES)[number];

/** Whether what follows the regular time counts. */
export const OVERTIME_RULES = ['counts', 'does-not-count'] as const;

/** The same words as DEAD_HEAT_METHODS in markets/arithmetic, which has the formulas. */
const DEAD_HEAT_RULES = ['reduce-stake', 'divide-profit', 'void-tie', 'all-win'] as const;

/**
 * What a void part makes of a bet builder: void unless another part is lost (a lost part loses first), or void
 * in any case.
 */
export const BUILDER_VOID_RULES = ['void-unless-lost', 'void-always'] as const;
export type BuilderVoidRule = (typeof BUILDER_VOID_RULES)[number];

/** Decimal odds exactly, as text: "2.75" or "10/9". */
const ExactOddsSchema = Type.String({
  pattern: '^[1-9][0-9]{0,3}(\\.[0-9]{1,6}|/[1-9][0-9]{0,3})?$',
});
const PercentSchema = Type.Integer({ minimum: 0, maximum: 100 });

const Rule4Schema = closed({
  /** In rising order; the first band whose odds are not below those of the withdrawn runner holds. */
  bands: Type.Array(closed({ upToOdds: ExactOddsSchema, percent: PercentSchema }), { minItems: 1 }),
  /** Several withdrawals add up to no more than this. */
  mostPercent: PercentSchema,
  /** A sum that is not above this is waived; 0 waives nothing. */
  waivedPercent: PercentSchema,
});
export type Rule4Rule = Static<typeof Rule4Schema>;

/** What one market type may have otherwise than its sport. */
const ofMarket = {
  abandoned: words(STOPPED_RULES),
  /** A side gave up after the start. */
  retired: words(STOPPED_RULES),
  /** A side did not appear. */
  walkover: words(STOPPED_RULES),
  overtime: words(OVERTIME_RULES),
  deadHeat: words(DEAD_HEAT_RULES),
};
const MarketRulesSchema = closed(ofMarket);
export type MarketRules = Static<typeof MarketRulesSchema>;

const SportRulesSchema = closed({
  ...ofMarket,
  /**
   * Bets stand when the event is started within this time of the start that was announced first. After that
   * they are void, and the fixture is closed for good: the event held later is another fixture.
   */
  postponementHours: Type.Integer({ minimum: 0, maximum: 8760 }),
  /** What only scouts have seen is paid after this time without another word from the feed. */
  reviewHoldMinutes: Type.Integer({ minimum: 0, maximum: 1440 }),
  /** Deductions for withdrawn runners; null where nobody withdraws. */
  rule4: Type.Union([Rule4Schema, Type.Null()]),
  /** By market type. */
  exceptions: Type.Record(
    Type.String({ pattern: '^[a-z][a-z0-9-]*$' }),
    Type.Partial(MarketRulesSchema),
  ),
});
export type SportRules = Static<typeof SportRulesSchema>;

/** When a bonus on a bet may be paid at all; what it pays is in the bonus itself. */
const BonusConditionSchema = closed({
  bonus: Type.String({ pattern: '^[a-z]+(-[a-z]+)*$' }),
  sports: Type.Array(words(SPORTS), { minItems: 1 }),
  /** No selection may be void. */
  allRan: Type.Boolean(),
  /** Only the win part of each-way bets counts. */
  winPartOnly: Type.Boolean(),
  /** Free bets earn none. */
  cashStakeOnly: Type.Boolean(),
});
export type BonusCondition = Static<typeof BonusConditionSchema>;

/**
 * House rules are data, because operators differ and change their mind. A version is never edited once it was
 * used: the next one says from when on it applies. `settlement/house-rules/versions/` holds them all.
 */
export const HouseRulesSchema = closed({
  version: Type.Integer({ minimum: 1 }),
  /** For events that were first announced to start then or later, and for bets accepted then or later. */
  appliesFrom: Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$' }),
  /** What is new in it. */
  about: Type.String({ minLength: 1 }),
  /**
   * Bets accepted later than this after the incident that decided them are void; null: not looked for. It
   * covers what the clocks of providers and ours differ by, and the time in which a feed may go silent.
   */
  pastPostingToleranceMs: Type.Union([Type.Integer({ minimum: 0, maximum: 600_000 }), Type.Null()]),
  builderVoidPart: words(BUILDER_VOID_RULES),
  bonuses: Type.Array(BonusConditionSchema),
  sports: closed({
    football: SportRulesSchema,
    tennis: SportRulesSchema,
    basketball: SportRulesSchema,
    'ice-hockey': SportRulesSchema,
    racing: SportRulesSchema,
  }),
});
export type HouseRules = Static<typeof HouseRulesSchema>;
/** All versions, oldest first. */
export type RuleBook = readonly [HouseRules, ...HouseRules[]];
