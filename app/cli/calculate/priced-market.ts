import { outcomeId, type MarketKey, type OutcomeId } from '#contracts/mod.ts';
import { marketName, outcomeName, type Teams } from '#markets/mod.ts';
import { marginOdds, type MarginMethod } from '#odds/margin/mod.ts';
import { fairChance, type FiveWay } from '#odds/models/mod.ts';

import { percent, table } from './calculation.ts';

/** The five results of an outcome, its fair chance and odds, and the odds with a margin when asked for. */
export type PricedAnswer = FiveWay &
  Readonly<{
    id: OutcomeId;
    name: string;
    /** Null when the outcome can only be void. */
    fairChance: number | null;
    fairOdds: number | null;
    odds?: number | null;
  }>;
export type PricedAnswers = Readonly<{
  key: MarketKey;
  name: string;
  outcomes: readonly PricedAnswer[];
}>;

export type Margin = Readonly<{ marginBps: number; method: MarginMethod }>;

const SIDES: Teams = { home: 'Home', away: 'Away' };

/** Sums of many chances may pass 1 in their last digit. */
const clipped = ({ lose, halfLose, push, halfWin, win }: FiveWay): FiveWay => ({
  lose: Math.min(1, lose),
  halfLose: Math.min(1, halfLose),
  push: Math.min(1, push),
  halfWin: Math.min(1, halfWin),
  win: Math.min(1, win),
});

/** Puts names and prices to the chances of a market. */
export function pricedAnswers(
  key: MarketKey,
  chances: ReadonlyMap<OutcomeId, FiveWay>,
  margin?: Margin,
): PricedAnswers {
  const outcomes = [...chances].map(([id, of]): PricedAnswer => {
    const fair = fairChance(of) ?? null;
    const name = outcomeName(key, outcomeId(id), SIDES);
    const fairOdds = fair === null || fair === 0 ? null : 1 / fair;
    return { id, name, ...clipped(of), fairChance: fair, fairOdds };
  });
  return { key, name: marketName(key), outcomes: withOdds(outcomes, margin) };
}

/** An answer that is certain or impossible has no price, and leaves the others theirs. */
function withOdds(
  outcomes: readonly PricedAnswer[],
  margin: Margin | undefined,
): readonly PricedAnswer[] {
  if (margin === undefined) return outcomes;
  const open = outcomes.filter(({ fairChance: fair }) => fair !== null && fair > 0 && fair < 1);
  if (open.length < 2) return outcomes.map((outcome) => ({ ...outcome, odds: null }));
  const { odds } = marginOdds(
    open.map(({ fairChance: fair }) => fair ?? 0),
    { ...margin, ladder: 'exchange', mode: 'nearest' },
  );
  return outcomes.map((outcome) => ({ ...outcome, odds: odds[open.indexOf(outcome)] ?? null }));
}

/** A market as lines for people. */
export function marketLines({ name, key, outcomes }: PricedAnswers): readonly string[] {
  const hasOdds = outcomes.some(({ odds }) => odds !== undefined);
  return [
    '',
    `${name}  [${key}]`,
    ...table(
      outcomes.map(({ name: outcome, fairChance: fair, fairOdds, push, odds }) => [
        `  ${outcome}`,
        fair === null ? '—' : percent(fair),
        fairOdds === null ? '—' : fairOdds.toFixed(3),
        push > 0 ? `refund ${percent(push)}` : '',
        ...(hasOdds ? [odds === null || odds === undefined ? '—' : odds.toFixed(2)] : []),
      ]),
    ),
  ];
}
