import {
  MAX_LINES,
  MAX_SELECTIONS,
  oddsFromDecimal,
  parseMoney,
  Refusal,
  type Currency,
  type PlaceAnyBetBody,
  type PlaceLeg,
  type PlaceMultipleBody,
  type Selection,
  type Terms,
} from '#contracts/mod.ts';
import { lineCount, SYSTEMS } from '#markets/mod.ts';

import type { BetOrder, OrderLeg } from './order.ts';

type Ticket = Readonly<{
  legs: readonly [Omit<OrderLeg, 'teams'>, ...Omit<OrderLeg, 'teams'>[]];
  terms: Terms | null;
}> &
  Pick<BetOrder, 'stakeMinor'>;

/** How large a ticket may be: never more than what the contracts allow. */
export type TicketLimits = Readonly<{ maxLegs: number; maxLines: number }>;

export const LARGEST_TICKET: TicketLimits = { maxLegs: MAX_SELECTIONS, maxLines: MAX_LINES };

/**
 * What a request asks for, with its lines counted and its stake in minor units. Throws Refusal for what no
 * state of the world could make right.
 */
export function ticketOf(
  body: PlaceAnyBetBody,
  currency: Currency,
  limits: TicketLimits = LARGEST_TICKET,
): Ticket {
  // No market of a sport that is traded live has place terms.
  if (body.eachWay === true) throw new Refusal('EACH_WAY_NOT_OFFERED');
  if ('legs' in body) return multipleOf(body, currency, limits);
  const { fixtureId, marketKey, outcomeId } = body;
  const selection = { fixtureId, marketKey, outcomeId, odds: oddsOf(body.odds) };
  const stakeMinor = stakeOf(body.stake, currency);
  return { legs: [{ selection, banker: false }], terms: null, stakeMinor };
}

function multipleOf(
  body: PlaceMultipleBody,
  currency: Currency,
  { maxLegs: most, maxLines }: TicketLimits,
): Ticket {
  if (body.legs.length > most) throw new Refusal('LEGS_TOO_MANY', { legs: body.legs.length, most });
  const [first, ...others] = body.legs.map(legOf);
  if (first === undefined) throw new Refusal('BAD_REQUEST', { problems: ['body/legs is empty'] });
  const legs = [first, ...others] as const;
  refuseRelated(legs);
  const unitStakeMinor = stakeOf(body.unitStake, currency);
  const freeLegs = legs.filter(({ banker }) => !banker).length;
  const folds = foldsOf(body, freeLegs, legs.length - freeLegs);
  const lines = lineCount(freeLegs, folds);
  if (lines > maxLines) throw new Refusal('LINES_TOO_MANY', { lines, most: maxLines });
  if (legs.length === 1) return { legs, terms: null, stakeMinor: unitStakeMinor };
  const terms = { folds, lines, unitStakeMinor: String(unitStakeMinor) };
  return { legs, terms, stakeMinor: unitStakeMinor * BigInt(lines) };
}

const legOf = (leg: PlaceLeg, at: number): Omit<OrderLeg, 'teams'> => ({
  selection: selectionOf(leg, at),
  banker: leg.banker ?? false,
});

function selectionOf(leg: PlaceLeg, at: number): Selection {
  const { fixtureId, marketKey, outcomeId, builder } = leg;
  const odds = oddsOf(leg.odds);
  if (marketKey !== undefined && outcomeId !== undefined && builder === undefined)
    return { fixtureId, marketKey, outcomeId, odds };
  const [first, ...also] = builder ?? [];
  if (first === undefined || marketKey !== undefined || outcomeId !== undefined) {
    const problem = `body/legs/${at} must have marketKey and outcomeId, or builder`;
    throw new Refusal('BAD_REQUEST', { problems: [problem] });
  }
  return { fixtureId, ...first, odds, also };
}

/** Everything that a leg asks of its fixture. */
const answersOf = ({ marketKey, outcomeId, also = [] }: Selection): readonly string[] =>
  [{ marketKey, outcomeId }, ...also].map((part) => `${part.marketKey} ${part.outcomeId}`);

/** Legs of one fixture depend on each other, so only the host of the fixture can price them together. */
function refuseRelated(legs: readonly Omit<OrderLeg, 'teams'>[]): void {
  const seen = new Map<string, ReadonlySet<string>>();
  legs.forEach(({ selection }, leg) => {
    const answers = answersOf(selection);
    const before = seen.get(selection.fixtureId);
    const isTwice = answers.some(
      (answer, at) => before?.has(answer) ?? answers.indexOf(answer) < at,
    );
    if (isTwice) throw new Refusal('LEG_DUPLICATE', { leg });
    if (before) throw new Refusal('LEGS_RELATED', { leg });
    seen.set(selection.fixtureId, new Set(answers));
  });
}

/** The sizes of the lines, ascending: those of the system, those asked for, or one line of all legs. */
function foldsOf(
  { system, folds }: PlaceMultipleBody,
  freeLegs: number,
  bankers: number,
): number[] {
  const wrong = (why: string): Refusal => new Refusal('SYSTEM_INVALID', { problem: why });
  if (system !== undefined && folds !== undefined) throw wrong('Give a system or folds, not both.');
  if (system !== undefined) {
    const { legs, folds: named } = SYSTEMS[system];
    if (freeLegs !== legs) throw wrong(`A ${system} has ${legs} legs that are no bankers.`);
    return [...named];
  }
  const sizes = folds?.toSorted((left, right) => left - right) ?? [freeLegs];
  const least = bankers > 0 ? 0 : 1;
  const fits = sizes.every(
    (size, at) => size >= least && size <= freeLegs && size !== sizes[at - 1],
  );
  if (!fits) throw wrong(`Folds are different numbers from ${least} to ${freeLegs}.`);
  return sizes;
}

function stakeOf(text: string, currency: Currency): bigint {
  const stakeMinor = parseMoney(text, currency);
  if (stakeMinor === undefined || stakeMinor <= 0n) throw new Refusal('STAKE_INVALID');
  return stakeMinor;
}

function oddsOf(decimal: number): Selection['odds'] {
  const odds = oddsFromDecimal(decimal);
  if (odds === undefined)
    throw new Refusal('BAD_REQUEST', { problems: ['body/odds must have at most four decimals'] });
  return odds;
}
