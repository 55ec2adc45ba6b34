import { ODDS_SCALE, parseMarketKey, type MarketKey, type Odds } from '#contracts/mod.ts';
import { buildFootballIndex, DEFAULT_SIZES, type FootballIndex } from '#markets/mod.ts';
import { defaultMarginBps, priceOutcomes } from '#odds/mod.ts';
import { simBoard, type Quoter, type SimBoard } from '#risk/simulator/mod.ts';

type Offer = Readonly<{ key: string; preMatch: number; inPlay: number }>;

/** The markets of a season and their shares of the crowd's attention. */
const OFFERS: readonly Offer[] = [
  { key: 'match-result', preMatch: 0.4, inPlay: 0.45 },
  { key: 'double-chance', preMatch: 0.04, inPlay: 0.05 },
  { key: 'draw-no-bet', preMatch: 0.04, inPlay: 0.05 },
  { key: 'total-goals|line=1.5', preMatch: 0.04, inPlay: 0.05 },
  { key: 'total-goals|line=2.5', preMatch: 0.16, inPlay: 0.25 },
  { key: 'total-goals|line=3.5', preMatch: 0.04, inPlay: 0.05 },
  { key: 'asian-handicap|line=-0.5|score=0-0', preMatch: 0.05, inPlay: 0 },
  { key: 'asian-handicap|line=-0.25|score=0-0', preMatch: 0.05, inPlay: 0 },
  { key: 'both-teams-to-score', preMatch: 0.08, inPlay: 0.1 },
  { key: 'half-time-result', preMatch: 0.04, inPlay: 0 },
  { key: 'correct-score', preMatch: 0.06, inPlay: 0 },
];

export type SeasonSetting = Readonly<{
  index: FootballIndex;
  board: SimBoard;
  quote: Quoter;
  attention: Readonly<{ preMatch: Float64Array; inPlay: Float64Array }>;
}>;

/** The engine's own prices: its margins, its ladder and its hysteresis. */
function engineQuoter(board: SimBoard): Quoter {
  const markets = board.markets.map(({ key, selections }, market) => {
    const identity = parseMarketKey(key);
    const ids = selections.map((at) => board.selections[at]?.outcomeId);
    const places = new Map(ids.flatMap((id, at) => (id === undefined ? [] : [[id, at] as const])));
    const margins =
      identity === undefined
        ? { preMatch: 0, inPlay: 0 }
        : {
            preMatch: defaultMarginBps(identity.type, selections.length, 'pre-match'),
            inPlay: defaultMarginBps(identity.type, selections.length, 'in-play'),
          };
    return { selections, places, margins, closes: (OFFERS[market]?.inPlay ?? 0) === 0 };
  });
  return (market, { model, skewed, inPlay }, published) => {
    const found = markets[market];
    if (found === undefined) return;
    const { selections, places, margins, closes } = found;
    if (inPlay && closes) {
      for (const at of selections) published[at] = 0;
      return;
    }
    const oddsAt = (at: number): number => published[selections[at] ?? -1] ?? 0;
    const priced = priceOutcomes({
      outcomes: [...places].map(([id, at]) => {
        const selection = selections[at] ?? -1;
        return { id, model: model[selection] ?? 0, skewed: skewed[selection] ?? 0 };
      }),
      marginBps: inPlay ? margins.inPlay : margins.preMatch,
      published: {
        get: (id) => {
          const odds = oddsAt(places.get(id) ?? -1);
          return odds === 0 ? null : (Math.round(odds * ODDS_SCALE) as Odds);
        },
      },
    });
    priced.forEach(({ odds }, at) => {
      published[selections[at] ?? -1] = odds === null ? 0 : odds / ODDS_SCALE;
    });
  };
}

/** Board and prices of every match of a season. */
export function seasonSetting(): SeasonSetting {
  const index = buildFootballIndex(DEFAULT_SIZES.maxFirst, DEFAULT_SIZES.maxSecond);
  const board = simBoard(
    index,
    OFFERS.map(({ key }) => key as MarketKey),
  );
  const attention = {
    preMatch: Float64Array.from(OFFERS, ({ preMatch }) => preMatch),
    inPlay: Float64Array.from(OFFERS, ({ inPlay }) => inPlay),
  };
  return { index, board, quote: engineQuoter(board), attention };
}
