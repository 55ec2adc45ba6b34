-- Bonuses: what operators grant, which bet has it, and what a bet keeps of its terms.

CREATE TABLE bonus_grant (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('free-bet', 'boost')),
  -- To this customer; null: to everyone on one market.
  account_id uuid REFERENCES account,
  fixture_id text,
  market_key text,
  -- Null: every answer of the market.
  outcome_id text,
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  -- {"amountMinor": "1000", "stakeReturned": false} or {"of": "winnings", "percentBps": 2000, "capMinor": "5000"}
  terms jsonb NOT NULL,
  -- {"minOdds": 1.5, "minLegs": 3, "sports": ["football"]}, each optional.
  conditions jsonb NOT NULL,
  expires_at bigint NOT NULL,
  granted_by uuid NOT NULL REFERENCES app_user,
  granted_at bigint NOT NULL,
  reason text NOT NULL,
  -- The Idempotency-Key of the operator and the SHA-256 of the request.
  key text NOT NULL,
  body_hash bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT bonus_grant_key UNIQUE (granted_by, key),
  CONSTRAINT bonus_grant_scope CHECK (
    num_nonnulls(fixture_id, market_key) IN (0, 2) AND (account_id IS NULL) = (market_key IS NOT NULL)
    AND (outcome_id IS NULL OR market_key IS NOT NULL)),
  CONSTRAINT bonus_grant_free_bet CHECK (kind <> 'free-bet' OR account_id IS NOT NULL)
);
CREATE INDEX bonus_grant_account ON bonus_grant (account_id, id) WHERE account_id IS NOT NULL;
CREATE INDEX bonus_grant_market ON bonus_grant (expires_at) WHERE account_id IS NULL;
CALL make_append_only('bonus_grant');

-- No further bet takes the grant; the bet that has it goes on.
CREATE TABLE bonus_revocation (
  grant_id uuid PRIMARY KEY REFERENCES bonus_grant,
  revoked_by uuid NOT NULL REFERENCES app_user,
  at bigint NOT NULL,
  reason text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CALL make_append_only('bonus_revocation');

-- The bet that took a grant: held while it is open, used when it is settled, returned when it was rejected or void.
CREATE TABLE bonus_use (
  bet_id uuid PRIMARY KEY REFERENCES bet,
  grant_id uuid NOT NULL REFERENCES bonus_grant,
  account_id uuid NOT NULL REFERENCES account,
  status text NOT NULL CHECK (status IN ('held', 'used', 'returned')),
  -- When a void bet gave it back; null when the bet was rejected.
  returned_at bigint,
  -- The bet was void, another one took the grant since, and a correction opened or settled this one again.
  again boolean NOT NULL DEFAULT false
);
CREATE INDEX bonus_use_grant ON bonus_use (grant_id, account_id);
-- A customer has a grant in one bet at a time.
CREATE UNIQUE INDEX bonus_use_once ON bonus_use (grant_id, account_id) WHERE status <> 'returned' AND NOT again;

ALTER TABLE bet
  -- Its terms as they were when the bet was taken: {"kind": "free-bet", "grantId": "…", "stakeReturned": false}.
  ADD COLUMN bonus jsonb,
  -- Of payout_minor, what a boost or an accumulator bonus added.
  ADD COLUMN bonus_minor bigint NOT NULL DEFAULT 0 CHECK (bonus_minor >= 0);
-- The stake of a free bet is not the customer's.
DROP INDEX bet_open_of_account;
CREATE INDEX bet_open_of_account ON bet (account_id) INCLUDE (stake_minor, bonus) WHERE status IN ('delayed', 'accepted');
