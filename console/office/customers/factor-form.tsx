import { useId, useState, type SubmitEvent } from 'react';

import type { Customer } from '#contracts/mod.ts';

import { useFactorStep } from '../../api/customers.ts';
import { factorFrom, factorText } from './finding-text.ts';

const SHORTEST_REASON = 3;

/** What a person makes of a factor: takes the proposal, sets another within the limits, or takes the last change back. */
export function FactorForm({ customer }: Readonly<{ customer: Customer }>) {
  const { accountId, username, factor, proposedBps, range } = customer;
  const { seq } = factor;
  const step = useFactorStep();
  const [reason, setReason] = useState('');
  const [wanted, setWanted] = useState('');
  const [problem, setProblem] = useState('');
  const id = useId();
  /** Without a factor the last change is taken back. */
  const give = (bps: number | null): void => {
    const isTold = reason.trim().length >= SHORTEST_REASON;
    setProblem(isTold ? '' : 'Say why in a few words.');
    if (!isTold) return;
    const said = { seq, reason: reason.trim() };
    step.mutate(
      bps === null
        ? { accountId, verb: 'undo', body: said }
        : { accountId, verb: 'factor', body: { ...said, bps } },
      {
        onSuccess: () => {
          setReason('');
          setWanted('');
        },
      },
    );
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const bps = factorFrom(wanted);
    if (bps !== undefined && range !== null && isWithin(bps, range)) give(bps);
    else setProblem(rangeText(range));
  };
  const described = problem === '' ? undefined : id;
  return (
    <form className="decision-foot" aria-label={`Stake factor of ${username}`} onSubmit={submit}>
      <label className="customer-reason">
        <span className="visually-hidden">Reason to change the factor of {username}</span>
        <input
          value={reason}
          maxLength={200}
          placeholder="Reason"
          aria-describedby={described}
          onChange={({ target }) => setReason(target.value)}
        />
      </label>
      {proposedBps !== null && (
        <button
          type="button"
          className="button primary"
          disabled={step.isPending}
          onClick={() => {
            give(proposedBps);
          }}
        >
          Accept {factorText(proposedBps)}
        </button>
      )}
      {range !== null && (
        <>
          <label className="stake customer-wanted">
            <span className="visually-hidden">New factor of {username} in per cent</span>
            <input
              inputMode="decimal"
              value={wanted}
              placeholder={String(factor.bps / 100)}
              aria-describedby={described}
              onChange={({ target }) => setWanted(target.value)}
            />
            <span aria-hidden="true">%</span>
          </label>
          <button type="submit" className="button ghost" disabled={step.isPending}>
            Set
          </button>
        </>
      )}
      {factor.cause !== null && factor.cause !== 'undo' && (
        <button
          type="button"
          className="button ghost"
          disabled={step.isPending}
          onClick={() => {
            give(null);
          }}
        >
          Take the last change back
        </button>
      )}
      <span role="status" className="hint">
        {step.isPending ? 'Sending…' : step.isSuccess ? 'Done.' : ''}
      </span>
      {problem !== '' && (
        <p id={id} className="problem" role="alert">
          {problem}
        </p>
      )}
      {problem === '' && step.error !== null && (
        <p className="problem" role="alert">
          {step.error.message.replace(/; see `\w+`\.$/u, '.')} Above stands what is now.
        </p>
      )}
    </form>
  );
}

type Range = NonNullable<Customer['range']>;
const isWithin = (bps: number, { leastBps, mostBps }: Range): boolean =>
  bps >= leastBps && bps <= mostBps;

const rangeText = (range: Customer['range']): string =>
  range === null
    ? 'Without limits no factor is changed here.'
    : `Within the limits a factor of ${factorText(range.leastBps)} to ${factorText(range.mostBps)} can be set.`;
