-- Accounts of people and the double-entry ledger.
-- Ids are UUIDv7 made by the application; money is bigint minor units; domain times are bigint UTC
-- milliseconds; timestamptz columns are audit only and nothing is decided by them.

-- Services that run as this role can add to the ledger and read it, but not change it. The role cannot log
-- in: grant it to the login that a service uses. Where the migrating login may not create roles, the
-- triggers below are the only guard.
DO $$
BEGIN
  CREATE ROLE overround_service NOLOGIN;
EXCEPTION
  WHEN duplicate_object OR unique_violation THEN NULL;
  WHEN insufficient_privilege THEN RAISE NOTICE 'role overround_service was not created';
END $$;

DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'overround_service') THEN
    EXECUTE 'GRANT USAGE ON SCHEMA public TO overround_service';
    EXECUTE 'ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO overround_service';
    EXECUTE 'ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO overround_service';
  END IF;
END $$;

-- Makes a table append-only: triggers refuse UPDATE, DELETE and TRUNCATE for everyone, and the service role
-- loses the privileges. A statement trigger costs inserts nothing.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% on % is refused: the table is append-only', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;

CREATE PROCEDURE make_append_only(target regclass) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format(
    'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()',
    target);
  EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %s FROM PUBLIC', target);
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'overround_service') THEN
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %s FROM overround_service', target);
  END IF;
END $$;

CREATE TABLE app_user (
  id uuid PRIMARY KEY,
  username text NOT NULL CHECK (username <> ''),
  -- argon2id in PHC format.
  password_hash text NOT NULL,
  role text NOT NULL CHECK (role IN ('bettor', 'trader')),
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX app_user_username_key ON app_user (lower(username));

-- What a customer may do. The money of an account is the ledger account with the same id.
CREATE TABLE account (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES app_user,
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'closed', 'excluded')),
  -- Null while status is 'excluded' means for good.
  excluded_until bigint,
  -- Null means no limit. Counts the stakes of one UTC day; a released stake is given back on its day.
  daily_stake_limit_minor bigint CHECK (daily_stake_limit_minor >= 0),
  -- The UTC day (milliseconds / 86,400,000) that staked_today_minor counts.
  stake_day bigint NOT NULL DEFAULT 0,
  staked_today_minor bigint NOT NULL DEFAULT 0 CHECK (staked_today_minor >= 0),
  version bigint NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (user_id, currency)
) WITH (fillfactor = 70);

-- One balance in one currency. `guarded` accounts belong to customers: their balance is kept in the row under
-- its lock, every entry carries the balance after it, and `version` counts the entries. The others belong
-- to the house: their balance is the sum of their entries, so no bet waits for another on a house row.
CREATE TABLE ledger_account (
  id uuid PRIMARY KEY,
  -- account.id of the customer; null for the house.
  owner_id uuid REFERENCES account,
  purpose text NOT NULL
    CHECK (purpose IN ('wallet', 'bonus', 'receivable', 'stakes', 'house', 'cash', 'promotion')),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  guarded boolean NOT NULL,
  -- The lowest balance allowed, changeable at run time; null means none.
  min_balance_minor bigint,
  -- Null exactly when not guarded.
  balance_minor bigint,
  version bigint NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT ledger_account_floor CHECK (balance_minor >= min_balance_minor),
  CONSTRAINT ledger_account_balance_kept CHECK (guarded = (balance_minor IS NOT NULL)),
  CONSTRAINT ledger_account_guarded_by_owner CHECK (guarded = (owner_id IS NOT NULL)),
  CONSTRAINT ledger_account_wallet_id CHECK (purpose <> 'wallet' OR id = owner_id),
  CONSTRAINT ledger_account_key UNIQUE NULLS NOT DISTINCT (owner_id, purpose, currency)
) WITH (fillfactor = 70);

-- House accounts have ids that anyone can compute: purpose number and the ISO code in ASCII.
INSERT INTO ledger_account (id, owner_id, purpose, currency, guarded)
SELECT ('00000000-0000-8000-8000-' || purposes.number || '00' || encode(convert_to(currency, 'UTF8'), 'hex'))::uuid,
       NULL, purposes.purpose, currency, false
FROM (VALUES ('stakes', '0001'), ('house', '0002'), ('cash', '0003'), ('promotion', '0004'))
       AS purposes (purpose, number),
     unnest(ARRAY['EUR', 'GBP', 'USD', 'JPY']) AS currency;

-- A balanced set of entries, made once. The caller makes the id, so that a repeat is recognised.
CREATE TABLE ledger_transfer (
  id uuid PRIMARY KEY,
  kind text NOT NULL
    CHECK (kind IN ('deposit', 'withdrawal', 'hold', 'release', 'settlement', 'reversal', 'adjustment')),
  bet_id uuid,
  -- Result version for settlements and their reversals, 0 otherwise.
  version integer NOT NULL DEFAULT 0 CHECK (version >= 0),
  at bigint NOT NULL,
  memo jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now()
);
-- Whatever id a caller makes up, a bet is held, released or settled under one result version once.
CREATE UNIQUE INDEX ledger_transfer_bet_key ON ledger_transfer (bet_id, kind, version) WHERE bet_id IS NOT NULL;

CREATE TABLE ledger_entry (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  transfer_id uuid NOT NULL REFERENCES ledger_transfer,
  account_id uuid NOT NULL REFERENCES ledger_account,
  amount_minor bigint NOT NULL CHECK (amount_minor <> 0),
  -- Both null for accounts that are not guarded; otherwise the account's row after this entry.
  balance_after_minor bigint,
  account_version bigint,
  bet_id uuid,
  at bigint NOT NULL,
  CONSTRAINT ledger_entry_chain CHECK ((balance_after_minor IS NULL) = (account_version IS NULL))
);
CREATE INDEX ledger_entry_transfer ON ledger_entry (transfer_id);
CREATE INDEX ledger_entry_bet ON ledger_entry (bet_id) WHERE bet_id IS NOT NULL;
CREATE INDEX ledger_entry_account ON ledger_entry (account_id, id);
CREATE UNIQUE INDEX ledger_entry_chain_key ON ledger_entry (account_id, account_version)
  WHERE account_version IS NOT NULL;

-- All entries of a transfer are written by one statement, and every transfer in it must balance in every
-- currency.
CREATE FUNCTION refuse_unbalanced_transfer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  bad record;
BEGIN
  SELECT fresh.transfer_id, account.currency, sum(fresh.amount_minor) AS total INTO bad
  FROM fresh JOIN ledger_account AS account ON account.id = fresh.account_id
  GROUP BY fresh.transfer_id, account.currency
  HAVING sum(fresh.amount_minor) <> 0
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'transfer % does not balance: % is off by %', bad.transfer_id, bad.currency, bad.total
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_entry_balanced';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER balanced AFTER INSERT ON ledger_entry
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION refuse_unbalanced_transfer();

CALL make_append_only('ledger_transfer');
CALL make_append_only('ledger_entry');

-- Messages that must leave after, and only after, their transaction committed. A relay publishes rows in id
-- order whose xid is below pg_snapshot_xmin(pg_current_snapshot()): ids are assigned before commit, so a
-- cursor on ids alone would skip rows.
CREATE TABLE outbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  subject text NOT NULL,
  -- Sent as Nats-Msg-Id; the same business fact always has the same id.
  msg_id text NOT NULL,
  body jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  published_at timestamptz
);
CREATE INDEX outbox_unpublished ON outbox (id) WHERE published_at IS NULL;
