-- Bets that wait for a trader: which rule asked for one, and how the waiting ended.

-- {"kind": "asked", "code", "maxStakeMinor"}: a trader is asked. {"kind": "offered", "by"}: the bet is what a trader
-- offered in the place of that one. Null: the rules alone decide.
ALTER TABLE bet ADD COLUMN referral jsonb;
ALTER TABLE bet ADD CONSTRAINT bet_referred_asked
  CHECK ((referred_until IS NOT NULL) = (referral IS NOT NULL AND referral ->> 'kind' = 'asked'));

-- One row ends the waiting, whoever writes it first: a trader, the customer who takes the bet back, or the clock.
ALTER TABLE bet_referral ADD COLUMN odds integer CHECK (odds >= 10000);
ALTER TABLE bet_referral DROP CONSTRAINT bet_referral_verdict_check, DROP CONSTRAINT bet_referral_stake;
ALTER TABLE bet_referral ADD CONSTRAINT bet_referral_word
  CHECK (verdict IN ('accept', 'offer', 'reject', 'cancel', 'expire'));
ALTER TABLE bet_referral ADD CONSTRAINT bet_referral_terms
  CHECK ((verdict = 'offer') = (stake_minor IS NOT NULL OR odds IS NOT NULL));
CREATE INDEX bet_referral_newest ON bet_referral (at DESC);
