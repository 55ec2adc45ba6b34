-- The virtual league's seeds, which fixtures of different providers are one, and where feeds disagree.

-- A round is committed to before it is announced. The seed stays secret until the round is revealed: services that
-- only tell about rounds read virtual_round_public.
CREATE TABLE virtual_round (
  round integer PRIMARY KEY CHECK (round >= 1),
  -- SHA-256 of the bytes of the server seed.
  commitment text NOT NULL CHECK (commitment ~ '^[0-9a-f]{64}$'),
  server_seed text NOT NULL CHECK (server_seed ~ '^[0-9a-f]{64}$'),
  opened_at bigint NOT NULL,
  lock_at bigint NOT NULL CHECK (lock_at >= opened_at),
  -- Who plays and the true chances.
  terms jsonb NOT NULL,
  -- Set when client seeds are no longer taken: SHA-256 over them in order.
  client_seed text CHECK (client_seed ~ '^[0-9a-f]{64}$'),
  results jsonb,
  revealed_at bigint,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT virtual_round_revealed CHECK (
    (revealed_at IS NULL) = (results IS NULL) AND (revealed_at IS NULL OR client_seed IS NOT NULL)),
  CONSTRAINT virtual_round_commitment CHECK (
    commitment = encode(sha256(decode(server_seed, 'hex')), 'hex'))
);

-- What was promised stays as it was promised: a round only ever gains its client seed, then its results.
CREATE FUNCTION keep_virtual_promise() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE'
    OR (NEW.round, NEW.commitment, NEW.server_seed, NEW.opened_at, NEW.lock_at, NEW.terms)
      IS DISTINCT FROM (OLD.round, OLD.commitment, OLD.server_seed, OLD.opened_at, OLD.lock_at, OLD.terms)
    OR (OLD.client_seed IS NOT NULL AND NEW.client_seed IS DISTINCT FROM OLD.client_seed)
    OR (OLD.revealed_at IS NOT NULL AND (NEW.revealed_at, NEW.results) IS DISTINCT FROM (OLD.revealed_at, OLD.results))
  THEN
    RAISE EXCEPTION 'round % of the virtual league is committed to', OLD.round USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_promise BEFORE UPDATE OR DELETE ON virtual_round
  FOR EACH ROW EXECUTE FUNCTION keep_virtual_promise();

-- What bettors mix in while a round is open, by its place in the mixture.
CREATE TABLE virtual_client_seed (
  round integer NOT NULL REFERENCES virtual_round,
  place integer NOT NULL CHECK (place BETWEEN 1 AND 1000),
  -- One per account and round.
  account_id uuid NOT NULL REFERENCES account,
  seed text NOT NULL CHECK (seed ~ '^[ -~]{1,64}$'),
  added_at bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (round, place),
  UNIQUE (round, account_id)
);
CALL make_append_only('virtual_client_seed');

-- Adds a client seed; returns its place, or null when the round is not open (any more) or full.
CREATE FUNCTION add_virtual_client_seed(in_round integer, in_account uuid, in_seed text, in_now bigint) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
  taken integer;
BEGIN
  -- The lock orders contributions among one another and before the round is locked.
  PERFORM FROM virtual_round WHERE round = in_round AND client_seed IS NULL AND lock_at > in_now FOR UPDATE;
  IF NOT FOUND THEN RETURN NULL; END IF;
  SELECT place INTO taken FROM virtual_client_seed WHERE round = in_round AND account_id = in_account;
  IF FOUND THEN RETURN taken; END IF;
  SELECT coalesce(max(place), 0) + 1 INTO taken FROM virtual_client_seed WHERE round = in_round;
  IF taken > 1000 THEN RETURN NULL; END IF;
  INSERT INTO virtual_client_seed (round, place, account_id, seed, added_at)
  VALUES (in_round, taken, in_account, in_seed, in_now);
  RETURN taken;
END $$;

CREATE VIEW virtual_round_public AS
SELECT round, commitment, opened_at, lock_at, terms, client_seed, results, revealed_at,
  CASE WHEN revealed_at IS NOT NULL THEN server_seed END AS server_seed,
  (SELECT coalesce(jsonb_agg(seed ORDER BY place), '[]') FROM virtual_client_seed AS given
    WHERE given.round = virtual_round.round) AS client_seeds
FROM virtual_round;

-- Which of a provider's fixtures, teams and competitions are which of ours. Append-only: a decision is undone by
-- the next one, so that it can be seen who joined what and when.
CREATE TABLE identity_decision (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('competition', 'team', 'fixture')),
  provider text NOT NULL,
  provider_id text NOT NULL,
  -- Ours; null: it is none of ours (any more).
  entity_id text,
  action text NOT NULL CHECK (action IN ('merge', 'split', 'undo')),
  -- The decision that this one undoes.
  undoes bigint REFERENCES identity_decision,
  confidence double precision CHECK (confidence BETWEEN 0 AND 1),
  reason text NOT NULL,
  decided_by text NOT NULL,
  decided_at bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT identity_decision_undo CHECK ((action = 'undo') = (undoes IS NOT NULL)),
  CONSTRAINT identity_decision_merge CHECK (action <> 'merge' OR entity_id IS NOT NULL)
);
CREATE INDEX identity_decision_of ON identity_decision (kind, provider, provider_id, id DESC);
CREATE UNIQUE INDEX identity_decision_undone ON identity_decision (undoes) WHERE undoes IS NOT NULL;
CALL make_append_only('identity_decision');

-- What is in force: the last decision about each.
CREATE VIEW identity_in_force AS
SELECT DISTINCT ON (kind, provider, provider_id) *
FROM identity_decision ORDER BY kind, provider, provider_id, id DESC;

-- What a person must look at: a doubtful pair, or feeds that contradict one another.
CREATE TABLE feed_review (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  topic text NOT NULL CHECK (topic IN ('identity', 'arbitration')),
  -- The same question again is the same row while it is open.
  subject text NOT NULL,
  reason text NOT NULL,
  detail jsonb NOT NULL,
  opened_at bigint NOT NULL,
  closed_at bigint,
  closed_by text,
  answer text,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT feed_review_closed CHECK (num_nulls(closed_at, closed_by, answer) IN (0, 3))
);
CREATE UNIQUE INDEX feed_review_open ON feed_review (topic, subject) WHERE closed_at IS NULL;
