import { useState, type SubmitEvent } from 'react';

import { useDeposit, useMe } from '../api/queries.ts';
import { moneyFromApi } from '../format/money-text.ts';
import { idempotencyKey } from '../ids.ts';
import { Dialog } from './dialog.tsx';

const PRESETS = ['20', '50', '100', '500'];

/** Demo money: the only payment method there is. */
export function DepositDialog({ onClose }: Readonly<{ onClose: () => void }>) {
  const me = useMe().data;
  const [amount, setAmount] = useState('100');
  const [key, setKey] = useState(idempotencyKey);
  const deposit = useDeposit();
  /** One key per amount: pressing again after a failure pays in once. */
  const choose = (next: string): void => {
    setAmount(next);
    setKey(idempotencyKey());
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    deposit.mutate({ amount: amount.replace(',', '.'), key }, { onSuccess: onClose });
  };
  const currency = me?.currency ?? 'EUR';
  return (
    <Dialog title="Deposit" onClose={onClose}>
      <form className="form" onSubmit={submit}>
        <div className="presets" role="group" aria-label="Amounts">
          {PRESETS.map((each) => (
            <button
              key={each}
              type="button"
              className="chip"
              aria-pressed={amount === each}
              onClick={() => choose(each)}
            >
              {moneyFromApi(each, currency)}
            </button>
          ))}
        </div>
        <label>
          Amount in {currency}
          <input
            inputMode="decimal"
            value={amount}
            required
            onChange={({ target }) => choose(target.value)}
          />
          <span className="hint">Demo card: play money, nothing is charged.</span>
        </label>
        {deposit.error !== null && (
          <p role="alert" className="problem">
            {deposit.error.message}
          </p>
        )}
        <button type="submit" className="button primary wide" disabled={deposit.isPending}>
          Deposit {moneyFromApi(amount, currency)}
        </button>
      </form>
    </Dialog>
  );
}
