-- Bets placed at once, by statements that read every parameter where it is used: what a batch costs whatever its
-- size, and what each bet of it costs, is less.

-- Places singles that their hosts accepted and that need not wait, in one call: request, bet, leg, held stake and
-- messages. It takes only what nothing speaks against and returns the ids of those; the others are left without
-- a trace to the ordinary way (hold, decide, finish), which finds out what is wrong and says it. So its
-- conditions may be stricter than the rules, never laxer.
DROP FUNCTION place_bets;
CREATE FUNCTION place_bets(
  bet_ids uuid[], accounts uuid[], keys text[], body_hashes text[], answers json[], currencies text[],
  stakes bigint[], potentials bigint[], policies text[], received bigint[], decided bigint[],
  expires bigint[], epochs bigint[], input_seqs bigint[], odds_seqs bigint[], state_hashes text[],
  in_play boolean[], transfers uuid[], stake_accounts uuid[], messages text[], fixtures text[], shards integer[],
  markets text[], outcomes text[], homes text[], aways text[], requested integer[], odds integer[],
  catalogues integer[], called_at_ms bigint
) RETURNS uuid[] LANGUAGE plpgsql
-- One plan for all batches, made of steps along indexes: tables that are small when it is made do not stay so.
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
DECLARE
  today bigint := (SELECT max(at) / 86400000 FROM unnest(received) AS at);
  blocked uuid[];
  placed uuid[];
BEGIN
  -- In the order of their keys, so that nobody who takes several exclusively deadlocks.
  PERFORM pg_advisory_xact_lock_shared(key) FROM (
    SELECT fixture_fence_key(fixture) AS key FROM unnest(fixtures) AS fixture
    UNION SELECT shard_fence_key(shard) FROM unnest(shards) AS shard
    ORDER BY key
  ) AS fences;
  -- By a statement of its own: what reads below sees all that was written while this one waited.
  PERFORM FROM account AS a JOIN ledger_account AS w ON w.id = a.id
  WHERE a.id = ANY (accounts) ORDER BY a.id FOR NO KEY UPDATE;
  blocked := ARRAY(
    SELECT bet_ids[l.place]
    FROM unnest(fixtures, shards, epochs, markets) WITH ORDINALITY AS l (fixture, shard, epoch, market, place)
    LEFT JOIN shard AS s ON s.id = l.shard
    WHERE s.epoch IS DISTINCT FROM l.epoch
       OR EXISTS (SELECT FROM market_closed AS c WHERE c.fixture_id = l.fixture AND c.market_key IN (l.market, '*'))
    UNION ALL
    SELECT t.bet_id FROM bet_tombstone AS t WHERE t.bet_id = ANY (bet_ids)
  );

  WITH item AS MATERIALIZED (
    SELECT p.place, accounts[p.place] AS account, stakes[p.place] AS stake,
           sum(stakes[p.place]) OVER (PARTITION BY accounts[p.place] ORDER BY p.place) AS staked,
           row_number() OVER (PARTITION BY accounts[p.place], keys[p.place] ORDER BY p.place) AS nth,
           a.stake_day, a.staked_today_minor AS staked_before, a.daily_stake_limit_minor AS day_limit,
           w.balance_minor AS balance, w.version, w.balance_minor - coalesce(w.min_balance_minor, 0) AS free
    FROM generate_series(1, cardinality(bet_ids)) AS p (place)
    JOIN account AS a ON a.id = accounts[p.place] AND a.status = 'open' AND a.stake_day <= today
    JOIN ledger_account AS w ON w.id = accounts[p.place]
    WHERE received[p.place] / 86400000 = today AND bet_ids[p.place] <> ALL (blocked)
      AND NOT EXISTS (
        SELECT FROM bet_request AS r WHERE r.account_id = accounts[p.place] AND r.key = keys[p.place])
  ), chosen AS MATERIALIZED (
    SELECT i.place, i.account, i.stake, i.balance - sum(i.stake) OVER chain AS balance_after,
           i.version + row_number() OVER chain AS nth_entry
    FROM item AS i
    WHERE i.nth = 1 AND i.staked <= i.free
      -- By the caller's time, and what the locks have cost since.
      AND expires[i.place] > called_at_ms + extract(epoch FROM clock_timestamp() - statement_timestamp()) * 1000
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
    SELECT bet_ids[c.place], c.account, 'accepted', currencies[c.place], c.stake, potentials[c.place],
      policies[c.place], received[c.place], received[c.place], decided[c.place], epochs[c.place],
      input_seqs[c.place], odds_seqs[c.place], state_hashes[c.place], in_play[c.place], 1
    FROM chosen AS c
  ), legs AS (
    INSERT INTO bet_leg (bet_id, leg, fixture_id, market_key, outcome_id, home, away, requested_odds, odds,
      catalogue_version)
    SELECT bet_ids[c.place], 0, fixtures[c.place], markets[c.place], outcomes[c.place], homes[c.place],
      aways[c.place], requested[c.place], odds[c.place], catalogues[c.place]
    FROM chosen AS c
  ), requests AS (
    INSERT INTO bet_request (account_id, key, body_hash, bet_id, status, answer)
    SELECT c.account, keys[c.place], decode(body_hashes[c.place], 'hex'), bet_ids[c.place], 'final', answers[c.place]
    FROM chosen AS c
  ), holds AS (
    INSERT INTO ledger_transfer (id, kind, bet_id, at)
    SELECT transfers[c.place], 'hold', bet_ids[c.place], received[c.place] FROM chosen AS c
  ), entries AS (
    INSERT INTO ledger_entry
      (transfer_id, account_id, amount_minor, balance_after_minor, account_version, bet_id, at)
    SELECT transfers[c.place], e.account, e.amount, e.balance_after, e.nth, bet_ids[c.place], received[c.place]
    FROM chosen AS c, LATERAL (VALUES
      (c.account, -c.stake, c.balance_after::bigint, c.nth_entry), (stake_accounts[c.place], c.stake, NULL, NULL)
    ) AS e (account, amount, balance_after, nth)
  ), told AS (
    INSERT INTO outbox_batch (transfers, messages)
    SELECT array_agg(place_bets.transfers[c.place] ORDER BY c.place), '[' || string_agg(
      '{"subject":"bet.accepted","id":"bet:' || bet_ids[c.place] || ':1","body":' || place_bets.messages[c.place]
      || '}', ',' ORDER BY c.place
    ) || ']'
    FROM chosen AS c
    HAVING count(*) > 0
  )
  SELECT array_agg(bet_ids[c.place]) INTO placed FROM chosen AS c;
  RETURN placed;
