import { useState } from 'react';

import type { Customer } from '#contracts/mod.ts';

import { useCustomer } from '../../api/customers.ts';
import { dateTimeText } from '../../format/time-text.ts';
import { QueryState } from '../query-state.tsx';
import { FactorForm } from './factor-form.tsx';
import { factorText, figureTexts, FINDING_TITLES, strengthText } from './finding-text.ts';

/** What was found about one customer, with the factor that follows, and what a person makes of it. */
export function CustomerCard({ customer }: Readonly<{ customer: Customer }>) {
  const { accountId, username, status, factor, findings, currency } = customer;
  return (
    <article className="card decision" aria-label={`Customer ${username}`}>
      <header>
        <h3>
          {username} {status !== 'open' && <span className="tag tag-suspended">{status}</span>}
        </h3>
        <span className="customer-factor figure" data-changed={factor.bps !== 10_000}>
          <span className="hint">Stake factor</span> {factorText(factor.bps)}
        </span>
      </header>
      <p className="hint">
        Account <span className="figure">{accountId}</span>
      </p>
      {findings.length === 0 && <p className="hint">No test names this customer.</p>}
      <ul className="customer-findings" aria-label={`Findings about ${username}`}>
        {findings.map((finding) => (
          <li key={finding.findingId}>
            <p className="customer-kind">
              <b>{FINDING_TITLES[finding.kind]}</b>
              <span className="tag">{strengthText(finding.p)}</span>
              <time className="hint" dateTime={new Date(finding.at).toISOString()}>
                {dateTimeText(finding.at)}
              </time>
            </p>
            <p>{finding.words}</p>
            <dl className="customer-figures">
              {figureTexts(finding.figures, currency).map(([name, text]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd className="figure">{text}</dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ul>
      <p className="decision-why">{factorSentence(factor)}</p>
      <FactorForm customer={customer} />
      {factor.seq > 0 && <History customer={customer} />}
    </article>
  );
}

const CAUSES = {
  flag: 'after a finding',
  person: 'by hand',
  undo: 'a change taken back',
} as const;

function factorSentence({ bps, cause, actor, reason, at }: Customer['factor']): string {
  if (cause === null || at === null) return 'The factor is the ordinary one; nobody has set it.';
  return `${factorText(bps)} set by ${actor ?? 'nobody'}, ${CAUSES[cause]}, ${dateTimeText(at)}: “${reason ?? ''}”`;
}

function History({ customer }: Readonly<{ customer: Customer }>) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details
      className="decision-largest"
      onToggle={({ currentTarget }) => {
        setOpen(currentTarget.open);
      }}
    >
      <summary>Every change of the factor</summary>
      {isOpen && <Changes customer={customer} />}
    </details>
  );
}

function Changes({ customer: { accountId, username } }: Readonly<{ customer: Customer }>) {
  const query = useCustomer(accountId);
  const { data } = query;
  if (data === undefined) return <QueryState query={query} loading="Asking what was changed" />;
  return (
    <ul aria-label={`Changes of the factor of ${username}`}>
      {data.changes.map(({ changeId, fromBps, toBps, cause, actor, reason, at }) => (
        <li key={changeId}>
          <span>
            <b className="figure">
              {factorText(fromBps)} → {factorText(toBps)}
            </b>{' '}
            {actor}, {CAUSES[cause]}: “{reason}”
          </span>
          <time className="hint" dateTime={new Date(at).toISOString()}>
            {dateTimeText(at)}
          </time>
        </li>
      ))}
    </ul>
  );
}
