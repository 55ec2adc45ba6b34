import { useCallback } from 'react';

import type { FixtureId, MarketKey, OutcomeId } from '#contracts/mod.ts';

import { useCell, useConnection } from '../stream/use-live.ts';
import { nameOfFixture, nameOfMarket, nameOfOutcome, type Teams } from '../ui/names.ts';
import { PriceFace } from './price-face.tsx';
import { entryId, slip, togglePick } from './slip.ts';
import { useIsPicked } from './use-slip.ts';

export type PriceButtonProps = Readonly<{
  fixtureId: FixtureId;
  marketKey: MarketKey;
  outcomeId: OutcomeId;
  teams: Teams;
  label?: string;
}>;

/** One price: follows its own cell only, and puts the outcome on the slip. */
export function PriceButton({ fixtureId, marketKey, outcomeId, teams, label }: PriceButtonProps) {
  const cell = useCell(fixtureId, marketKey, outcomeId);
  const isLive = useConnection() === 'live';
  const isPicked = useIsPicked(entryId({ fixtureId, marketKey, outcomeId }));
  const odds = cell?.odds ?? null;
  const isOpen = isLive && cell?.status === 'active' && odds !== null;
  const outcome = nameOfOutcome(marketKey, outcomeId, teams);
  const market = nameOfMarket(marketKey, teams);
  const press = useCallback(() => {
    if (!isOpen) return;
    const pick = { fixtureId, marketKey, outcomeId, odds };
    const names = { fixture: nameOfFixture(teams), market, outcome };
    slip.update((entries) => togglePick(entries, { ...pick, ...names }));
  }, [isOpen, fixtureId, marketKey, outcomeId, odds, teams, market, outcome]);
  return (
    <PriceFace
      {...{ cell, label, isOpen, press }}
      name={`${outcome}, ${market}`}
      isPressed={isPicked}
      note={isOpen ? '' : 'suspended'}
    />
  );
}
