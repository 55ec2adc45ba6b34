import { useValue } from '../../state.ts';
import type { Kind } from './kinds.ts';
import { change, multiple } from './state.ts';
import { retryKeyOf } from '../place.ts';

type KindChoiceProps = Readonly<{ kinds: readonly Kind[]; chosen: Kind }>;

/** The bets that the selections can make, each with its number of lines. */
export function KindChoice({ kinds, chosen }: KindChoiceProps) {
  const isFixed = retryKeyOf(useValue(multiple).phase) !== null;
  if (kinds.length === 1) return null;
  return (
    <fieldset className="kinds" disabled={isFixed}>
      <legend className="policy-title">Kind of bet</legend>
      {kinds.map(({ id, name, lines }) => (
        <label key={id} className="kind">
          <input
            type="radio"
            name="bet-kind"
            checked={id === chosen.id}
            onChange={() => change({ kindId: id })}
          />
          <span>
            {name}
            <span className="kind-lines">{lines === 1 ? '1 line' : `${String(lines)} lines`}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
