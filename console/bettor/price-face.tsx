import type { ReactNode } from 'react';

import { formatPrice } from '../format/odds-format.ts';
import { oddsFormat } from '../preferences.ts';
import { useValue } from '../state.ts';
import type { Cell } from '../stream/cells.ts';
import { Icon } from '../ui/icons.tsx';

export type PriceFaceProps = Readonly<{
  cell: Cell | undefined;
  /** Outcome and market, for those who do not see where the button stands. */
  name: string;
  /** What stands before the price; nothing where a heading of the column says it. */
  label: string | undefined;
  isOpen: boolean;
  isPressed: boolean;
  /** What is read aloud after the price. */
  note?: string;
  title?: string | undefined;
  mark?: ReactNode;
  /** Told apart by colour as well: `implied`, `excluded`. */
  state?: string | undefined;
  press: () => void;
}>;

/** A price as it looks, whatever pressing it does. Flashes when it moves. */
export function PriceFace(props: PriceFaceProps) {
  const { cell, name, label, isOpen, isPressed, note = '', title, mark, state, press } = props;
  const format = useValue(oddsFormat);
  const odds = cell?.odds ?? null;
  return (
    <button
      type="button"
      className="price"
      title={title}
      data-direction={cell?.direction ?? undefined}
      data-beat={cell === undefined || cell.moves === 0 ? undefined : cell.moves % 2}
      data-open={isOpen}
      data-state={state}
      aria-disabled={!isOpen}
      aria-pressed={isPressed}
      onClick={press}
    >
      <span className="visually-hidden">{name}: </span>
      {label !== undefined && (
        <span className="price-label" aria-hidden="true">
          {label}
        </span>
      )}
      <span className="price-odds figure">
        {mark ??
          (isOpen ? <Arrow direction={cell?.direction ?? null} /> : <Icon name="lock" size={11} />)}
        {odds === null ? '–' : formatPrice(odds, format)}
      </span>
      {note !== '' && <span className="visually-hidden">, {note}</span>}
    </button>
  );
}

/** The way a price went, told by shape and not by colour alone. Fades by itself. */
function Arrow({ direction }: Readonly<{ direction: Cell['direction'] }>) {
  if (direction === null) return null;
  return (
    <span className="arrow" aria-hidden="true">
      {direction === 'up' ? '▲' : '▼'}
    </span>
  );
}
