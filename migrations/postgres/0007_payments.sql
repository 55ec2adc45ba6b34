-- Deposits and withdrawals through payment providers, and what logins need to be safe.

-- House accounts: `payouts` holds what customers withdraw until it is paid; `provider` is the clearing account
-- of one provider, what it has of ours, and must return to zero.
ALTER TABLE ledger_account DROP CONSTRAINT IF EXISTS ledger_account_purpose_check;
ALTER TABLE ledger_account ADD COLUMN provider text;
ALTER TABLE ledger_account ADD CONSTRAINT ledger_account_provider
  CHECK ((provider IS NOT NULL) = (purpose = 'provider'));
ALTER TABLE ledger_account DROP CONSTRAINT ledger_account_key;
ALTER TABLE ledger_account ADD CONSTRAINT ledger_account_key
  UNIQUE NULLS NOT DISTINCT (owner_id, purpose, currency, provider);

INSERT INTO ledger_account (id, owner_id, purpose, currency, guarded, provider)
SELECT ('00000000-0000-8000-8000-' || accounts.number || encode(convert_to(currency, 'UTF8'), 'hex'))::uuid,
       NULL, accounts.purpose, currency, false, accounts.provider
FROM (VALUES ('payouts', '000700', NULL), ('provider', '0c0001', 'simulated'))
       AS accounts (purpose, number, provider),
     unnest(ARRAY['EUR', 'GBP', 'USD', 'JPY']) AS currency;

-- One deposit or withdrawal. The amounts done, refunded and charged back only ever say what the provider's
-- last report said; the ledger holds the same, because both change in one transaction.
CREATE TABLE payment (
  id uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES account,
  requested_by uuid NOT NULL REFERENCES app_user,
  kind text NOT NULL CHECK (kind IN ('deposit', 'withdrawal')),
  method text NOT NULL,
  provider text NOT NULL,
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  status text NOT NULL CHECK (status IN
    ('approval', 'queued', 'sent', 'pending', 'review', 'succeeded', 'failed', 'rejected', 'cancelled')),
  version integer NOT NULL DEFAULT 0,
  -- The version of the provider's last report that was applied.
  provider_version integer NOT NULL DEFAULT 0,
  held_minor bigint NOT NULL DEFAULT 0 CHECK (held_minor >= 0),
  done_minor bigint NOT NULL DEFAULT 0 CHECK (done_minor BETWEEN 0 AND amount_minor),
  refunded_minor bigint NOT NULL DEFAULT 0 CHECK (refunded_minor >= 0),
  charged_back_minor bigint NOT NULL DEFAULT 0 CHECK (charged_back_minor >= 0),
  reason text,
  requested_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  -- This row is also the message to the provider: while `queued` or `sent` it is sent when this time has
  -- come, always under the same key, until the provider has answered.
  due_at bigint,
  attempts integer NOT NULL DEFAULT 0,
  CONSTRAINT payment_taken_back CHECK (refunded_minor + charged_back_minor <= done_minor)
) WITH (fillfactor = 80);
CREATE INDEX payment_due ON payment (due_at) WHERE status IN ('queued', 'sent');
CREATE INDEX payment_approval ON payment (id) WHERE status = 'approval';
CREATE INDEX payment_account ON payment (account_id, id);

-- The answer to an Idempotency-Key: a payment, or the refusal.
CREATE TABLE payment_request (
  account_id uuid NOT NULL REFERENCES account,
  key text NOT NULL,
  request_hash text NOT NULL,
  payment_id uuid REFERENCES payment,
  refusal text,
  refusal_detail jsonb,
  at bigint NOT NULL,
  PRIMARY KEY (account_id, key),
  CONSTRAINT payment_request_answer CHECK ((payment_id IS NULL) = (refusal IS NOT NULL))
);
CALL make_append_only('payment_request');

-- Every change of a payment, and who made it.
CREATE TABLE payment_change (
  payment_id uuid NOT NULL REFERENCES payment,
  version integer NOT NULL,
  at bigint NOT NULL,
  event text NOT NULL,
  actor text NOT NULL,
  status text NOT NULL,
  held_minor bigint NOT NULL,
  done_minor bigint NOT NULL,
  refunded_minor bigint NOT NULL,
  charged_back_minor bigint NOT NULL,
  -- Null when no money moved.
  transfer_id uuid REFERENCES ledger_transfer,
  PRIMARY KEY (payment_id, version)
);
CALL make_append_only('payment_change');

-- What providers told us, once per event of theirs, by whichever way it came first.
CREATE TABLE payment_event (
  provider text NOT NULL,
  event_id uuid NOT NULL,
  sequence bigint NOT NULL,
  body jsonb NOT NULL,
  source text NOT NULL CHECK (source IN ('webhook', 'log')),
  received_at bigint NOT NULL,
  -- When it is applied next; null when that is over.
  due_at bigint,
  attempts integer NOT NULL DEFAULT 0,
  -- 'applied', 'ignored: …' or 'refused: …', which a person must look at; null while due.
  outcome text,
  PRIMARY KEY (provider, event_id),
  CONSTRAINT payment_event_outcome CHECK ((due_at IS NULL) = (outcome IS NOT NULL))
);
CREATE INDEX payment_event_due ON payment_event (due_at) WHERE due_at IS NOT NULL;

-- How far the log of each provider's events was read.
CREATE TABLE payment_provider (
  provider text PRIMARY KEY,
  log_position bigint NOT NULL DEFAULT 0
);
INSERT INTO payment_provider (provider) VALUES ('simulated');

-- Operators approve withdrawals.
ALTER TABLE app_user DROP CONSTRAINT app_user_role_check;
ALTER TABLE app_user ADD CONSTRAINT app_user_role_check CHECK (role IN ('bettor', 'trader', 'operator'));

-- Attempts to log in since the last success, by name, whether or not there is such a user.
CREATE TABLE login_attempts (
  -- SHA-256 of the name in lower case: what people type into the field of the name is often a password.
  name_hash bytea PRIMARY KEY,
  attempts integer NOT NULL,
  blocked_until bigint NOT NULL,
  last_at bigint NOT NULL
);
CREATE INDEX login_attempts_last ON login_attempts (last_at);

-- A login that can be continued. The secret of the last refresh is kept to see that it was stolen.
CREATE TABLE login_session (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES app_user,
  secret_hash bytea NOT NULL,
  former_hash bytea,
  expires_at bigint NOT NULL,
  revoked_at bigint
);
CREATE INDEX login_session_user ON login_session (user_id) WHERE revoked_at IS NULL;
