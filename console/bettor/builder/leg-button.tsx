import { oddsFromDecimal } from '#contracts/mod.ts';

import { formatPrice } from '../../format/odds-format.ts';
import { oddsFormat } from '../../preferences.ts';
import { useCell, useConnection } from '../../stream/use-live.ts';
import { nameOfMarket, nameOfOutcome } from '../../ui/names.ts';
import type { PriceButtonProps } from '../price-button.tsx';
import { PriceFace } from '../price-face.tsx';
import { additions, legId, toggleLeg, useLegState, type LegState } from './combination.ts';

const NOTES: Readonly<Record<LegState, string>> = {
  picked: 'in your combined bet',
  free: '',
  unknown: '',
  implied: 'changes nothing, your legs already mean it',
  excluded: 'cannot be combined with your legs',
};

/** A price while legs are combined: adds its outcome, or says why that makes no sense. */
export function LegButton({ fixtureId, marketKey, outcomeId, teams, label }: PriceButtonProps) {
  const cell = useCell(fixtureId, marketKey, outcomeId);
  const isLive = useConnection() === 'live';
  const id = legId({ marketKey, outcomeId });
  const state = useLegState(id);
  const market = nameOfMarket(marketKey, teams);
  const outcome = nameOfOutcome(marketKey, outcomeId, teams);
  const isPicked = state === 'picked';
  const hasPrice = isLive && cell?.status === 'active' && cell.odds !== null;
  // What was picked can always be let go of.
  const isOpen = isPicked || (hasPrice && state !== 'excluded');
  const note = isOpen || hasPrice ? NOTES[state] : 'suspended';
  return (
    <PriceFace
      {...{ cell, label, isOpen, note, state }}
      name={`${outcome}, ${market}`}
      isPressed={isPicked}
      title={note === '' ? priceWith(id) : note}
      {...(state in MARKS && hasPrice ? { mark: <Mark state={state} /> } : {})}
      press={() => {
        if (isOpen) toggleLeg({ marketKey, outcomeId, market, outcome });
      }}
    />
  );
}

/** Told by shape: an equals sign for what changes nothing, a cross for what cannot be added. */
const MARKS: Readonly<Partial<Record<LegState, string>>> = { implied: '=', excluded: '×' };

function Mark({ state }: Readonly<{ state: LegState }>) {
  return (
    <span className="leg-mark" aria-hidden="true">
      {MARKS[state]}
    </span>
  );
}

/** The joint price that the legs would have with this one, as a hint of the mouse. */
function priceWith(id: string): string | undefined {
  const odds = additions.get()?.get(id)?.odds;
  const exact = typeof odds === 'number' ? oddsFromDecimal(odds) : undefined;
  return exact === undefined ? undefined : `With it ${formatPrice(exact, oddsFormat.get())}`;
}
