import '../../styles/referrals.css';

import { useCallback, useState } from 'react';

import type { Referral } from '#contracts/mod.ts';

import { useReferrals, useVerdict } from '../../api/referrals.ts';
import { moneyFromApi } from '../../format/money-text.ts';
import { timeText } from '../../format/time-text.ts';
import { QueryState } from '../query-state.tsx';
import { NOTES } from './notes.ts';
import { ReferralCard } from './referral-card.tsx';
import { useReferralKeys } from './use-referral-keys.ts';

/** Bets that no rule may take and a person can: the first to expire stands first. */
export function Referrals() {
  const query = useReferrals();
  const { data } = query;
  if (data === undefined) return <QueryState query={query} loading="Asking what waits" />;
  const waiting = data.referrals.filter(({ verdict }) => verdict === null);
  const decided = data.referrals.filter(({ verdict }) => verdict !== null);
  return (
    <>
      <Queue waiting={waiting} />
      {decided.length > 0 && <Decided decided={decided} />}
    </>
  );
}

function Queue({ waiting }: Readonly<{ waiting: readonly Referral[] }>) {
  const [wanted, choose] = useState<string | null>(null);
  const chosen = waiting.some(({ betId }) => betId === wanted) ? wanted : null;
  const { mutate, error, isPending } = useVerdict();
  const decide = useCallback(
    (betId: string, verdict: 'accept' | 'reject') => {
      mutate({ betId, body: { verdict, note: NOTES[verdict] } });
    },
    [mutate],
  );
  useReferralKeys({ ids: waiting.map(({ betId }) => betId), chosen, choose, decide });
  return (
    <section aria-label="Waiting for a trader">
      <h2>
        Waiting{' '}
        <span className="count" role="status">
          {waiting.length}
          <span className="visually-hidden"> bets wait for a trader</span>
        </span>
        <span className="hint referral-keys">
          <kbd>↓</kbd> <kbd>↑</kbd> choose, <kbd>A</kbd> accept, <kbd>R</kbd> reject, <kbd>O</kbd>{' '}
          offer, <kbd>Esc</kbd> let go
        </span>
      </h2>
      {error !== null && (
        <p className="problem" role="alert">
          {error.message.replace(/; see `\w+`\.$/u, '.')}
        </p>
      )}
      {waiting.length === 0 && (
        <p className="card empty">
          No bet waits. Stakes above the limits come here when their customers ask for it.
        </p>
      )}
      {waiting.map((referral) => (
        <ReferralCard
          key={referral.betId}
          referral={referral}
          isChosen={referral.betId === chosen}
          isPending={isPending}
          choose={choose}
          decide={(body) => {
            mutate({ betId: referral.betId, body });
          }}
        />
      ))}
    </section>
  );
}

const VERDICTS: Readonly<Record<NonNullable<Referral['verdict']>['verdict'], string>> = {
  accept: 'accepted',
  offer: 'offered other terms',
  reject: 'rejected',
  cancel: 'taken back',
  expire: 'ran out of time',
};

function Decided({ decided }: Readonly<{ decided: readonly Referral[] }>) {
  return (
    <section aria-label="Decided lately">
      <h2>Decided lately</h2>
      <ul className="card referral-past">
        {decided.map(({ betId, verdict, username, stake, currency, legs, status, reason }) => (
          <li key={betId}>
            <span>
              <b>{legs.map(({ outcome }) => outcome).join(' + ')}</b>{' '}
              {moneyFromApi(stake, currency)} · {username}
            </span>
            <span className="hint">
              {verdict !== null &&
                `${VERDICTS[verdict.verdict]} by ${verdict.by}, ${timeText(verdict.at)}: ${verdict.note || '–'}`}
            </span>
            <span className={`tag tag-${status}`} title={reason ?? ''}>
              {status}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
