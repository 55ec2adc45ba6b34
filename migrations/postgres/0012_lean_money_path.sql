-- What every bet writes is written once: messages by transaction, keys that nobody looks up dropped, references
-- checked for a statement at a time.

-- The messages of one transaction are one row. In order: [{"subject": …, "id": …, "body": …}, …]; the id is sent
-- as Nats-Msg-Id. Text, because nothing but the relay reads it.
ALTER TABLE outbox RENAME TO outbox_batch;
ALTER TABLE outbox_batch ADD COLUMN messages text;
UPDATE outbox_batch
SET messages = json_build_array(json_build_object('subject', subject, 'id', msg_id, 'body', body))::text;
ALTER TABLE outbox_batch ALTER COLUMN messages SET NOT NULL,
  DROP COLUMN subject, DROP COLUMN msg_id, DROP COLUMN body;
DO $$
BEGIN
  ALTER TABLE outbox_batch ALTER COLUMN messages SET COMPRESSION lz4;
EXCEPTION
  -- Built without it: the older method takes more time.
  WHEN feature_not_supported THEN NULL;
END $$;

-- Message by message, for people and tests. Ids grow in the order in which messages leave.
CREATE VIEW outbox AS
SELECT (batch.id << 24) + place AS id, message ->> 'subject' AS subject, message ->> 'id' AS msg_id,
       (message ->> 'body')::jsonb AS body, batch.created_at, batch.published_at
FROM outbox_batch AS batch, json_array_elements(batch.messages::json) WITH ORDINALITY AS each (message, place);

-- The message of a ledger entry. Its words have the form [a-z-]+ and its currency is three letters, so that
-- nothing has to be escaped.
CREATE FUNCTION entry_message(entry ledger_entry, kind text, purpose text, currency text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE RETURN format(
  '{"subject":"ledger.entry","id":"entry:%s","body":{"entryId":"%1$s","transferId":"%s","kind":"%s","accountId":"%s",'
  '"purpose":"%s","currency":"%s","amountMinor":"%s","balanceAfterMinor":%s,"betId":%s,"at":%s}}',
  entry.id, entry.transfer_id, kind, entry.account_id, purpose, currency, entry.amount_minor,
  coalesce('"' || entry.balance_after_minor || '"', 'null'), coalesce('"' || entry.bet_id || '"', 'null'), entry.at);

-- Entries are found by their transfer, a bet's transfers by the bet. Those of customers have their own key in
-- the order in which they changed the balance; this one is left with the house.
DROP INDEX ledger_entry_bet;
DROP INDEX ledger_entry_account;
CREATE INDEX ledger_entry_house ON ledger_entry (account_id, id) WHERE account_version IS NULL;

-- What others refer to is never removed and keeps its id, so it is enough to look for it once, at the insert.
CREATE FUNCTION refuse_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% on % is refused: its rows and their ids are for ever', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;
DO $$
DECLARE
  target text;
BEGIN
  FOREACH target IN ARRAY ARRAY['account', 'ledger_account', 'bet'] LOOP
    EXECUTE format(
      'CREATE TRIGGER never_removed BEFORE DELETE OR TRUNCATE OR UPDATE OF id ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_removal()',
      target);
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'overround_service') THEN
      EXECUTE format('REVOKE DELETE, TRUNCATE ON %I FROM overround_service', target);
    END IF;
  END LOOP;
END $$;

-- An entry's transfer and account: by the statement that proves that transfers balance.
ALTER TABLE ledger_entry DROP CONSTRAINT ledger_entry_transfer_id_fkey,
  DROP CONSTRAINT ledger_entry_account_id_fkey;
-- A bet's legs and its request are written by the statement that writes the bet; verify ledger proves it.
ALTER TABLE bet_leg DROP CONSTRAINT bet_leg_bet_id_fkey;
ALTER TABLE bet_request DROP CONSTRAINT bet_request_bet_id_fkey, DROP CONSTRAINT bet_request_account_id_fkey;

-- Subqueries of one value are looked up along the key, however few rows the tables had when the plan was made.
CREATE OR REPLACE FUNCTION refuse_unbalanced_transfer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  bad record;
BEGIN
  SELECT sums.transfer_id, sums.currency, sums.total,
         (SELECT t.id FROM ledger_transfer AS t WHERE t.id = sums.transfer_id) IS NULL AS lacks_transfer
  INTO bad
  FROM (
    SELECT priced.transfer_id, priced.currency, sum(priced.amount_minor) AS total
    FROM (
      SELECT fresh.transfer_id, fresh.amount_minor,
             (SELECT a.currency FROM ledger_account AS a WHERE a.id = fresh.account_id) AS currency
      FROM fresh
    ) AS priced
    GROUP BY priced.transfer_id, priced.currency
  ) AS sums
  WHERE sums.total <> 0 OR sums.currency IS NULL
     OR (SELECT t.id FROM ledger_transfer AS t WHERE t.id = sums.transfer_id) IS NULL
  LIMIT 1;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  IF bad.lacks_transfer OR bad.currency IS NULL THEN
    RAISE EXCEPTION 'an entry names transfer % or an account that does not exist', bad.transfer_id
      USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'ledger_entry_whole';
  END IF;
  RAISE EXCEPTION 'transfer % does not balance: % is off by %', bad.transfer_id, bad.currency, bad.total
    USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_entry_balanced';
END $$;

-- The same number as before, written so that it is computed in place: || between a text and a number is not
-- immutable, and a function with such a body is called for each row.
CREATE OR REPLACE FUNCTION shard_fence_key(shard integer) RETURNS bigint IMMUTABLE PARALLEL SAFE
LANGUAGE sql RETURN hashtextextended('shard:' || shard::text, 7377900711);

-- It wrote messages as they no longer are; the next migration makes it anew.
DROP FUNCTION place_bets;
