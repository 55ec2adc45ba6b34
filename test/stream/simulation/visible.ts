import type { Selection } from '#client/mod.ts';
import type { OddsMessage, PublishedMarket } from '#contracts/mod.ts';

const typeOf = ({ key }: PublishedMarket): string => key.split('|')[0] ?? '';
const specifier = (name: string, { key }: PublishedMarket): string | undefined =>
  key
    .split('|')
    .find((part) => part.startsWith(`${name}=`))
    ?.slice(name.length + 1);

/** Lines compete when they are of one type and count from the same score. */
const competes = (a: PublishedMarket, b: PublishedMarket): boolean =>
  typeOf(a) === typeOf(b) &&
  specifier('line', b) !== undefined &&
  specifier('score', a) === specifier('score', b);

/** Open before closed, priced before unpriced, then the smaller difference of log odds; quarter lines count 0.05 more. */
function rank(market: PublishedMarket): readonly [number, number, number] {
  const [first = null, second = null] = market.outcomes.map(({ odds }) => odds);
  const isOpen = market.status === 'active' || market.status === 'suspended';
  const quarter = Number(specifier('line', market) ?? 0) % 0.5 === 0 ? 0 : 0.05;
  const isPriced = first !== null && second !== null;
  const difference = isPriced ? Math.abs(Math.log(first) - Math.log(second)) : 0;
  return [isOpen ? 0 : 1, isPriced ? 0 : 1, difference + quarter];
}

function isBefore(a: PublishedMarket, b: PublishedMarket): boolean {
  const [left, right] = [rank(a), rank(b)];
  const at = left.findIndex((value, index) => Math.abs(value - (right[index] ?? 0)) > 1e-9);
  return at === -1 ? a.key < b.key : (left[at] ?? 0) < (right[at] ?? 0);
}

const isMain = (market: PublishedMarket, all: readonly PublishedMarket[]): boolean =>
  specifier('line', market) === undefined ||
  all.every((other) => other === market || !competes(market, other) || isBefore(market, other));

const selects = (
  { sport, competition, fixtures }: Selection,
  { fixtureId, info }: OddsMessage,
): boolean =>
  (fixtures?.includes(fixtureId) ?? true) &&
  (sport ?? info?.sport) === info?.sport &&
  (competition ?? info?.competition) === info?.competition;

/**
 * The markets that a client with these selections is to see of a fixture, worked out from the whole board without
 * regard to cost; undefined when it is not to see the fixture at all.
 */
export function visibleMarkets(
  image: OddsMessage,
  selections: readonly Selection[],
): ReadonlyMap<string, PublishedMarket> | undefined {
  const wanted = selections.filter((selection) => selects(selection, image));
  if (wanted.length === 0) return undefined;
  const shows = (market: PublishedMarket, { marketTypes, mainOnly }: Selection): boolean =>
    (marketTypes?.includes(typeOf(market)) ?? true) &&
    (mainOnly !== true || isMain(market, image.markets));
  const shown = image.markets.filter((market) => wanted.some((each) => shows(market, each)));
  return new Map(shown.map((market) => [market.key, market]));
}
