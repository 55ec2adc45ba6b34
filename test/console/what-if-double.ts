import {
  ODDS_SCALE,
  type BookMessage,
  type MarketKey,
  type SettingSchema,
  type SkewMode,
  type Static,
  type WhatIf,
} from '#contracts/mod.ts';

export type Setting = Static<typeof SettingSchema>;
type Side = Readonly<{ book: BookMessage; modeOf: (key: MarketKey) => SkewMode }>;

const BET_MINOR = 10_000;

/** The answer of the host: markets on both sides, and what one more bet at each price would do. */
export function whatIfOf(reached: readonly MarketKey[], before: Side, after: Side): WhatIf {
  const { epoch, seq, worstCaseMinor, worstCaseLimitMinor } = before.book;
  return {
    epoch,
    oddsSeq: seq,
    expiresAt: 0,
    worstCaseMinor,
    limitMinor: worstCaseLimitMinor,
    betMinor: String(BET_MINOR),
    markets: reached.map((key) => {
      const then = pricesOf(after, key);
      return {
        marketKey: key,
        before: wholeOf(before, key),
        after: wholeOf(after, key),
        outcomes: pricesOf(before, key).map(({ id, ...now }, at) => ({
          outcomeId: id,
          before: now,
          after: {
            odds: then[at]?.odds ?? null,
            worstCaseMinor: then[at]?.worstCaseMinor ?? null,
          },
        })),
      };
    }),
  };
}

const marketOf = ({ book }: Side, key: MarketKey) => book.markets.find((each) => each.key === key);

function pricesOf(side: Side, key: MarketKey) {
  return (marketOf(side, key)?.outcomes ?? []).map(({ id, odds }) => ({
    id,
    odds: odds === null ? null : odds / ODDS_SCALE,
    worstCaseMinor:
      odds === null
        ? null
        : String(
            Math.round(Number(side.book.worstCaseMinor) - BET_MINOR * (odds / ODDS_SCALE - 1)),
          ),
  }));
}

function wholeOf(side: Side, key: MarketKey) {
  const bookSum = pricesOf(side, key).reduce((sum, { odds }) => sum + 1 / (odds ?? 0), 0);
  return {
    marginBps: marketOf(side, key)?.marginBps ?? 0,
    mode: side.modeOf(key),
    bookSum: Number.isFinite(bookSum) ? bookSum : null,
  };
}
