-- What laying off won and lost stands in the ledger: an account for what each exchange owes the house, and a transfer for
-- each time that a position was settled.

-- `exchange` is the clearing account of one exchange: below zero by what it owes us for positions that are settled, above
-- by what we owe it. `provider` names the exchange.
ALTER TABLE ledger_account DROP CONSTRAINT ledger_account_provider;
ALTER TABLE ledger_account ADD CONSTRAINT ledger_account_provider
  CHECK ((provider IS NOT NULL) = (purpose IN ('provider', 'exchange')));
INSERT INTO ledger_account (id, owner_id, purpose, currency, guarded, provider)
SELECT ('00000000-0000-8000-8000-' || exchanges.number || encode(convert_to(house.currency, 'UTF8'), 'hex'))::uuid,
       NULL, 'exchange', house.currency, false, exchanges.name
FROM ledger_account AS house,
     (VALUES ('simulated', '0e0001'), ('betfair', '0e0002')) AS exchanges (name, number)
WHERE house.owner_id IS NULL AND house.purpose = 'house';

-- Settlements of an order are counted: a corrected result, and fills that were voided after it, each make a new one.
-- `profit_minor` is after commission. One without a commission is from before profits were posted.
ALTER TABLE lay_off_result ADD COLUMN settlement integer CHECK (settlement >= 1),
  ADD COLUMN commission_minor bigint CHECK (commission_minor >= 0);
ALTER TABLE lay_off_result DISABLE TRIGGER append_only;
UPDATE lay_off_result SET settlement = result_version;
ALTER TABLE lay_off_result ENABLE TRIGGER append_only;
ALTER TABLE lay_off_result ALTER COLUMN settlement SET NOT NULL,
  DROP CONSTRAINT lay_off_result_pkey, ADD PRIMARY KEY (order_id, settlement);

-- Whether what is matched is still to be settled, or again. Of the others only a new result can change anything.
ALTER TABLE lay_off_order ADD COLUMN to_settle boolean NOT NULL DEFAULT false;
UPDATE lay_off_order SET to_settle = true WHERE matched_minor > 0;
CREATE INDEX lay_off_order_to_settle ON lay_off_order (id) WHERE to_settle;

DROP VIEW lay_off_standing;
CREATE VIEW lay_off_standing AS
SELECT o.*, r.result, r.result_version, r.profit_minor, r.settlement, r.commission_minor
FROM lay_off_order AS o LEFT JOIN LATERAL (
  SELECT result, result_version, profit_minor, settlement, commission_minor FROM lay_off_result
  WHERE order_id = o.id ORDER BY settlement DESC LIMIT 1
) AS r ON true;

-- New results are found by when they were written: tiny, because rows come in order of time.
CREATE INDEX market_result_created ON market_result USING brin (created_at);
