import { useId, useState } from 'react';

import type { BetView } from '#contracts/mod.ts';

import { useCashOut, useTakeCashOut, type CashOutView } from '../api/cash-out.ts';
import { moneyFromApi } from '../format/money-text.ts';
import '../styles/cash-out.css';

const PARTS = [
  { name: 'All', partBps: 10_000 },
  { name: 'Half', partBps: 5_000 },
] as const;

/** The present value of an open bet, asked for by a press and kept fresh while it is shown, and its sale. */
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

const withoutReference = (message: string): string => message.replace(/; see `\w+`\.$/u, '.');

function Value({ bet }: Readonly<{ bet: BetView }>) {
  const [partBps, setPartBps] = useState<number>(PARTS[0].partBps);
  const { data, error } = useCashOut(bet.betId, partBps);
  if (error !== null)
    return (
      <p className="hint" role="status">
        No value at the moment: {withoutReference(error.message)}
      </p>
    );
  if (data === undefined) return <p className="hint">Asking…</p>;
  return (
    <div className="cash-out-value">
      <span>
        Worth now <b className="figure">{moneyFromApi(data.value, data.currency)}</b>
        <span className="hint"> fair {moneyFromApi(data.fair, data.currency)}</span>
      </span>
      <Part partBps={partBps} onChoose={setPartBps} />
      <Sale quote={data} />
    </div>
  );
}

type PartProps = Readonly<{ partBps: number; onChoose: (partBps: number) => void }>;

function Part({ partBps, onChoose }: PartProps) {
  return (
    <span className="cash-out-part" role="group" aria-label="Part of the bet">
      {PARTS.map((part) => (
        <button
          key={part.name}
          type="button"
          className="chip"
          aria-pressed={part.partBps === partBps}
          onClick={() => {
            onChoose(part.partBps);
          }}
        >
          {part.name}
        </button>
      ))}
    </span>
  );
}

/** One press sells at the value that it shows, or better: a worse one is refused and the next is shown. */
function Sale({ quote }: Readonly<{ quote: CashOutView }>) {
  const take = useTakeCashOut();
  const { value, remainingStake, currency } = quote;
  const rides = Number(remainingStake) > 0;
  return (
    <>
      <button
        type="button"
        className="button primary"
        disabled={take.isPending}
        onClick={() => {
          take.mutate(quote);
        }}
      >
        {take.isPending ? 'Waiting…' : `Cash out ${moneyFromApi(value, currency)}`}
      </button>
      <span className="hint">
        {rides
          ? `${moneyFromApi(remainingStake, currency)} of the stake stays on the bet.`
          : 'The bet ends with it.'}
      </span>
      <span className="hint" role="status">
        {take.isError && `Not sold: ${withoutReference(take.error.message)}`}
        {take.data?.status === 'delayed' && 'The decision takes longer; the bet will show it.'}
      </span>
    </>
  );
}
