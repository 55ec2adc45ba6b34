-- Cash-outs: offers to buy a bet back, those that were taken, and standing orders. Bets that wait for a trader.

ALTER TABLE bet DROP CONSTRAINT bet_status_check;
ALTER TABLE bet ADD CONSTRAINT bet_status_word
  CHECK (status IN ('delayed', 'accepted', 'rejected', 'settled', 'void', 'cashed-out'));
ALTER TABLE bet DROP CONSTRAINT bet_final_payout;
ALTER TABLE bet ADD CONSTRAINT bet_final_payout CHECK (
  (status IN ('settled', 'void', 'cashed-out')) = (settled_at IS NOT NULL AND payout_minor IS NOT NULL));
-- Parts that were bought back while the rest went on: `stake_minor` is what still rides, or rode at the end.
ALTER TABLE bet ADD COLUMN cashed_stake_minor bigint NOT NULL DEFAULT 0 CHECK (cashed_stake_minor >= 0);
ALTER TABLE bet ADD COLUMN cashed_out_minor bigint NOT NULL DEFAULT 0 CHECK (cashed_out_minor >= 0);
-- A trader may decide until then, and then nobody: the bet is refused. Null: no trader is asked.
ALTER TABLE bet ADD COLUMN referred_until bigint;
CREATE INDEX bet_referred ON bet (referred_until) WHERE status = 'delayed' AND referred_until IS NOT NULL;

-- A bet that was bought back is as firm as a settled one.
CREATE OR REPLACE FUNCTION bury_reservation(reserved uuid, of_fixture text, now_ms bigint) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
  status_now text;
BEGIN
  PERFORM pg_advisory_xact_lock(fixture_fence_key(of_fixture));
  -- A second statement, because the first one's snapshot is older than the lock it waited for.
  SELECT b.status INTO status_now FROM bet AS b WHERE b.id = reserved;
  IF status_now IN ('accepted', 'settled', 'void', 'cashed-out') THEN
    RETURN 'firm';
  END IF;
  INSERT INTO bet_tombstone (bet_id, fixture_id, at) VALUES (reserved, of_fixture, now_ms)
  ON CONFLICT (bet_id) DO NOTHING;
  RETURN 'tombstone';
END $$;

-- What a customer was offered; the ones that nobody took are deleted some time after they expired.
CREATE TABLE cash_out_quote (
  id uuid PRIMARY KEY,
  bet_id uuid NOT NULL REFERENCES bet,
  -- The bet must be as it was then.
  bet_version integer NOT NULL,
  part_bps integer NOT NULL CHECK (part_bps BETWEEN 1 AND 10000),
  -- The part of the stake that is bought back, and for how much.
  stake_minor bigint NOT NULL CHECK (stake_minor > 0),
  value_minor bigint NOT NULL CHECK (value_minor > 0),
  delay_ms integer NOT NULL CHECK (delay_ms >= 0),
  -- Of the open selections: [{"fixtureId", "epoch", "oddsSeq", "stateHash"}].
  legs jsonb NOT NULL,
  expires_at bigint NOT NULL
);
CREATE INDEX cash_out_quote_expired ON cash_out_quote (expires_at);

-- "Buy it back when you offer so much."
CREATE TABLE cash_out_rule (
  id uuid PRIMARY KEY,
  bet_id uuid NOT NULL REFERENCES bet,
  account_id uuid NOT NULL REFERENCES account,
  part_bps integer NOT NULL CHECK (part_bps BETWEEN 1 AND 10000),
  target_minor bigint NOT NULL CHECK (target_minor > 0),
  status text NOT NULL CHECK (status IN ('active', 'done', 'cancelled')),
  at bigint NOT NULL,
  ended_at bigint,
  CONSTRAINT cash_out_rule_ended CHECK ((status = 'active') = (ended_at IS NULL))
);
CREATE UNIQUE INDEX cash_out_rule_active ON cash_out_rule (bet_id) WHERE status = 'active';

-- A quote that was taken, once: the primary key is the quote.
CREATE TABLE cash_out (
  quote_id uuid PRIMARY KEY REFERENCES cash_out_quote,
  bet_id uuid NOT NULL REFERENCES bet,
  account_id uuid NOT NULL REFERENCES account,
  key text NOT NULL CHECK (length(key) BETWEEN 8 AND 64),
  policy text NOT NULL CHECK (policy IN ('none', 'higher', 'any')),
  -- The standing order that took it; null: the customer himself.
  rule_id uuid REFERENCES cash_out_rule,
  status text NOT NULL CHECK (status IN ('delayed', 'accepted', 'rejected')),
  received_at bigint NOT NULL,
  due_at bigint NOT NULL,
  -- Whoever finishes an overdue one holds it until this time (UTC milliseconds).
  claimed_until bigint NOT NULL DEFAULT 0,
  decided_at bigint,
  paid_minor bigint,
  -- {status, body} as sent over HTTP, for ever.
  answer json,
  UNIQUE (account_id, key),
  CONSTRAINT cash_out_decided CHECK ((status = 'delayed') = (decided_at IS NULL AND answer IS NULL)),
  CONSTRAINT cash_out_paid CHECK ((status = 'accepted') = (paid_minor IS NOT NULL))
);
-- One at a time.
CREATE UNIQUE INDEX cash_out_under_way ON cash_out (bet_id) WHERE status = 'delayed';
CREATE INDEX cash_out_of_bet ON cash_out (bet_id, received_at);
CREATE INDEX cash_out_overdue ON cash_out (due_at) WHERE status = 'delayed';

-- What traders said to bets that were referred to them.
CREATE TABLE bet_referral (
  bet_id uuid PRIMARY KEY REFERENCES bet,
  verdict text NOT NULL CHECK (verdict IN ('accept', 'reduce', 'reject')),
  -- The largest stake that the trader takes.
  stake_minor bigint CHECK (stake_minor > 0),
  actor text NOT NULL,
  note text NOT NULL,
  at bigint NOT NULL,
  CONSTRAINT bet_referral_stake CHECK ((verdict = 'reduce') = (stake_minor IS NOT NULL))
);
CALL make_append_only('bet_referral');
