import { useState, type SubmitEvent } from 'react';

import { formatMoney, parseMoney, type BookMessage, type CommandBody } from '#contracts/mod.ts';

import { houseMoney, HOUSE_CURRENCY, symbolOf } from '../format/money-text.ts';
import { minuteText, phaseText, suspensionText } from '../format/match-time.ts';
import { Icon } from '../ui/icons.tsx';
import { Meter } from './blotter.tsx';
import { lossShare } from './exposure.ts';
import { toneOf } from './totals.tsx';

type DeskHeadProps = Readonly<{ book: BookMessage; send: (body: CommandBody) => void }>;

/** What is true of the whole fixture, and what can be done to the whole fixture. */
export function DeskHead({ book, send }: DeskHeadProps) {
  const { info, state, skew } = book;
  const isStopped = state.suspended.includes('trader');
  return (
    <header className="card desk-head">
      <div className="desk-title">
        <h1>
          {info.home}
          <span className="desk-score figure">
            {state.score.home} – {state.score.away}
          </span>
          {info.away}
        </h1>
        <p>
          <span className="time-live figure">{minuteText(state)}</span>
          <span>{phaseText(state.phase)}</span>
          <span>{info.competition}</span>
          {state.suspended.map((reason) => (
            <span key={reason} className="tag tag-suspended">
              {suspensionText(reason)}
            </span>
          ))}
        </p>
      </div>
      <div className="desk-controls">
        <label className="switch">
          <input
            type="checkbox"
            role="switch"
            checked={skew}
            onChange={({ target }) => {
              send({ kind: 'skew', enabled: target.checked });
            }}
          />
          <span>Skew by exposure</span>
        </label>
        <button
          type="button"
          className={isStopped ? 'button primary' : 'button danger'}
          aria-keyshortcuts={isStopped ? 'Shift+R' : 'Shift+S'}
          onClick={() => {
            send({ kind: isStopped ? 'resume' : 'suspend' });
          }}
        >
          <Icon name={isStopped ? 'play' : 'pause'} />
          {isStopped ? 'Resume fixture' : 'Suspend fixture'}
        </button>
      </div>
      <Figures book={book} send={send} />
    </header>
  );
}

function Figures({ book, send }: DeskHeadProps) {
  const { stakedMinor, expectedMinor, worstCaseMinor, worstCaseLimitMinor, bets } = book;
  return (
    <dl className="desk-figures">
      <div>
        <dt>Open bets</dt>
        <dd className="figure">{bets}</dd>
      </div>
      <div>
        <dt>Staked</dt>
        <dd className="figure">{houseMoney(stakedMinor)}</dd>
      </div>
      <div>
        <dt>Expected result</dt>
        <dd className="figure" data-tone={toneOf(expectedMinor)}>
          {houseMoney(expectedMinor)}
        </dd>
      </div>
      <div className="desk-worst">
        <dt>Worst case</dt>
        <dd className="figure" data-tone={toneOf(worstCaseMinor)}>
          {houseMoney(worstCaseMinor)}
          <Meter share={lossShare(worstCaseMinor, worstCaseLimitMinor)} />
        </dd>
      </div>
      <div>
        <dt>
          <label htmlFor="worst-case-limit">Worst-case limit</label>
        </dt>
        <dd>
          <LimitForm key={worstCaseLimitMinor} limitMinor={worstCaseLimitMinor} send={send} />
        </dd>
      </div>
    </dl>
  );
}

type LimitFormProps = Readonly<{ limitMinor: string; send: DeskHeadProps['send'] }>;

function LimitForm({ limitMinor, send }: LimitFormProps) {
  const present = formatMoney(BigInt(limitMinor), HOUSE_CURRENCY).replace(/\.00$/u, '');
  const [draft, setDraft] = useState(present);
  const limit = parseMoney(draft, HOUSE_CURRENCY);
  const isSound = limit !== undefined && limit >= 0n;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (isSound) send({ kind: 'worst-case-limit', limitMinor: limit.toString() });
  };
  return (
    <form className="limit" onSubmit={submit}>
      <span aria-hidden="true">{symbolOf(HOUSE_CURRENCY)}</span>
      <input
        id="worst-case-limit"
        inputMode="decimal"
        value={draft}
        aria-invalid={!isSound}
        onChange={({ target }) => {
          setDraft(target.value);
        }}
      />
      {draft !== present && (
        <button type="submit" className="chip" disabled={!isSound}>
          Set
        </button>
      )}
    </form>
  );
}
