import { useState } from 'react';

import { session } from '../../api/session.ts';
import { useDecideWithdrawal, useWithdrawals, type Withdrawal } from '../../api/withdrawals.ts';
import { moneyFromApi } from '../../format/money-text.ts';
import { dateTimeText } from '../../format/time-text.ts';
import { useValue } from '../../state.ts';
import { Because } from '../because.tsx';
import { QueryState } from '../query-state.tsx';
import { Approve } from './approve.tsx';
import { reasonWord } from './reason-word.ts';

/** Money that customers want out and that nobody has let go yet, the oldest first. */
export function Withdrawals() {
  const query = useWithdrawals();
  const { data } = query;
  if (data === undefined) return <QueryState query={query} loading="Asking who wants money out" />;
  const { payments } = data;
  return (
    <section aria-label="Withdrawals">
      <h2>
        Withdrawals <span className="count">{payments.length}</span>
      </h2>
      {payments.length === 0 && <p className="card empty">No withdrawal waits.</p>}
      {payments.map((payment) => (
        <WithdrawalCard key={payment.paymentId} payment={payment} />
      ))}
    </section>
  );
}

function WithdrawalCard({ payment }: Readonly<{ payment: Withdrawal }>) {
  const { username, amount, currency, method, provider, requestedAt, accountId } = payment;
  const money = moneyFromApi(amount, currency);
  const title = `${money} by ${method}: ${username}`;
  return (
    <article className="card decision" aria-label={`Withdrawal: ${title}`}>
      <h3>{title}</h3>
      <p className="hint">
        Asked for {dateTimeText(requestedAt)}, to be paid by {provider}; account{' '}
        <span className="figure">{accountId}</span>
      </p>
      <Verdict payment={payment} money={money} />
    </article>
  );
}

function Verdict({ payment, money }: Readonly<{ payment: Withdrawal; money: string }>) {
  const isOwn = useValue(session)?.username === payment.username;
  const decide = useDecideWithdrawal();
  const [isOdd, setOdd] = useState(false);
  const { paymentId } = payment;
  if (isOwn) return <p className="hint">It is your own, so somebody else must decide it.</p>;
  return (
    <footer className="decision-foot">
      <Approve
        yes={`Yes, pay ${money}`}
        isPending={decide.isPending}
        onApprove={() => {
          decide.mutate({ paymentId, verb: 'approve' });
        }}
      />
      <Because
        verb="Reject"
        isPending={decide.isPending}
        onGive={(text) => {
          const reason = reasonWord(text);
          setOdd(reason === undefined);
          if (reason !== undefined) decide.mutate({ paymentId, verb: 'reject', reason });
        }}
      />
      {(isOdd || decide.error !== null) && (
        <p className="problem" role="alert">
          {isOdd ? 'Say it in plain letters, at least three.' : decide.error?.message}
        </p>
      )}
    </footer>
  );
}
