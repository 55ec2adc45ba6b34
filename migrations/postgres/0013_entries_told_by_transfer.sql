-- Entries are for ever, so an outbox row only names the transfers whose entries it tells of; the messages are made
-- of them when they leave.
ALTER TABLE outbox_batch ADD COLUMN transfers uuid[] NOT NULL DEFAULT '{}',
  ALTER COLUMN messages SET DEFAULT '[]';

-- All messages of a row in order: those of its entries, then those that it carries.
CREATE FUNCTION batch_messages(batch outbox_batch) RETURNS text LANGUAGE sql STABLE RETURN
  CASE WHEN batch.transfers = '{}' THEN batch.messages ELSE '[' || (
    SELECT string_agg(entry_message(e, t.kind, a.purpose, a.currency), ',' ORDER BY e.id)
    FROM unnest(batch.transfers) AS told (id)
    JOIN ledger_transfer AS t ON t.id = told.id
    JOIN ledger_entry AS e ON e.transfer_id = t.id
    JOIN ledger_account AS a ON a.id = e.account_id
  ) || CASE batch.messages WHEN '[]' THEN ']' ELSE ',' || substr(batch.messages, 2) END END;

CREATE OR REPLACE VIEW outbox AS
SELECT (batch.id << 24) + place AS id, message ->> 'subject' AS subject, message ->> 'id' AS msg_id,
       (message ->> 'body')::jsonb AS body, batch.created_at, batch.published_at
FROM outbox_batch AS batch,
     json_array_elements(batch_messages(batch)::json) WITH ORDINALITY AS each (message, place);

-- Entries are found by their transfer, in its order; nobody looks for one by its number alone. Those of busy
-- house accounts are so large a part of all that an index on them only costs.
ALTER TABLE ledger_entry DROP CONSTRAINT ledger_entry_pkey, ADD PRIMARY KEY (transfer_id, id);
DROP INDEX ledger_entry_transfer;
DROP INDEX ledger_entry_house;

-- Places bets that their hosts accepted and that need not wait, in one call: request, bet, legs, held stake and
-- messages. It takes only what nothing speaks against and returns the ids of those; the others are left without
-- a trace to the ordinary way (hold, decide, finish), which finds out what is wrong and says it. So its
-- conditions may be stricter than the rules, never laxer.
CREATE FUNCTION place_bets(
  bet_ids uuid[], accounts uuid[], keys text[], body_hashes text[], answers json[], currencies text[],
  stakes bigint[], potentials bigint[], policies text[], received bigint[], decided bigint[],
  expires bigint[], epochs bigint[], input_seqs bigint[], odds_seqs bigint[], state_hashes text[],
  in_play boolean[], open_legs integer[], transfers uuid[], stake_accounts uuid[], messages json[],
  leg_bets uuid[], leg_numbers smallint[], leg_fixtures text[], leg_shards integer[], leg_epochs bigint[],
  leg_markets text[], leg_outcomes text[], leg_homes text[], leg_aways text[], leg_requested integer[],
  leg_odds integer[], leg_catalogues integer[], called_at_ms bigint
) RETURNS SETOF uuid LANGUAGE plpgsql
-- One plan for all batches, made of steps along indexes: tables that are small when it is made do not stay so.
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
DECLARE
  today bigint := (SELECT max(at) / 86400000 FROM unnest(received) AS at);
  blocked uuid[];
