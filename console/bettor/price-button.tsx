import { useCallback } from 'react';

import type { FixtureId, MarketKey, OutcomeId } from '#contracts/mod.ts';

import { formatPrice } from '../format/odds-format.ts';
import { oddsFormat } from '../preferences.ts';
import { useValue } from '../state.ts';
import { useCell, useConnection } from '../stream/use-live.ts';
import { Icon } from '../ui/icons.tsx';
import { nameOfFixture, nameOfMarket, nameOfOutcome, type Teams } from '../ui/names.ts';
import { entryId, slip, togglePick } from './slip.ts';
import { useIsPicked } from './use-slip.ts';

export type PriceButtonProps = Readonly<{
  fixtureId: FixtureId;
  marketKey: MarketKey;
  outcomeId: OutcomeId;
  teams: Teams;
  /** What stands before the price; nothing where a heading of the column says it. */
  label?: string;
}>;

/** One price: follows its own cell only, flashes when it moves, and puts the outcome on the slip. */
export function PriceButton({ fixtureId, marketKey, outcomeId, teams, label }: PriceButtonProps) {
  const cell = useCell(fixtureId, marketKey, outcomeId);
  const isLive = useConnection() === 'live';
  const format = useValue(oddsFormat);
  const isPicked = useIsPicked(entryId({ fixtureId, marketKey, outcomeId }));
  const odds = cell?.odds ?? null;
  const isOpen = isLive && cell?.status === 'active' && odds !== null;
  const outcome = nameOfOutcome(marketKey, outcomeId, teams);
  const market = nameOfMarket(marketKey);
  const press = useCallback(() => {
    if (!isOpen) return;
    const pick = { fixtureId, marketKey, outcomeId, odds };
    const names = { fixture: nameOfFixture(teams), market, outcome };
    slip.update((entries) => togglePick(entries, { ...pick, ...names }));
  }, [isOpen, fixtureId, marketKey, outcomeId, odds, teams, market, outcome]);
  const price = odds === null ? '–' : formatPrice(odds, format);
  return (
    <button
      type="button"
      className="price"
      data-direction={cell?.direction ?? undefined}
      data-beat={cell === undefined || cell.moves === 0 ? undefined : cell.moves % 2}
      data-open={isOpen}
      aria-disabled={!isOpen}
      aria-pressed={isPicked}
      onClick={press}
    >
      <span className="visually-hidden">
        {outcome}, {market}:{' '}
      </span>
      {label !== undefined && (
        <span className="price-label" aria-hidden="true">
          {label}
        </span>
      )}
      <span className="price-odds figure">
        {isOpen ? <Arrow direction={cell.direction} /> : <Icon name="lock" size={11} />}
        {price}
      </span>
      {!isOpen && <span className="visually-hidden">, suspended</span>}
    </button>
  );
}

/** The way a price went, told by shape and not by colour alone. Fades by itself. */
function Arrow({ direction }: Readonly<{ direction: 'up' | 'down' | null }>) {
  if (direction === null) return null;
  return (
    <span className="arrow" aria-hidden="true">
      {direction === 'up' ? '▲' : '▼'}
    </span>
  );
}
