import {
  outcomeId,
  type MarketType,
  type OutcomeId,
  type OutcomeResult,
  type Score,
  type Specifiers,
} from '#contracts/mod.ts';

/** Raised with every change of what some market type means; stored on the leg of each bet. */
export const CATALOGUE_VERSION = 1;

/** Tied for the last paid places: the stake is divided, see `legFactor`. */
export type DeadHeat = Readonly<{ result: 'dead-heat'; places: number; tied: number }>;
/** What one outcome pays once the event has been completed. */
export type Settled = OutcomeResult | DeadHeat;

export type Teams = Readonly<{ home: string; away: string }>;

/** Where a market stands on a page. */
export const MARKET_GROUPS = [
  'main',
  'goals',
  'handicaps',
  'halves',
  'scores',
  'combinations',
  'intervals',
  'corners',
  'cards',
  'players',
  'decider',
  'sets',
  'games',
  'points',
  'quarters',
  'periods',
  'race',
] as const;
export type MarketGroup = (typeof MARKET_GROUPS)[number];

/**
 * One market type of one sport, whole: pricing, risk, settlement and display all read this. Pure. `Facts`
 * are what happened, as far as the market looks at it, taken from a completed event or from a scenario.
 */
export type Definition<Facts> = Readonly<{
  type: MarketType;
  catalogueVersion: number;
  group: MarketGroup;
  /** The market of the Unified Odds Feed that asks the same question; null when there is none. */
  uofMarketId: number | null;
  /** The closed list for these specifiers; `settle` answers in this order. */
  outcomes: (specifiers: Specifiers) => readonly OutcomeId[];
  /** Whether the specifiers are the right ones, in range and in their one canonical spelling. */
  accepts: (specifiers: Specifiers) => boolean;
  /** What each outcome pays; all void when the question was never put (a player who did not start). */
  settle: (facts: Facts, specifiers: Specifiers) => readonly Settled[];
  /** What decides it, as a sentence of the house rules; docs/markets.md prints it. */
  rule?: string;
  /** Specifiers that it accepts, to show it by; where absent those of the first market on a board do. */
  example?: Specifiers;
  /**
   * The heading of a market; without specifiers, that over all markets of the type. A market on one side
   * carries the name of its team where `teams` are known.
   */
  marketName: (specifiers: Specifiers, teams?: Teams) => string;
  outcomeName: (outcome: OutcomeId, specifiers: Specifiers, teams: Teams) => string;
}>;

/** One way in which an event can end, and its chance. Chances of a list sum to 1. */
export type Scenario<Facts> = Readonly<{ facts: Facts; chance: number }>;

export const outcomeIds = (...words: string[]): readonly OutcomeId[] => words.map(outcomeId);
export const NO_SPECIFIERS: Specifiers = {};
export const hasNoSpecifiers = (specifiers: Specifiers): boolean =>
  Object.keys(specifiers).length === 0;
/** Whether exactly these specifiers are given. */
export const hasSpecifiers = (specifiers: Specifiers, ...names: string[]): boolean =>
  Object.keys(specifiers).sort().join() === names.sort().join();

const wonIf = (condition: boolean): OutcomeResult => (condition ? 'won' : 'lost');
/** For answers that only one outcome can win: the others lose. */
export const winner = (outcomes: readonly OutcomeId[], won: string): readonly OutcomeResult[] =>
  outcomes.map((outcome) => wonIf(outcome === won));
/** For answers that several outcomes can win together, as double chance. */
export const winners = (
  outcomes: readonly OutcomeId[],
  won: readonly string[],
): readonly OutcomeResult[] => outcomes.map((outcome) => wonIf(won.includes(outcome)));
export const allVoid = (outcomes: readonly OutcomeId[]): readonly OutcomeResult[] =>
  outcomes.map(() => 'void');

export const leader = ({ home, away }: Score): 'home' | 'draw' | 'away' => {
  if (home === away) return 'draw';
  return home > away ? 'home' : 'away';
};

/** Stands for the teams while they are not known. */
const UNKNOWN_TEAMS: Teams = { home: 'Home', away: 'Away' };

/** Writes the teams into a text: "{home} goals". */
export const withTeams = (text: string, teams: Teams = UNKNOWN_TEAMS): string =>
  text.replace(/\{(?:home|away)\}/gu, (side) => (side === '{home}' ? teams.home : teams.away));

/** `home`, `draw`, `away` and the like as a reader sees them. */
export function sideName(outcome: string, teams: Teams): string {
  if (outcome === 'home') return teams.home;
  if (outcome === 'away') return teams.away;
  return outcome.charAt(0).toUpperCase() + outcome.slice(1);
}

/** A whole number in its canonical spelling and range; undefined otherwise. */
export function parseCount(text: string | undefined, max: number): number | undefined {
  if (text === undefined || !/^(?:0|[1-9]\d{0,2})$/.test(text)) return undefined;
  const count = Number(text);
  return count <= max ? count : undefined;
}

/** "2-1"; undefined unless canonical and at most 99 a side. */
export function parseScore(text: string | undefined): Score | undefined {
  const [left, right, ...rest] = text?.split('-') ?? [];
  const home = parseCount(left, 99);
  const away = parseCount(right, 99);
  return rest.length > 0 || home === undefined || away === undefined ? undefined : { home, away };
}
