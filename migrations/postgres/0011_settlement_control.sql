-- What people decide about settlement: holds, results and voids that somebody else must approve.

-- Settlement of a fixture, of one of its markets, or of one bet waits until the hold is released.
CREATE TABLE settlement_hold (
  id uuid PRIMARY KEY,
  fixture_id text,
  market_key text,
  bet_id uuid,
  reason text NOT NULL,
  -- A user name, or what found the bet.
  held_by text NOT NULL,
  held_at bigint NOT NULL,
  -- The decision that it waits for and ends with; null: an operator releases it.
  decision_id uuid,
  released_by text,
  released_at bigint,
  release_reason text,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT settlement_hold_target CHECK (
    num_nonnulls(fixture_id, bet_id) = 1 AND (market_key IS NULL OR fixture_id IS NOT NULL)),
  CONSTRAINT settlement_hold_released CHECK (num_nulls(released_by, released_at, release_reason) IN (0, 3))
);
CREATE INDEX settlement_hold_fixture ON settlement_hold (fixture_id) WHERE released_at IS NULL;
CREATE INDEX settlement_hold_bet ON settlement_hold (bet_id) WHERE bet_id IS NOT NULL;

-- Held shared by every transaction that settles bets, and exclusively while a hold is written: whoever has got
-- his hold back knows that nothing under it is settled any more.
CREATE FUNCTION settlement_hold_key() RETURNS bigint IMMUTABLE PARALLEL SAFE
LANGUAGE sql RETURN hashtextextended('settlement-hold', 7377900711);

-- Something about settlement that was proposed, with what it would do to money when it was proposed.
CREATE TABLE settlement_decision (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('market-result', 'selection-void', 're-settlement')),
  fixture_id text NOT NULL,
  -- What is to be done: markets with their outcomes, or selections of bets.
  body jsonb NOT NULL,
  -- SHA-256 of the fixture and the body: the same thing is proposed once.
  digest text NOT NULL,
  effect jsonb NOT NULL,
  reason text NOT NULL,
  -- A user name, or the part of the house that noticed.
  proposed_by text NOT NULL,
  -- Null when no person proposed it.
  proposer_id uuid REFERENCES app_user,
  proposed_at bigint NOT NULL,
  -- Null: it waits for as long as it takes.
  expires_at bigint,
  status text NOT NULL CHECK (status IN ('waiting', 'applied', 'rejected', 'expired')),
  -- The second person; the first one where nobody else had to agree.
  decided_by text,
  decider_id uuid REFERENCES app_user,
  decided_at bigint,
  decision_reason text,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT settlement_decision_final CHECK ((status = 'waiting') = (decided_at IS NULL))
);
CREATE UNIQUE INDEX settlement_decision_waiting ON settlement_decision (digest) WHERE status = 'waiting';
CREATE INDEX settlement_decision_fixture ON settlement_decision (fixture_id);

-- Selections that are void whatever their market comes to.
CREATE TABLE selection_void (
  bet_id uuid NOT NULL REFERENCES bet,
  leg smallint NOT NULL,
  fixture_id text NOT NULL,
  decision_id uuid NOT NULL REFERENCES settlement_decision,
  -- One of VOID_REASONS.
  code text NOT NULL,
  -- The fact that it rests on, in words, for the explanation of the bet.
  basis text NOT NULL,
  -- The version of the fixture's results that it counts as.
  result_version integer NOT NULL,
  at bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (bet_id, leg)
);
CREATE INDEX selection_void_fixture ON selection_void (fixture_id, bet_id);
CALL make_append_only('selection_void');

-- A result by decision stands until another decision; what the feed says after it does not change it.
ALTER TABLE market_result ADD COLUMN decision_id uuid REFERENCES settlement_decision;
ALTER TABLE market_result DROP CONSTRAINT market_result_void_reason_check;
ALTER TABLE market_result ADD CONSTRAINT market_result_void_reason_word CHECK (void_reason ~ '^[A-Z]+(_[A-Z]+)*$');
ALTER TABLE fixture_result DROP CONSTRAINT fixture_result_ending_check;
ALTER TABLE fixture_result ADD CONSTRAINT fixture_result_ending_word
  CHECK (ending IN ('completed', 'abandoned', 'void', 'open'));
