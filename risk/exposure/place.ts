import type { Leg, MarketIdentity, MarketKey, OutcomeId } from '#contracts/mod.ts';
import {
  codeOf,
  distributionOf,
  footballDefinitionOf,
  identifyMarket,
  isCoreView,
  payoffTable,
  spaceTable,
  type FootballIndex,
  type FootballView,
  type PayoffContext,
} from '#markets/mod.ts';

import { factorSpace, hasVoidCell } from './factor-spaces.ts';

/** What a bet backs: one outcome, or (a bet builder) several of the fixture that must all win. */
export type Backed = Readonly<{
  marketKey: MarketKey;
  outcomeId: OutcomeId;
  also?: readonly Leg[] | undefined;
}>;

/** Everything that must win. */
export const partsOf = ({ marketKey, outcomeId, also = [] }: Backed): readonly [Leg, ...Leg[]] => [
  { marketKey, outcomeId },
  ...also,
];

/** Names what must win; bets with equal keys pay alike. */
export const selectionKey = (backed: Backed): string => {
  if (backed.also === undefined) return `${backed.marketKey}/${backed.outcomeId}`;
  return partsOf(backed)
    .map(({ marketKey, outcomeId }) => `${marketKey}/${outcomeId}`)
    .join(' ');
};

/** Result codes over the cells of one factor beside the core. */
export type FactorPart = Readonly<{
  /** Bets of one group exclude each other as the cells do. */
  group: string;
  /** The distribution by which the group is priced; several groups may share it. */
  distribution: string;
  view: FootballView;
  codes: Uint8Array;
}>;

/**
 * Where a selection pays. `mixed`: a bet builder over the core and factors, or several factors, with the
 * codes of its core parts. `nowhere`: no scenario describes it.
 */
export type Place =
  | Readonly<{ on: 'core'; codes: Uint8Array }>
  | (FactorPart & Readonly<{ on: 'factor' }>)
  | Readonly<{ on: 'mixed'; codes: Uint8Array; factors: readonly FactorPart[] }>
  | Readonly<{ on: 'nowhere' }>;

export type PlaceScope = Readonly<{ index: FootballIndex; context: PayoffContext }>;

const WON = codeOf('won');
const LOST = codeOf('lost');
const VOID = codeOf('void');

type PartPlace = Exclude<Place, Readonly<{ on: 'mixed' }>>;
const NOWHERE: PartPlace = { on: 'nowhere' };

/** Only the number of the event tells apart two questions on who is next: both may be open for a moment. */
const groupOf = (view: FootballView, distribution: string, key: MarketKey): string =>
  view === 'next-corner' || view === 'next-card' ? key : distribution;

function factorPlace(key: MarketKey, identity: MarketIdentity, outcome: OutcomeId): PartPlace {
  const definition = footballDefinitionOf(identity.type);
  if (definition === undefined) return NOWHERE;
  const { reads: view } = definition;
  const space = factorSpace(view);
  const column = space && spaceTable(space, identity).get(outcome);
  if (column === undefined) return NOWHERE;
  const distribution = distributionOf(definition, identity);
  const codes = hasVoidCell(view) ? Uint8Array.of(...column, VOID) : column;
  return { on: 'factor', group: groupOf(view, distribution, key), distribution, view, codes };
}

function placeOfPart({ index, context }: PlaceScope, { marketKey, outcomeId }: Leg): PartPlace {
  const identity = identifyMarket(marketKey);
  const definition = identity && footballDefinitionOf(identity.type);
  if (identity === undefined || definition === undefined) return NOWHERE;
  if (!isCoreView(definition.reads)) return factorPlace(marketKey, identity, outcomeId);
  const codes = payoffTable(index, identity, context)?.get(outcomeId);
  return codes === undefined ? NOWHERE : { on: 'core', codes };
}

/** A bet builder is lost with any of its parts; else it counts as the first of them. */
const allOf = ([first, ...others]: readonly Uint8Array[]): Uint8Array =>
  first === undefined || others.length === 0
    ? (first ?? new Uint8Array())
    : first.map((code, cell) => (others.some((codes) => codes[cell] === LOST) ? LOST : code));

const together = (parts: readonly FactorPart[]): FactorPart[] =>
  [...Map.groupBy(parts, ({ group }) => group).values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [{ ...first, codes: allOf(group.map(({ codes }) => codes)) }];
  });

/** A part that no scenario describes is taken as won: what it leaves of a bet builder is owed more often. */
export function placeOf(scope: PlaceScope, backed: Backed): Place {
  const [first, ...others] = partsOf(backed);
  const place = placeOfPart(scope, first);
  if (others.length === 0) return place;
  const places = [place, ...others.map((part) => placeOfPart(scope, part))];
  const core = places.flatMap((one) => (one.on === 'core' ? [one.codes] : []));
  const factors = together(places.filter((one) => one.on === 'factor'));
  const [factor] = factors;
  if (factor === undefined) return core.length === 0 ? NOWHERE : { on: 'core', codes: allOf(core) };
  if (core.length === 0 && factors.length === 1) return { ...factor, on: 'factor' };
  const codes = core.length === 0 ? new Uint8Array(scope.index.size).fill(WON) : allOf(core);
  return { on: 'mixed', codes, factors };
}
