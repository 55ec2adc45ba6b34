import { InputError } from '#contracts/mod.ts';
import { handicapThreshold, totalDirection, type LineQuarters } from '#markets/mod.ts';

import { chanceAbove, chanceAt, chanceBelow, type Distribution } from '../football/distribution.ts';
import { lineChances, stakeWeighted } from '../football/line-price.ts';
import type { Pair } from '../football/in-play-parameters.ts';

/**
 * A fair price of a market, as a chance. Lines are in quarters of a goal and their share is W/(W+L) with
 * pushes dropped, which is what fair odds of a line imply. `weight` is how much it counts beside the
 * others, 1 when absent.
 */
export type MarketQuote = Readonly<{ weight?: number }> &
  (
    | Readonly<{ market: 'match-result'; home: number; draw: number; away: number }>
    /** Counts all goals of the match. */
    | Readonly<{ market: 'total-goals'; line: LineQuarters; over: number }>
    /** Line of the home side; counts the goals from now on. */
    | Readonly<{ market: 'asian-handicap'; line: LineQuarters; home: number }>
  );

/** Stake-weighted chances to win and to lose: linear in the distribution that they read. */
export type Decided = Readonly<{ win: number; lose: number }>;

/** The two counts of goals to come which every line reads. */
export type GoalLine = 'difference' | 'total';
export type GoalLines = Readonly<Record<GoalLine, Distribution>>;

/** One chance that a model has to meet: W/(W+L) of a bet on the goals still to come. */
export type Equation = Readonly<{
  quote: number;
  outcome: 'home' | 'draw' | 'away' | 'over';
  of: GoalLine;
  read: (distribution: Distribution) => Decided;
  asked: number;
  askedLogOdds: number;
  /** Factor on the difference in log-odds: the root of the quote's weight × p(1 − p). */
  scale: number;
}>;

/** A sum of three chances may be off by this, as chances written to three decimals are. */
const SUM_SLACK = 2e-3;
const MAX_LINE: LineQuarters = 4 * 30;

function checkChance(value: number, field: string): void {
  if (!(value > 0 && value < 1)) {
    throw new InputError(
      'NUMBER_INVALID',
      field,
      value,
      'must be between 0 and 1, without the ends',
    );
  }
}

function checkLine(line: LineQuarters, field: string): void {
  if (!(Number.isInteger(line) && Math.abs(line) <= MAX_LINE)) {
    const why = 'must be a whole number of quarters of a goal, at most 30 goals';
    throw new InputError('NUMBER_INVALID', field, line, why);
  }
}

/** The three chances of a result, scaled to sum to 1. */
function resultOf(
  { home, draw, away }: Readonly<{ home: number; draw: number; away: number }>,
  field: string,
): Readonly<{ home: number; draw: number; away: number }> {
  checkChance(home, `${field}.home`);
  checkChance(draw, `${field}.draw`);
  checkChance(away, `${field}.away`);
  const sum = home + draw + away;
  if (Math.abs(sum - 1) > SUM_SLACK) {
    const why = `must sum to 1, and sum to ${sum}`;
    throw new InputError('NUMBER_INVALID', field, { home, draw, away }, why);
  }
  return { home: home / sum, draw: draw / sum, away: away / sum };
}

export const above =
  (pivot: number) =>
  (of: Distribution): Decided => ({
    win: chanceAbove(of, pivot),
    lose: chanceBelow(of, pivot + 1),
  });
const below =
  (pivot: number) =>
  (of: Distribution): Decided => ({
    win: chanceBelow(of, pivot),
    lose: chanceAbove(of, pivot - 1),
  });
const at =
  (value: number) =>
  (of: Distribution): Decided => ({
    win: chanceAt(of, value),
    lose: chanceAbove(of, value) + chanceBelow(of, value),
  });

type Bet = Pick<Equation, 'outcome' | 'of' | 'read' | 'asked'>;

/** The bets of one quote on the goals to come after a score. */
function betsOf(quote: MarketQuote, score: Pair, field: string): readonly Bet[] {
  switch (quote.market) {
    case 'match-result': {
      const { home, draw, away } = resultOf(quote, field);
      const needed = score.away - score.home;
      const of = 'difference';
      return [
        { outcome: 'home', of, read: above(needed), asked: home },
        { outcome: 'draw', of, read: at(needed), asked: draw },
        { outcome: 'away', of, read: below(needed), asked: away },
      ];
    }
    case 'total-goals': {
      checkLine(quote.line, `${field}.line`);
      checkChance(quote.over, `${field}.over`);
      const rest = quote.line - 4 * (score.home + score.away);
      if (rest <= 0) {
        const why = `must be above the ${score.home + score.away} goals that have fallen`;
        throw new InputError('STATE_CONTRADICTORY', `${field}.line`, quote.line, why);
      }
      const read = (of: Distribution): Decided =>
        stakeWeighted(lineChances(of, rest, totalDirection('over')));
      return [{ outcome: 'over', of: 'total', read, asked: quote.over }];
    }
    case 'asian-handicap': {
      checkLine(quote.line, `${field}.line`);
      checkChance(quote.home, `${field}.home`);
      const { threshold, direction } = handicapThreshold('home', quote.line);
      const read = (of: Distribution): Decided =>
        stakeWeighted(lineChances(of, threshold, direction));
      return [{ outcome: 'home', of: 'difference', read, asked: quote.home }];
    }
  }
}

/**
 * What quotes say of the goals to come after a score, chance by chance.
 * @throws InputError NUMBER_INVALID for chances outside (0, 1), results that do not sum to 1, lines that
 * are no quarters or weights that are not above 0; STATE_CONTRADICTORY for a total that is passed already.
 */
export function equationsOf(quotes: readonly MarketQuote[], score: Pair): readonly Equation[] {
  return quotes.flatMap((quote, index) => {
    const field = `quotes[${index}]`;
    const { weight = 1 } = quote;
    if (!(weight > 0 && Number.isFinite(weight))) {
      throw new InputError('NUMBER_INVALID', `${field}.weight`, weight, 'must be above 0');
    }
    return betsOf(quote, score, field).map((bet) => ({
      ...bet,
      quote: index,
      askedLogOdds: Math.log(bet.asked / (1 - bet.asked)),
      scale: Math.sqrt(weight * bet.asked * (1 - bet.asked)),
    }));
  });
}

/** How many numbers the quotes give: two for a result, whose chances sum to 1, and one for a line. */
export const knownNumbers = (quotes: readonly MarketQuote[]): number =>
  quotes.reduce((count, { market }) => count + (market === 'match-result' ? 2 : 1), 0);
