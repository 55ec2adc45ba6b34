import { useEffect, useRef } from 'react';

import type { Referral, ReferralVerdictBody } from '#contracts/mod.ts';

import { houseMoney, moneyFromApi } from '../../format/money-text.ts';
import { useBook } from '../../stream/use-live.ts';
import { Meter } from '../../trade/blotter.tsx';
import { lossShare } from '../../trade/exposure.ts';
import { toneOf } from '../../trade/totals.tsx';
import { bookEffect } from './effect.ts';
import { Offer } from './offer.tsx';
import { NOTES } from './notes.ts';
import { TimeLeft } from './time-left.tsx';

type CardProps = Readonly<{
  referral: Referral;
  isChosen: boolean;
  isPending: boolean;
  choose: (id: string) => void;
  decide: (body: ReferralVerdictBody) => void;
}>;

/** A bet that waits: who wants what, at which price, what it would do to the book, and the three answers. */
export function ReferralCard({ referral, isChosen, isPending, choose, decide }: CardProps) {
  const { betId, username, type, stake, currency, potentialPayout, code, maxStake } = referral;
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    if (isChosen) card.current?.scrollIntoView({ block: 'nearest' });
  }, [isChosen]);
  const what = referral.legs.map(({ outcome }) => outcome).join(' + ');
  return (
    <article
      ref={card}
      className="card referral"
      data-chosen={isChosen}
      aria-label={`${type}, ${what}, ${moneyFromApi(stake, currency)} by ${username}`}
      aria-current={isChosen}
      onClick={() => {
        choose(betId);
      }}
    >
      <header>
        <h3>
          {moneyFromApi(stake, currency)} <span className="hint">{type}</span>
        </h3>
        <span className="hint">
          {username}
          {referral.inPlay && ' · in play'}
        </span>
        <TimeLeft until={referral.expiresAt} from={referral.receivedAt} />
      </header>
      <Legs referral={referral} />
      <dl className="referral-figures">
        <div>
          <dt>Pays if it wins</dt>
          <dd className="figure">{moneyFromApi(potentialPayout, currency)}</dd>
        </div>
        <div>
          <dt>Taken without asking</dt>
          <dd className="figure">{moneyFromApi(maxStake, currency)}</dd>
        </div>
        <div>
          <dt>Why it is here</dt>
          <dd>{code}</dd>
        </div>
        <Exposure referral={referral} />
      </dl>
      <footer className="decision-foot">
        {(['accept', 'reject'] as const).map((verdict) => (
          <button
            key={verdict}
            type="button"
            className={`button ${verdict === 'accept' ? 'primary' : 'ghost'}`}
            disabled={isPending}
            onClick={() => {
              decide({ verdict, note: NOTES[verdict] });
            }}
          >
            {verdict === 'accept' ? 'Accept' : 'Reject'}
          </button>
        ))}
        <Offer referral={referral} isPending={isPending} decide={decide} />
      </footer>
    </article>
  );
}

function Legs({ referral: { legs } }: Readonly<{ referral: Referral }>) {
  return (
    <ul className="referral-legs">
      {legs.map((leg) => (
        <li key={`${leg.fixtureId}${leg.marketKey}${leg.outcomeId}`}>
          <b>{leg.outcome}</b>
          <span>
            {leg.market} · {leg.fixture}
          </span>
          <span className="figure">
            {leg.odds.toFixed(2)}
            {leg.oddsNow !== null && leg.oddsNow !== leg.odds && (
              <span className="hint"> now {leg.oddsNow.toFixed(2)}</span>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** What the bet would do to the fixture of its first selection. */
function Exposure({ referral }: Readonly<{ referral: Referral }>) {
  const [leg] = referral.legs;
  const book = useBook(leg?.fixtureId ?? ('' as Referral['legs'][number]['fixtureId']));
  if (book === undefined) return null;
  const effect = bookEffect(book, referral);
  const after = effect?.afterMinor.toString();
  return (
    <>
      {effect !== undefined && after !== undefined && (
        <div>
          <dt>House, if it wins</dt>
          <dd className="figure">
            {houseMoney(effect.beforeMinor.toString())} →{' '}
            <b data-tone={toneOf(after)}>{houseMoney(after)}</b>
          </dd>
        </div>
      )}
      <div>
        <dt>Worst case of the fixture</dt>
        <dd className="figure">
          <span data-tone={toneOf(book.worstCaseMinor)}>{houseMoney(book.worstCaseMinor)}</span> of{' '}
          {houseMoney(book.worstCaseLimitMinor)}
          <Meter share={lossShare(book.worstCaseMinor, book.worstCaseLimitMinor)} />
        </dd>
      </div>
    </>
  );
}
