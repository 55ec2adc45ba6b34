-- What is found about customers, and what follows from it: factors on what they may win, each change with its cause.

-- What the engine may do by itself, set by a person; the newest row is in force, and without one it does nothing.
CREATE TABLE customer_factor_limits (
  id uuid PRIMARY KEY,
  -- Basis points of the ordinary factor.
  least_bps integer NOT NULL CHECK (least_bps BETWEEN 100 AND 10000),
  most_step_bps integer NOT NULL CHECK (most_step_bps BETWEEN 0 AND 10000),
  actor text NOT NULL CHECK (actor <> ''),
  reason text NOT NULL CHECK (reason <> ''),
  at bigint NOT NULL
);
CALL make_append_only('customer_factor_limits');

CREATE TABLE customer_flag (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES account,
  kind text NOT NULL CHECK (kind IN ('sharp', 'late-bets', 'ring')),
  -- Chance of so much evidence without the thing.
  p double precision NOT NULL CHECK (p BETWEEN 0 AND 1),
  words text NOT NULL,
  figures jsonb NOT NULL,
  at bigint NOT NULL
);
CREATE INDEX customer_flag_account ON customer_flag (account_id, kind, id DESC);
CALL make_append_only('customer_flag');

CREATE TABLE customer_factor_change (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES account,
  -- Order of the changes of one account, from 1: two at once meet on it.
  seq integer NOT NULL CHECK (seq >= 1),
  from_bps integer NOT NULL CHECK (from_bps BETWEEN 100 AND 100000),
  to_bps integer NOT NULL CHECK (to_bps BETWEEN 100 AND 100000),
  cause text NOT NULL CHECK (cause IN ('flag', 'person', 'undo')),
  flag_id uuid REFERENCES customer_flag,
  undoes uuid UNIQUE REFERENCES customer_factor_change,
  actor text NOT NULL CHECK (actor <> ''),
  reason text NOT NULL CHECK (reason <> ''),
  at bigint NOT NULL,
  UNIQUE (account_id, seq),
  -- A finding only ever lowers a factor.
  CONSTRAINT customer_factor_flag CHECK ((cause = 'flag') = (flag_id IS NOT NULL) AND (cause <> 'flag' OR to_bps < from_bps)),
  CONSTRAINT customer_factor_undo CHECK ((cause = 'undo') = (undoes IS NOT NULL))
);
CALL make_append_only('customer_factor_change');

-- Responsible gambling outranks risk: who is excluded or has closed his account is offered nothing more, whoever asks.
CREATE FUNCTION refuse_raised_factor() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.to_bps > NEW.from_bps
    AND (SELECT a.status FROM account AS a WHERE a.id = NEW.account_id FOR SHARE) <> 'open' THEN
    RAISE EXCEPTION 'the factor of an account that is not open is never raised'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'customer_factor_raised';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER raised_factor BEFORE INSERT ON customer_factor_change
  FOR EACH ROW EXECUTE FUNCTION refuse_raised_factor();

CREATE VIEW customer_factor AS
SELECT DISTINCT ON (account_id) account_id, to_bps AS factor_bps, seq, id AS change_id, at
FROM customer_factor_change ORDER BY account_id, seq DESC;
