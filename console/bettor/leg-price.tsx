import { formatPrice } from '../format/odds-format.ts';
import { oddsFormat } from '../preferences.ts';
import { useValue } from '../state.ts';
import { useCell } from '../stream/use-live.ts';
import { acceptPrice, checkPrice, pricePolicy, type Entry, type PriceCheck } from './slip.ts';

export type PriceNow = Readonly<{
  /** Null while the market takes no bets. */
  now: number | null;
  check: PriceCheck | null;
  /** What the bet would be placed at, decimal × 10,000. */
  shown: number;
}>;

/** How the price that was taken stands to the present one. */
export function priceNow(
  odds: number,
  cell: Readonly<{ status: string; odds: number | null }> | undefined,
  policy: Parameters<typeof checkPrice>[2],
): PriceNow {
  const now = cell?.status === 'active' ? cell.odds : null;
  const check = now === null ? null : checkPrice(odds, now, policy);
  return { now, check, shown: check === 'taken' && now !== null ? now : odds };
}

export function usePriceNow({ fixtureId, marketKey, outcomeId, odds }: Entry): PriceNow {
  const policy = useValue(pricePolicy);
  return priceNow(odds, useCell(fixtureId, marketKey, outcomeId), policy);
}

/** The price of an entry, and what is to be decided when it has moved. */
export function LegPrice({ entry }: Readonly<{ entry: Entry }>) {
  const { id, odds } = entry;
  const format = useValue(oddsFormat);
  const { now, check, shown } = usePriceNow(entry);
  return (
    <div className="entry-price">
      <span className="figure entry-odds">{formatPrice(shown, format)}</span>
      {now === null && <span className="tag tag-suspended">Suspended</span>}
      {check === 'ask' && now !== null && (
        <button
          type="button"
          className="price-changed"
          data-direction={now > odds ? 'up' : 'down'}
          onClick={() => acceptPrice(id, now)}
        >
          {now > odds ? '▲' : '▼'} now <b className="figure">{formatPrice(now, format)}</b>
          <span>Accept</span>
        </button>
      )}
      {check === 'taken' && (
        <span className="hint">
          was <s className="figure">{formatPrice(odds, format)}</s>
        </span>
      )}
    </div>
  );
}
