-- Holds, exchange through clearing accounts, refusals that are remembered, folded house balances; and the
-- signed checkpoints of everything that was posted.

-- Which words there are is said by ledger/transfer.ts and ledger/accounts.ts; here only their form.
ALTER TABLE ledger_transfer DROP CONSTRAINT ledger_transfer_kind_check;
ALTER TABLE ledger_transfer ADD CONSTRAINT ledger_transfer_kind_word CHECK (kind ~ '^[a-z]+(-[a-z]+)*$');
ALTER TABLE ledger_account DROP CONSTRAINT ledger_account_purpose_check;
ALTER TABLE ledger_account ADD CONSTRAINT ledger_account_purpose_word CHECK (purpose ~ '^[a-z]+(-[a-z]+)*$');

ALTER TABLE ledger_transfer
  -- The transaction that wrote the row. Rows below pg_snapshot_xmin(pg_current_snapshot()) are all there are
  -- and will ever be below it, which is not true of ids: they are given before commit.
  ADD COLUMN xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  -- The transfer whose sums on clearing accounts this one takes back to zero.
  ADD COLUMN clears uuid;
CREATE INDEX ledger_transfer_xid ON ledger_transfer (xid, id);
CREATE INDEX ledger_transfer_clears ON ledger_transfer (clears) WHERE clears IS NOT NULL;

INSERT INTO ledger_account (id, owner_id, purpose, currency, guarded)
SELECT ('00000000-0000-8000-8000-' || purposes.number || '00' || encode(convert_to(currency, 'UTF8'), 'hex'))::uuid,
       NULL, purposes.purpose, currency, false
FROM (VALUES ('held', '0005'), ('clearing', '0006')) AS purposes (purpose, number),
     unnest(ARRAY['EUR', 'GBP', 'USD', 'JPY']) AS currency;

-- Money that one account set aside for a purpose that is not yet decided. Kept like the balance of a
-- guarded account: the row changes under its lock, the steps beside it are for ever.
CREATE TABLE ledger_hold (
  id uuid PRIMARY KEY REFERENCES ledger_transfer,
  -- Where the money came from and where goes what is not used.
  account_id uuid NOT NULL REFERENCES ledger_account,
  currency text NOT NULL,
  amount_minor bigint NOT NULL CHECK (amount_minor > 0),
  remaining_minor bigint NOT NULL,
  status text NOT NULL CHECK (status IN ('open', 'posted', 'voided', 'expired')),
  -- UTC milliseconds from which on it can only expire; null: never.
  expires_at bigint,
  CONSTRAINT ledger_hold_remaining CHECK (remaining_minor BETWEEN 0 AND amount_minor),
  CONSTRAINT ledger_hold_open CHECK ((status = 'open') = (remaining_minor > 0))
) WITH (fillfactor = 80);
CREATE INDEX ledger_hold_due ON ledger_hold (expires_at) WHERE status = 'open' AND expires_at IS NOT NULL;

CREATE TABLE ledger_hold_step (
  transfer_id uuid PRIMARY KEY REFERENCES ledger_transfer,
  hold_id uuid NOT NULL REFERENCES ledger_hold,
  step text NOT NULL CHECK (step IN ('post', 'void', 'expire')),
  -- What left the hold, and how much of it went back to where it came from.
  taken_minor bigint NOT NULL CHECK (taken_minor > 0),
  released_minor bigint NOT NULL CHECK (released_minor BETWEEN 0 AND taken_minor)
);
CREATE INDEX ledger_hold_step_hold ON ledger_hold_step (hold_id);
CALL make_append_only('ledger_hold_step');

-- A transfer that was refused stays refused: a repeat that comes late must not do what its sender was told
-- had not been done.
CREATE TABLE ledger_refusal (
  transfer_id uuid PRIMARY KEY,
  code text NOT NULL,
  account_id uuid,
  -- SHA-256 of what was asked.
  body_hash bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CALL make_append_only('ledger_refusal');

-- Sums of house accounts over everything below an xid, so that their balances need not be summed from the
-- first entry on. Only a shortcut: it can be emptied at any time.
CREATE TABLE ledger_fold (
  account_id uuid PRIMARY KEY REFERENCES ledger_account,
  balance_minor bigint NOT NULL,
  entries bigint NOT NULL,
  through_xid xid8 NOT NULL,
  -- Transaction ids mean something in one cluster only; a restored copy has another identifier.
  cluster bigint NOT NULL
) WITH (fillfactor = 50);

-- The tree of RFC 6962 over all transfers and settled bets, in an order in which they became final.
CREATE TABLE seal_leaf (
  position bigint PRIMARY KEY CHECK (position >= 0),
  kind text NOT NULL CHECK (kind IN ('transfer', 'bet')),
  -- ledger_transfer.id or bet.id.
  subject uuid NOT NULL,
  -- bet.version; 0 for transfers.
  version integer NOT NULL,
  hash bytea NOT NULL CHECK (octet_length(hash) = 32),
  -- The sealed text of a bet, which may change again; null for transfers, whose rows are for ever.
  body text,
  CONSTRAINT seal_leaf_subject UNIQUE (subject, kind, version),
  CONSTRAINT seal_leaf_body CHECK ((kind = 'bet') = (body IS NOT NULL))
);
-- Roots of its complete subtrees of 256^level leaves.
CREATE TABLE seal_node (
  level smallint NOT NULL CHECK (level >= 1),
  index bigint NOT NULL CHECK (index >= 0),
  hash bytea NOT NULL CHECK (octet_length(hash) = 32),
  PRIMARY KEY (level, index)
);
CREATE TABLE seal_key (
  key_id text PRIMARY KEY,
  -- The 32 bytes of an Ed25519 public key.
  public_key bytea NOT NULL CHECK (octet_length(public_key) = 32),
  -- The statement by which the key before it names this one, and its signature; null for the first.
  endorsement text,
  endorsed_by text REFERENCES seal_key,
  signature bytea,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT seal_key_endorsed CHECK (num_nulls(endorsement, endorsed_by, signature) IN (0, 3))
);
CREATE TABLE seal_checkpoint (
  number bigint PRIMARY KEY CHECK (number >= 1),
  tree_size bigint NOT NULL CHECK (tree_size > 0),
  -- The signed text, to the letter.
  body text NOT NULL,
  -- The counts and sums that the signed text names by their hash: the books are not for everyone who gets a proof.
  sums text NOT NULL,
  key_id text NOT NULL REFERENCES seal_key,
  signature bytea NOT NULL CHECK (octet_length(signature) = 64),
  -- The last transfer that was sealed, in the order (xid, id).
  cursor_xid xid8 NOT NULL,
  cursor_id uuid NOT NULL,
  cluster bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CALL make_append_only('seal_leaf');
CALL make_append_only('seal_node');
CALL make_append_only('seal_key');
CALL make_append_only('seal_checkpoint');
