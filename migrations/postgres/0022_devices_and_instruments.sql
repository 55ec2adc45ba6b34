-- What accounts have in common: the devices that they are used from and the cards and bank accounts that they pay with.
-- Read by the review of customers and shown to no customer.

CREATE TABLE account_device (
  account_id uuid NOT NULL REFERENCES account,
  -- HMAC-SHA256 of the id that the device sends, under a key that is not in the database: the table alone names no device.
  device_hash bytea NOT NULL CHECK (octet_length(device_hash) = 32),
  first_seen_at bigint NOT NULL,
  last_seen_at bigint NOT NULL CHECK (last_seen_at >= first_seen_at),
  -- Requests that registered, logged in or placed a bet.
  times bigint NOT NULL CHECK (times >= 1),
  PRIMARY KEY (account_id, device_hash)
);
CREATE INDEX account_device_hash ON account_device (device_hash);

-- What the provider's form gave the customer's page for a card or bank account; never its number.
ALTER TABLE payment ADD COLUMN instrument_token text
  CONSTRAINT payment_instrument_token CHECK (instrument_token ~ '^tok_[A-Za-z0-9_-]{16,60}$' AND instrument_token !~ '^tok_[0-9_-]+$');

-- The provider's fingerprint of the card or bank account of a payment: the same for all who pay with it.
CREATE TABLE payment_instrument (
  payment_id uuid PRIMARY KEY REFERENCES payment,
  account_id uuid NOT NULL REFERENCES account,
  provider text NOT NULL,
  -- Nothing that could be the number of a card is taken.
  fingerprint text NOT NULL CHECK (fingerprint ~ '^fp_[a-z0-9]{16,64}$' AND fingerprint !~ '^fp_[0-9]+$'),
  seen_at bigint NOT NULL
);
CREATE INDEX payment_instrument_fingerprint ON payment_instrument (provider, fingerprint);
CREATE INDEX payment_instrument_account ON payment_instrument (account_id);

-- Further findings.
ALTER TABLE customer_flag DROP CONSTRAINT customer_flag_kind_check;
ALTER TABLE customer_flag ADD CONSTRAINT customer_flag_kind_check
  CHECK (kind IN ('sharp', 'late-bets', 'ring', 'duplicates', 'arbitrage', 'bonus-abuse'));
