import { marketKey, type MarketKey, type MarketType } from '#contracts/mod.ts';

/** The exchange's number of football. */
const FOOTBALL = '1';

type Named = Readonly<{
  type: MarketType;
  /** Ours, in the order in which the exchange sorts its runners. */
  outcomes: readonly string[];
  /** Whether digits in the exchange's name are the line: OVER_UNDER_25 is 2.5. */
  hasLine?: boolean;
}>;

const SIDES_AND_DRAW = ['home', 'away', 'draw'];
const UNDER_OVER = ['under', 'over'];

/** Football markets that both catalogues define alike; the exchange counts 90 minutes, too. */
const NAMES: readonly (readonly [pattern: RegExp, named: Named])[] = [
  [/^MATCH_ODDS$/u, { type: 'match-result', outcomes: SIDES_AND_DRAW }],
  [/^HALF_TIME$/u, { type: 'half-time-result', outcomes: SIDES_AND_DRAW }],
  [
    /^DOUBLE_CHANCE$/u,
    { type: 'double-chance', outcomes: ['home-or-draw', 'draw-or-away', 'home-or-away'] },
  ],
  [/^DRAW_NO_BET$/u, { type: 'draw-no-bet', outcomes: ['home', 'away'] }],
  [/^BOTH_TEAMS_TO_SCORE$/u, { type: 'both-teams-to-score', outcomes: ['yes', 'no'] }],
  [/^ODD_OR_EVEN$/u, { type: 'odd-even', outcomes: ['odd', 'even'] }],
  [/^OVER_UNDER_(\d{1,2})5$/u, { type: 'total-goals', outcomes: UNDER_OVER, hasLine: true }],
  [
    /^FIRST_HALF_GOALS_(\d)5$/u,
    { type: 'first-half-total-goals', outcomes: UNDER_OVER, hasLine: true },
  ],
];

export type CatalogueMarket = Readonly<{ marketKey: MarketKey; outcomes: readonly string[] }>;

/**
 * Our market of an exchange's market type, with our outcomes in the order of its runners; undefined where the
 * catalogue has none, or where the number of runners is another.
 */
export function catalogueMarket(
  eventTypeId: string | null | undefined,
  marketType: string | null | undefined,
  runnerCount: number,
): CatalogueMarket | undefined {
  if (eventTypeId !== FOOTBALL || marketType == null) return undefined;
  for (const [pattern, { type, outcomes, hasLine }] of NAMES) {
    const match = pattern.exec(marketType);
    if (match === null || outcomes.length !== runnerCount) continue;
    const specifiers = hasLine === true ? { line: `${Number(match[1])}.5` } : {};
    return { marketKey: marketKey(type, specifiers), outcomes };
  }
  return undefined;
}

/**
 * Our Asian line of an exchange's football market: the home side's handicap. The exchange counts all goals of the
 * match, before the bet too, which is our line from 0-0.
 */
export function asianLine(
  eventTypeId: string | null | undefined,
  marketType: string | null | undefined,
  homeHandicap: number,
): CatalogueMarket | undefined {
  if (eventTypeId !== FOOTBALL || marketType !== 'ASIAN_HANDICAP') return undefined;
  // Adding nought turns -0 into 0.
  const specifiers = { line: String(homeHandicap + 0), score: '0-0' };
  return { marketKey: marketKey('asian-handicap', specifiers), outcomes: ['home', 'away'] };
}
