import { useState, type SubmitEvent } from 'react';

import type { Referral, ReferralVerdictBody } from '#contracts/mod.ts';

import { symbolOf } from '../../format/money-text.ts';
import { NOTES } from './notes.ts';
import { offerOf } from './offer-body.ts';

type OfferProps = Readonly<{
  referral: Referral;
  isPending: boolean;
  decide: (body: ReferralVerdictBody) => void;
}>;

/** A smaller stake, a lower price of a single, or both, which the customer can take for a minute. */
export function Offer({ referral, isPending, decide }: OfferProps) {
  const { maxStake, currency, legs } = referral;
  const [stake, setStake] = useState(maxStake);
  const [odds, setOdds] = useState('');
  const [why, setWhy] = useState('');
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const offer = offerOf({ stake, odds }, referral);
    setWhy(typeof offer === 'string' ? offer : '');
    if (typeof offer !== 'string') decide({ verdict: 'offer', note: NOTES.offer, ...offer });
  };
  return (
    <form className="because" onSubmit={submit}>
      <label className="stake">
        <span className="visually-hidden">Stake to offer</span>
        <span aria-hidden="true">{symbolOf(currency)}</span>
        <input
          data-offer
          inputMode="decimal"
          placeholder="Stake"
          value={stake}
          onChange={({ target }) => setStake(target.value)}
        />
      </label>
      {legs.length === 1 && (
        <label className="stake">
          <span className="visually-hidden">Odds to offer</span>
          <span aria-hidden="true">@</span>
          <input
            inputMode="decimal"
            placeholder={legs[0]?.odds.toFixed(2)}
            value={odds}
            onChange={({ target }) => setOdds(target.value)}
          />
        </label>
      )}
      <button type="submit" className="button ghost" disabled={isPending}>
        Offer
      </button>
      {why !== '' && (
        <span className="problem-text" role="alert">
          {why}
        </span>
      )}
    </form>
  );
}