END $$;

-- One bet as place_bets places many: a bet that comes alone is spared the sorting and joining of arrays of one.
-- False: something speaks against it, nothing was written.
DROP FUNCTION place_bet;
CREATE FUNCTION place_bet(
  bet_id uuid, account uuid, request_key text, body_hash text, answer json, currency text,
  stake bigint, potential bigint, policy text, received bigint, decided bigint,
  expires bigint, epoch bigint, input_seq bigint, odds_seq bigint, state_hash text,
  in_play boolean, transfer uuid, stake_account uuid, message text, fixture text, leg_shard integer,
  market text, outcome text, home text, away text, requested integer, odds integer,
  catalogue integer, called_at_ms bigint
) RETURNS boolean LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET enable_seqscan = off
AS $$
DECLARE
  today bigint := received / 86400000;
  fixture_key bigint := fixture_fence_key(fixture);
  shard_key bigint := shard_fence_key(leg_shard);
  books record;
  staked_before bigint;
BEGIN
  PERFORM pg_advisory_xact_lock_shared(least(fixture_key, shard_key)),
          pg_advisory_xact_lock_shared(greatest(fixture_key, shard_key));
  SELECT a.status, a.stake_day, a.staked_today_minor, a.daily_stake_limit_minor,
         w.balance_minor, w.min_balance_minor, w.version INTO books
  FROM account AS a JOIN ledger_account AS w ON w.id = a.id
  WHERE a.id = account FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  staked_before := CASE WHEN books.stake_day = today THEN books.staked_today_minor ELSE 0 END;
  IF books.status <> 'open' OR books.stake_day > today
     OR stake > books.balance_minor - coalesce(books.min_balance_minor, 0)
     OR staked_before + stake > books.daily_stake_limit_minor
     -- By the caller's time, and what the locks have cost since.
     OR expires <= called_at_ms + extract(epoch FROM clock_timestamp() - statement_timestamp()) * 1000 THEN
    RETURN false;
  END IF;
  -- By a statement after the locks: it sees all that was written while they were waited for.
  IF (SELECT s.epoch FROM shard AS s WHERE s.id = leg_shard) IS DISTINCT FROM place_bet.epoch
     OR EXISTS (SELECT FROM market_closed AS c WHERE c.fixture_id = fixture AND c.market_key IN (market, '*'))
     OR EXISTS (SELECT FROM bet_tombstone AS t WHERE t.bet_id = place_bet.bet_id)
     OR EXISTS (SELECT FROM bet_request AS r WHERE r.account_id = account AND r.key = request_key) THEN
    RETURN false;
  END IF;

  WITH account_changed AS (
    UPDATE account AS a
    SET stake_day = today, staked_today_minor = staked_before + stake, version = a.version + 1 WHERE a.id = account
  ), wallet AS (
    UPDATE ledger_account AS w
    SET balance_minor = w.balance_minor - stake, version = w.version + 1 WHERE w.id = account
  ), bets AS (
    INSERT INTO bet (id, account_id, status, currency, stake_minor, potential_payout_minor, policy, received_at,
      due_at, decided_at, owner_epoch, input_seq, odds_seq, state_hash, in_play, open_legs)
    VALUES (bet_id, account, 'accepted', currency, stake, potential, policy, received,
      received, decided, epoch, input_seq, odds_seq, state_hash, in_play, 1)
  ), legs AS (
    INSERT INTO bet_leg (bet_id, leg, fixture_id, market_key, outcome_id, home, away, requested_odds, odds,
      catalogue_version)
    VALUES (bet_id, 0, fixture, market, outcome, home, away, requested, odds, catalogue)
  ), requests AS (
    INSERT INTO bet_request (account_id, key, body_hash, bet_id, status, answer)
    VALUES (account, request_key, decode(body_hash, 'hex'), bet_id, 'final', answer)
  ), holds AS (
    INSERT INTO ledger_transfer (id, kind, bet_id, at) VALUES (transfer, 'hold', bet_id, received)
  ), entries AS (
    INSERT INTO ledger_entry (transfer_id, account_id, amount_minor, balance_after_minor, account_version, bet_id, at)
    VALUES (transfer, account, -stake, books.balance_minor - stake, books.version + 1, bet_id, received),
           (transfer, stake_account, stake, NULL, NULL, bet_id, received)
  )
  INSERT INTO outbox_batch (transfers, messages)
  VALUES (ARRAY[transfer], '[{"subject":"bet.accepted","id":"bet:' || bet_id || ':1","body":' || message || '}]');
  RETURN true;
END $$;
