import type { Side, Specifiers, TennisMarketType } from '#contracts/mod.ts';

import { formatLine, parseLine, type LineQuarters } from '../arithmetic/mod.ts';
import {
  CATALOGUE_VERSION,
  hasSpecifiers,
  parseCount,
  type Definition,
  type MarketGroup,
  type Settled,
  type Teams,
} from '../definition.ts';
import type { TennisFacts, TennisSubject } from './facts.ts';

/** What each outcome pays; undefined where further play can still change it. */
export type Decided = readonly (Settled | undefined)[];

/**
 * A tennis market. `settle` is the house rule for a match that stopped early: outcomes that no natural end
 * of the match could have changed are settled so, the others are void.
 */
export type TennisDefinition = Definition<TennisFacts> &
  Readonly<{
    type: TennisMarketType;
    /** What the market asks about, and so which facts and scenarios it needs. */
    subject: (specifiers: Specifiers) => TennisSubject;
    decide: (facts: TennisFacts, specifiers: Specifiers) => Decided;
  }>;

/** Whether the text of a specifier is a canonical value in range. */
type Takes = (text: string) => boolean;

export const count =
  (min: number, max: number): Takes =>
  (text) =>
    (parseCount(text, max) ?? -1) >= min;

/** Lines from `min` to `max`, `step` quarters apart. */
export const line =
  (min: number, max: number, step: 1 | 4 = 1): Takes =>
  (text) => {
    const quarters = parseLine(text);
    if (quarters === undefined || formatLine(quarters) !== text) return false;
    return quarters >= 4 * min && quarters <= 4 * max && (quarters - 4 * min) % step === 0;
  };

export const oneOf =
  (...words: readonly string[]): Takes =>
  (text) =>
    words.includes(text);

export const numberOf = (specifiers: Specifiers, name: string): number => Number(specifiers[name]);
export const lineOf = ({ line: text = '' }: Specifiers): LineQuarters => parseLine(text) ?? 0;
export const sideOf = ({ side }: Specifiers): Side => (side === 'away' ? 'away' : 'home');

/** One row of the catalogue. */
export type TennisMarket = Readonly<{
  group: MarketGroup;
  /** Market of the Unified Odds Feed. */
  uof: number | null;
  takes: Readonly<Record<string, Takes>>;
  /** Specifiers that may be left out. */
  mayTake?: Readonly<Record<string, Takes>>;
  example: Specifiers;
  /** Specifiers stand in braces; `{side}` is a player. */
  name: string;
  /** The name over all markets of the type, where it is not the name without its specifiers. */
  heading?: string;
  rule: string;
  asks: Asks;
}>;

/** A question about a level of a match: what a row of the catalogue asks. */
export type Asks = Pick<TennisDefinition, 'outcomes' | 'outcomeName' | 'subject'> &
  Readonly<{
    /** As `TennisDefinition` has it; undefined when nothing of it is decided. */
    decide: (facts: TennisFacts, specifiers: Specifiers) => Decided | undefined;
  }>;

function accepts({ takes, mayTake = {} }: TennisMarket, specifiers: Specifiers): boolean {
  const optional = Object.keys(mayTake).filter((name) => specifiers[name] !== undefined);
  if (!hasSpecifiers(specifiers, ...Object.keys(takes), ...optional)) return false;
  return Object.entries(specifiers).every(
    ([name, text]) => (takes[name] ?? mayTake[name])?.(text) === true,
  );
}

function playerOf(specifiers: Specifiers, teams: Teams | undefined): string {
  if (specifiers['side'] === undefined) return 'Player';
  const side = sideOf(specifiers);
  return teams?.[side] ?? `Player ${side === 'home' ? 1 : 2}`;
}

function nameOf({ name, heading }: TennisMarket, specifiers: Specifiers, teams?: Teams): string {
  if (heading !== undefined && Object.keys(specifiers).length === 0) return heading;
  const filled = name.replaceAll(/\{(\w+)\}/g, (_, field: string) =>
    field === 'side' ? playerOf(specifiers, teams) : (specifiers[field] ?? ''),
  );
  return filled.replaceAll(/ {2,}/g, ' ').trim();
}

export function defineTennisMarket(type: TennisMarketType, market: TennisMarket): TennisDefinition {
  const { outcomes, outcomeName, subject } = market.asks;
  const decide = (facts: TennisFacts, specifiers: Specifiers): Decided =>
    market.asks.decide(facts, specifiers) ?? outcomes(specifiers).map(() => undefined);
  return {
    type,
    catalogueVersion: CATALOGUE_VERSION,
    group: market.group,
    uofMarketId: market.uof,
    outcomes,
    accepts: (specifiers) => accepts(market, specifiers),
    subject,
    decide,
    settle: (facts, specifiers) => decide(facts, specifiers).map((result) => result ?? 'void'),
    rule: market.rule,
    example: market.example,
    marketName: (specifiers, teams) => nameOf(market, specifiers, teams),
    outcomeName,
  };
}
