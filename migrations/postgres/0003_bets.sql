-- Bets, the fence between placement and settlement, ownership of shards, and the traders' audit.

CREATE TABLE bet (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES account,
  status text NOT NULL CHECK (status IN ('delayed', 'accepted', 'rejected', 'settled', 'void')),
  -- Counts the changes of this bet from 1; every change is a compare-and-set on it.
  version integer NOT NULL DEFAULT 1 CHECK (version >= 1),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  stake_minor bigint NOT NULL CHECK (stake_minor > 0),
  -- At the contract's odds once accepted, at the requested odds before.
  potential_payout_minor bigint NOT NULL,
  payout_minor bigint,
  policy text NOT NULL CHECK (policy IN ('none', 'higher', 'any')),
  -- Stable code of the refusal or of the void.
  reason text,
  -- What came with the refusal: the price on offer, the largest stake.
  reason_detail jsonb,
  received_at bigint NOT NULL,
  -- When the decision is due: received_at plus the in-play delay.
  due_at bigint NOT NULL,
  -- The placement time, from the host's token.
  decided_at bigint,
  owner_epoch bigint NOT NULL DEFAULT 0,
  input_seq bigint,
  odds_seq bigint,
  state_hash text NOT NULL,
  in_play boolean NOT NULL,
  -- Legs without a result; reaches 0 in the statement that settles the bet.
  open_legs integer NOT NULL CHECK (open_legs >= 0),
  settled_at bigint,
  explanation jsonb,
  rules_version integer,
  -- Whoever finishes an overdue bet holds it until this time (UTC milliseconds).
  claimed_until bigint NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT bet_final_payout CHECK ((status IN ('settled', 'void')) = (settled_at IS NOT NULL AND payout_minor IS NOT NULL)),
  CONSTRAINT bet_rejected_reason CHECK (status <> 'rejected' OR reason IS NOT NULL),
  CONSTRAINT bet_decided CHECK (status IN ('delayed', 'rejected') OR decided_at IS NOT NULL)
) WITH (fillfactor = 80);
CREATE INDEX bet_account ON bet (account_id, id DESC);
CREATE INDEX bet_overdue ON bet (due_at) WHERE status = 'delayed';
-- What each customer has at stake now.
CREATE INDEX bet_open_of_account ON bet (account_id) INCLUDE (stake_minor) WHERE status IN ('delayed', 'accepted');

CREATE TABLE bet_leg (
  bet_id uuid NOT NULL REFERENCES bet,
  leg smallint NOT NULL CHECK (leg >= 0),
  fixture_id text NOT NULL,
  market_key text NOT NULL,
  outcome_id text NOT NULL,
  -- The teams as they were called, because a bet outlives the board that it was taken from.
  home text NOT NULL DEFAULT '',
  away text NOT NULL DEFAULT '',
  -- Decimal odds x 10,000: the price that the bettor saw, and the price of the contract once accepted.
  requested_odds integer NOT NULL,
  odds integer,
  -- Null when the bet was refused before a host looked at it.
  catalogue_version integer,
  result text CHECK (result IN ('won', 'lost', 'void', 'half-won', 'half-lost')),
  result_version integer,
  PRIMARY KEY (bet_id, leg),
  CONSTRAINT bet_leg_result CHECK ((result IS NULL) = (result_version IS NULL))
);
-- Settlement walks the open legs of one market in keyset chunks; the ticker walks a fixture backwards.
CREATE INDEX bet_leg_open ON bet_leg (fixture_id, market_key, bet_id) WHERE result IS NULL;
CREATE INDEX bet_leg_fixture ON bet_leg (fixture_id, bet_id DESC);

-- The first request with a key, and the answer that every repeat gets.
CREATE TABLE bet_request (
  account_id uuid NOT NULL REFERENCES account,
  key text NOT NULL CHECK (length(key) BETWEEN 8 AND 64),
  -- SHA-256 of the canonical body.
  body_hash bytea NOT NULL,
  -- Null when the request was refused before it became a bet.
  bet_id uuid UNIQUE REFERENCES bet,
  status text NOT NULL CHECK (status IN ('in-flight', 'final')),
  -- {status, body} as sent over HTTP, to the letter; null while in flight.
  answer json,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (account_id, key),
  CONSTRAINT bet_request_answer CHECK ((status = 'final') = (answer IS NOT NULL)),
  CONSTRAINT bet_request_in_flight CHECK (status = 'final' OR bet_id IS NOT NULL)
);

-- A host that let a reservation go writes the bet's id here; a placement that comes later is refused.
CREATE TABLE bet_tombstone (
  bet_id uuid PRIMARY KEY,
  fixture_id text NOT NULL,
  at bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

-- Buries a reservation unless the bet is firm. Returns 'firm' when the bet was accepted, 'tombstone' when it
-- can no longer be. The row lock makes it wait for an acceptance under way; the placement takes the same
-- lock before it reads tombstones.
CREATE FUNCTION bury_reservation(reserved uuid, of_fixture text, now_ms bigint) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
  status_now text;
BEGIN
  PERFORM FROM bet AS b WHERE b.id = reserved FOR UPDATE;
  -- A second statement, because the first one's snapshot is older than the lock it waited for.
  SELECT b.status INTO status_now FROM bet AS b WHERE b.id = reserved;
  IF status_now IN ('accepted', 'settled', 'void') THEN
    RETURN 'firm';
  END IF;
  INSERT INTO bet_tombstone (bet_id, fixture_id, at) VALUES (reserved, of_fixture, now_ms)
  ON CONFLICT (bet_id) DO NOTHING;
  RETURN 'tombstone';
END $$;

-- Markets whose result is known. Written under the exclusive fence of the fixture; '*' closes them all.
CREATE TABLE market_closed (
  fixture_id text NOT NULL,
  market_key text NOT NULL,
  result_version integer NOT NULL CHECK (result_version >= 1),
  at bigint NOT NULL,
  PRIMARY KEY (fixture_id, market_key)
);

-- The fence: placements take it shared, closing markets takes it exclusively, both before a second
-- statement reads or writes. The seed keeps it apart from other advisory locks.
CREATE FUNCTION fixture_fence_key(fixture text) RETURNS bigint IMMUTABLE PARALLEL SAFE
LANGUAGE sql RETURN hashtextextended(fixture, 7377900711);

-- The same for owners: a placement takes its shards' keys shared before it reads their epochs. A new owner
-- that takes the key once, after it claimed the shard and before it reads bets, sees every bet that an
-- earlier owner's decision could still write.
CREATE FUNCTION shard_fence_key(shard integer) RETURNS bigint IMMUTABLE PARALLEL SAFE
LANGUAGE sql RETURN hashtextextended('shard:' || shard, 7377900711);

CREATE TABLE shard (
  id smallint PRIMARY KEY CHECK (id BETWEEN 0 AND 63),
  owner text,
  -- Grows with every change of owner; what carries an older one is void.
  epoch bigint NOT NULL DEFAULT 0,
  expires_at timestamptz NOT NULL DEFAULT '-infinity'
);
INSERT INTO shard (id) SELECT generate_series(0, 63);

CREATE TABLE trader_command (
  command_id uuid PRIMARY KEY,
  fixture_id text NOT NULL,
  -- Order of the commands of one fixture, from 1.
  command_seq bigint NOT NULL CHECK (command_seq >= 1),
  actor text NOT NULL,
  at bigint NOT NULL,
  -- The whole TraderCommand.
  body jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (fixture_id, command_seq)
);
CALL make_append_only('trader_command');
CALL make_append_only('bet_tombstone');
