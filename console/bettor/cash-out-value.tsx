import { useId, useState } from 'react';

import type { BetView } from '#contracts/mod.ts';

import { useCashOut } from '../api/queries.ts';
import { moneyFromApi } from '../format/money-text.ts';

/** The present value of an open bet, asked for by a press and kept fresh while it is shown. */
export function CashOutValue({ bet }: Readonly<{ bet: BetView }>) {
  const [isShown, setShown] = useState(false);
  const id = useId();
  return (
    <div className="cash-out">
      <button
        type="button"
        className="text-button"
        aria-expanded={isShown}
        aria-controls={id}
        onClick={() => {
          setShown(!isShown);
        }}
      >
        What is it worth now?
        <span className="visually-hidden">
          {' '}
          {bet.outcome}, {bet.market}
        </span>
      </button>
      <div id={id}>{isShown && <Value bet={bet} />}</div>
    </div>
  );
}

function Value({ bet }: Readonly<{ bet: BetView }>) {
  const { data, error } = useCashOut(bet.betId);
  if (error !== null)
    return (
      <p className="hint" role="status">
        No value at the moment: {error.message.replace(/; see `\w+`\.$/u, '.')}
      </p>
    );
  if (data === undefined) return <p className="hint">Asking…</p>;
  return (
    <p className="cash-out-value">
      <span>
        Worth now <b className="figure">{moneyFromApi(data.value, data.currency)}</b>
        <span className="hint"> fair {moneyFromApi(data.fair, data.currency)}</span>
      </span>
      <span className="hint">A quotation: it moves with the match and is taken over the API.</span>
    </p>
  );
}