BEGIN
  -- In the order of their keys, so that nobody who takes several exclusively deadlocks.
  PERFORM pg_advisory_xact_lock_shared(key) FROM (
    SELECT fixture_fence_key(fixture) AS key FROM unnest(leg_fixtures) AS fixture
    UNION SELECT shard_fence_key(shard) FROM unnest(leg_shards) AS shard
    ORDER BY key
  ) AS fences;
  -- By a statement of its own: what reads below sees all that was written while this one waited.
  PERFORM FROM account AS a JOIN ledger_account AS w ON w.id = a.id
  WHERE a.id = ANY (accounts) ORDER BY a.id FOR NO KEY UPDATE;
  blocked := ARRAY(
    SELECT l.bet_id
    FROM unnest(leg_bets, leg_fixtures, leg_shards, leg_epochs, leg_markets)
           AS l (bet_id, fixture, shard, epoch, market)
    LEFT JOIN shard AS s ON s.id = l.shard
    WHERE s.epoch IS DISTINCT FROM l.epoch
    UNION ALL
    SELECT l.bet_id
    FROM unnest(leg_bets, leg_fixtures, leg_markets) AS l (bet_id, fixture, market)
    JOIN market_closed AS c ON c.fixture_id = l.fixture AND c.market_key IN (l.market, '*')
    UNION ALL
    SELECT t.bet_id FROM bet_tombstone AS t WHERE t.bet_id = ANY (bet_ids)
  );

  RETURN QUERY
  WITH item AS MATERIALIZED (
    SELECT i.*, sum(i.stake) OVER (PARTITION BY i.account ORDER BY i.place) AS staked,
           row_number() OVER (PARTITION BY i.account, i.key ORDER BY i.place) AS nth,
           a.stake_day, a.staked_today_minor AS staked_before, a.daily_stake_limit_minor AS day_limit,
           w.balance_minor AS balance, w.version, w.balance_minor - coalesce(w.min_balance_minor, 0) AS free
    FROM unnest(bet_ids, accounts, keys, body_hashes, answers, currencies, stakes, potentials, policies,
                received, decided, expires, epochs, input_seqs, odds_seqs, state_hashes, in_play, open_legs,
                transfers, stake_accounts, messages) WITH ORDINALITY
           AS i (bet_id, account, key, body_hash, answer, currency, stake, potential, policy,
                 received_at, decided_at, expires_at, epoch, input_seq, odds_seq, state_hash, is_in_play,
                 legs, transfer, stake_account, message, place)
    JOIN account AS a ON a.id = i.account AND a.status = 'open' AND a.stake_day <= today
    JOIN ledger_account AS w ON w.id = i.account
    WHERE i.received_at / 86400000 = today AND i.bet_id <> ALL (blocked)
      AND NOT EXISTS (SELECT FROM bet_request AS r WHERE r.account_id = i.account AND r.key = i.key)
  ), chosen AS MATERIALIZED (
    SELECT i.*, i.balance - sum(i.stake) OVER chain AS balance_after, i.version + row_number() OVER chain AS nth_entry
    FROM item AS i
    WHERE i.nth = 1 AND i.staked <= i.free
      -- By the caller's time, and what the locks have cost since.
      AND i.expires_at > called_at_ms + extract(epoch FROM clock_timestamp() - statement_timestamp()) * 1000
      AND (i.day_limit IS NULL
           OR i.staked + CASE WHEN i.stake_day = today THEN i.staked_before ELSE 0 END <= i.day_limit)
    WINDOW chain AS (PARTITION BY i.account ORDER BY i.place)
  ), totals AS MATERIALIZED (
    SELECT c.account, sum(c.stake) AS stake, count(*) AS bets FROM chosen AS c GROUP BY c.account
  ), accounts_changed AS (
    UPDATE account AS a
    SET stake_day = today, version = a.version + 1,
        staked_today_minor = CASE WHEN a.stake_day = today THEN a.staked_today_minor ELSE 0 END + t.stake
    FROM totals AS t WHERE a.id = t.account
  ), wallets AS (
    UPDATE ledger_account AS w SET balance_minor = w.balance_minor - t.stake, version = w.version + t.bets
    FROM totals AS t WHERE w.id = t.account
  ), bets AS (
    INSERT INTO bet (id, account_id, status, currency, stake_minor, potential_payout_minor, policy, received_at,
      due_at, decided_at, owner_epoch, input_seq, odds_seq, state_hash, in_play, open_legs)
    SELECT c.bet_id, c.account, 'accepted', c.currency, c.stake, c.potential, c.policy, c.received_at,
      c.received_at, c.decided_at, c.epoch, c.input_seq, c.odds_seq, c.state_hash, c.is_in_play, c.legs
    FROM chosen AS c
  ), legs AS (
    INSERT INTO bet_leg (bet_id, leg, fixture_id, market_key, outcome_id, home, away, requested_odds, odds,
      catalogue_version)
    SELECT l.* FROM unnest(leg_bets, leg_numbers, leg_fixtures, leg_markets, leg_outcomes, leg_homes, leg_aways,
                           leg_requested, leg_odds, leg_catalogues)
                      AS l (bet_id, leg, fixture, market, outcome, home, away, requested, odds, catalogue)
    WHERE l.bet_id = ANY (ARRAY(SELECT c.bet_id FROM chosen AS c))
  ), requests AS (
    INSERT INTO bet_request (account_id, key, body_hash, bet_id, status, answer)
    SELECT c.account, c.key, decode(c.body_hash, 'hex'), c.bet_id, 'final', c.answer FROM chosen AS c
  ), holds AS (
    INSERT INTO ledger_transfer (id, kind, bet_id, at)
    SELECT c.transfer, 'hold', c.bet_id, c.received_at FROM chosen AS c
  ), entries AS (
    INSERT INTO ledger_entry
      (transfer_id, account_id, amount_minor, balance_after_minor, account_version, bet_id, at)
    SELECT c.transfer, e.account, e.amount, e.balance_after, e.nth, c.bet_id, c.received_at
    FROM chosen AS c, LATERAL (VALUES
      (1, c.account, -c.stake, c.balance_after::bigint, c.nth_entry), (2, c.stake_account, c.stake, NULL, NULL)
    ) AS e (side, account, amount, balance_after, nth)
    ORDER BY c.place, e.side
  ), told AS (
    INSERT INTO outbox_batch (transfers, messages)
    SELECT array_agg(c.transfer ORDER BY c.place), '[' || string_agg(
      '{"subject":"bet.accepted","id":"bet:' || c.bet_id || ':1","body":' || c.message || '}', ',' ORDER BY c.place
    ) || ']'
    FROM chosen AS c
    HAVING count(*) > 0
  )
  SELECT c.bet_id FROM chosen AS c;
END $$;
