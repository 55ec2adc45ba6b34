import type {
  BetView,
  BuilderView,
  CashOutViewSchema,
  ErrorCode,
  Explanation,
  FixtureId,
  LegSchema,
  MarketKey,
  Static,
} from '#contracts/mod.ts';

import { cellsOf, LOST_TO_WON, type Cell } from './prices.ts';
import { resultOf } from './whole-board.ts';
import type { World } from './world.ts';

type Leg = Static<typeof LegSchema>;
type CashOutView = Static<typeof CashOutViewSchema>;
export type Refused = Readonly<{ code: ErrorCode; detail?: unknown }>;

export const isRefused = (answer: object): answer is Refused => 'code' in answer;

const BUILDER_MARGIN = 1.08;
const CASH_OUT_SHARE = 0.97;
const ID = { epoch: 1, oddsSeq: 7, expiresAt: 0 };

type Wins = (cell: Cell) => boolean;
type Mass = (...all: readonly Wins[]) => number;

const massOf =
  (cells: readonly Cell[]): Mass =>
  (...all) =>
    cells.reduce((sum, cell) => sum + (all.every((wins) => wins(cell)) ? cell.chance : 0), 0);

/** Where a leg wins; undefined for one that may be void, or that does not rest on the final score. */
function winsOf(cells: readonly Cell[], { marketKey, outcomeId }: Leg): Wins | undefined {
  const result = resultOf(marketKey, outcomeId);
  if (result === undefined) return undefined;
  const won = new Set<Cell>();
  for (const cell of cells) {
    const own = result(cell);
    if (own === 'won') won.add(cell);
    else if (own !== 'lost') return undefined;
  }
  return (cell) => won.has(cell);
}

const priceOf = (chance: number): number | null =>
  chance < 1e-6 ? null : Math.max(1.01, Number((1 / (chance * BUILDER_MARGIN)).toFixed(2)));

const legText = ({ marketKey, outcomeId }: Leg): string => `${marketKey} ${outcomeId}`;

/** The joint price from the chances of final scores, as the host would answer. */
export function builderQuote(
  world: World,
  id: FixtureId,
  legs: readonly Leg[],
): BuilderView | Refused {
  const cells = cellsOf(world.outlook(id));
  const open = world.published(id).filter(({ status }) => status === 'active');
  const closed = legs.find((leg) => !open.some(({ key }) => key === leg.marketKey));
  if (closed !== undefined || open.length === 0)
    return { code: 'MARKET_SUSPENDED', detail: closed && { marketKey: closed.marketKey } };
  const known: Wins[] = [];
  for (const [at, leg] of legs.entries()) {
    const wins = winsOf(cells, leg);
    if (wins === undefined) return notCombinable(at, leg);
    known.push(wins);
  }
  const mass = massOf(cells);
  const joint = mass(...known);
  const combinable = open.flatMap(({ key: marketKey, outcomes }) =>
    outcomes.flatMap(({ id: outcomeId }) => {
      const wins = winsOf(cells, { marketKey, outcomeId });
      const chance = wins === undefined ? 0 : mass(...known, wins);
      if (chance < 1e-9) return [];
      return [{ marketKey, outcomeId, odds: priceOf(chance), implied: joint - chance < 1e-9 }];
    }),
  );
  const product = known.reduce((all, wins) => all * mass(wins), 1);
  return {
    ...ID,
    odds: legs.length === 0 ? null : priceOf(joint),
    contradictory: legs.length > 0 && joint < 1e-9,
    correlation: legs.length === 0 ? null : joint / product,
    combinable,
  };
}

const notCombinable = (at: number, leg: Leg): Refused => ({
  code: 'LEG_NOT_COMBINABLE',
  detail: {
    field: `legs[${String(at)}]`,
    message: `LEG_NOT_COMBINABLE: legs[${String(at)}] may be void or half won, so it cannot be combined; got "${legText(leg)}"`,
  },
});

/** What a part of a single would return on average now, less what the house keeps. */
export function cashOutQuote(world: World, bet: BetView, share: number): CashOutView | Refused {
  const { betId, fixtureId: id, marketKey, outcomeId, currency } = bet;
  const whole = Number(bet.cashedOut?.remainingStake ?? bet.stake);
  const stake = (whole * share).toFixed(2);
  if (bet.status !== 'accepted') return { code: 'QUOTE_NOT_POSSIBLE' };
  if (world.price(id, marketKey, outcomeId) === null) return { code: 'MARKET_SUSPENDED' };
  const result = resultOf(marketKey, outcomeId);
  const cells = cellsOf(world.outlook(id));
  const chance = cells.reduce(
    (sum, cell) => sum + cell.chance * LOST_TO_WON[result?.(cell) ?? 'lost'],
    0,
  );
  const fair = Number(stake) * (bet.odds ?? bet.requestedOdds) * chance;
  return {
    ...ID,
    // One for each part of a bet: the page asks again and again.
    quoteId: `01990000-0000-7000-8000-${String(Math.round(share * 10_000)).padStart(12, '0')}`,
    betId,
    stake,
    delayMs: 0,
    value: (fair * CASH_OUT_SHARE).toFixed(2),
    fair: fair.toFixed(2),
    remainingStake: (whole - Number(stake)).toFixed(2),
    currency,
  };
}

/** The bet after the quote was taken. */
export function afterCashOut(bet: BetView, quote: CashOutView): BetView {
  const { stake, value: paid, remainingStake } = quote;
  const isOver = Number(remainingStake) === 0;
  const payout = isOver ? paid : null;
  return {
    ...bet,
    status: isOver ? 'cashed-out' : 'accepted',
    payout,
    cashedOut: { stake, paid, remainingStake },
  };
}

type Steps = Explanation['outcomes'][number]['steps'];

/** The chain of a price in the world: model, skew, margin, ladder. */
export function explanation(world: World, id: FixtureId, key: MarketKey): Explanation | Refused {
  const { bets, stakedMinor, markets } = world.book(id);
  const market = markets.find((each) => each.key === key);
  if (market === undefined) return { code: 'MARKET_NOT_FOUND' };
  const { homeRate, awayRate } = world.outlook(id);
  const { marginBps, outcomes } = market;
  const bookSum = outcomes.reduce((sum, { odds }) => sum + 10_000 / (odds ?? Infinity), 0);
  return {
    ...ID,
    marketKey: key,
    model: { model: 'Poisson goals', homeRate, awayRate },
    exposure: { bets, stakedMinor: Number(stakedMinor) },
    margin: {
      askedBps: marginBps,
      from: 'default',
      carriedBps: marginBps,
      method: 'proportional',
      fairSum: 1,
      bookSum,
    },
    outcomes: outcomes.map(({ id: outcomeId, model, skewed, odds }) => ({
      outcomeId,
      steps: stepsOf(model ?? 1, skewed ?? 1, odds, marginBps),
    })),
  };
}

function stepsOf(model: number, skewed: number, odds: number | null, marginBps: number): Steps {
  const margined = skewed / (1 + marginBps / 10_000);
  const step = (name: string, decimal: number | null, parameters: Steps[number]['parameters']) => ({
    step: name,
    odds: decimal,
    chance: decimal === null ? null : 1 / decimal,
    parameters,
  });
  return [
    step('model', model, {}),
    step('skew', skewed, { movedBy: 1 / skewed - 1 / model }),
    step('margin', margined, { marginBps }),
    step('ladder', odds === null ? null : odds / 10_000, { ladder: 'coarse' }),
  ];
}
