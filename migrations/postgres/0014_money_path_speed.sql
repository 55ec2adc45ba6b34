-- Money in few statements: singles settled a chunk at a time by what each kind of them comes to, and a bet that
-- comes alone placed by statements of one row.

-- Whoever writes a bet has its account locked, and accounts are never removed; verify ledger proves it.
ALTER TABLE bet DROP CONSTRAINT bet_account_id_fkey;

-- Settles singles on one market by its result of `of_version`. Bets that agree in all that decides their
-- settlement are of one kind, and what a kind comes to was worked out by the caller: its result, payout and
-- explanation, the transfers with their legs (account null: the bet's wallet), and its message. Nothing is taken
-- on trust: a bet must still be at its version, and its leg at the result that the kind was made for. It takes only
-- what nothing speaks against and returns how many of each kind; whatever is left is settled bet by bet.
CREATE FUNCTION settle_singles(
  of_fixture text, of_market text, of_version integer, at_ms bigint,
  bet_ids uuid[], bet_kinds integer[], kinds json, transfers json, legs json
) RETURNS TABLE (kind integer, bets bigint) LANGUAGE plpgsql
-- Along indexes: a plan for tables that were small must not read them whole when they no longer are.
SET enable_seqscan = off SET enable_mergejoin = off
AS $$
DECLARE
  locked uuid[];
  locked_kinds integer[];
BEGIN
  PERFORM pg_advisory_xact_lock_shared(settlement_hold_key());
  IF EXISTS (SELECT FROM settlement_hold AS h WHERE h.released_at IS NULL AND h.fixture_id = of_fixture
             AND (h.market_key IS NULL OR h.market_key = of_market)) THEN
    RETURN;
  END IF;
  SELECT array_agg(l.id), array_agg(l.kind) INTO locked, locked_kinds
  FROM (
    SELECT b.id, a.kind
    FROM unnest(bet_ids, bet_kinds) AS a (id, kind)
    JOIN json_to_recordset(kinds) AS k (place integer, bet_version integer) ON k.place = a.kind
    JOIN bet AS b ON b.id = a.id AND b.version = k.bet_version
    ORDER BY b.id FOR UPDATE OF b SKIP LOCKED
  ) AS l;
  -- By a statement of its own, in the order in which everyone locks them.
  PERFORM FROM ledger_account AS w
  WHERE w.id IN (
    SELECT b.account_id
    FROM unnest(locked, locked_kinds) AS l (id, kind)
    JOIN (SELECT DISTINCT m.kind FROM json_to_recordset(legs) AS m (kind integer, account uuid)
          WHERE m.account IS NULL) AS moving ON moving.kind = l.kind
    JOIN bet AS b ON b.id = l.id
  ) ORDER BY w.id FOR NO KEY UPDATE;

  RETURN QUERY
  WITH kind AS MATERIALIZED (
    SELECT * FROM json_to_recordset(kinds) AS k (
      place integer, moves boolean, before text, result text, status text, payout bigint, reason text,
      explanation jsonb, rules integer, subject text, message text)
  ), transfer_kind AS MATERIALIZED (
    SELECT * FROM json_to_recordset(transfers) AS t (kind integer, nth integer, word text, version integer, memo jsonb)
  ), leg AS MATERIALIZED (
    SELECT * FROM json_to_recordset(legs) AS m (kind integer, nth integer, leg integer, account uuid, amount bigint)
  ), able AS MATERIALIZED (
    SELECT b.id, b.account_id AS account, b.version + 1 AS version, b.received_at, b.decided_at, k.place AS kind, k.moves
    FROM unnest(locked, locked_kinds) AS l (id, kind)
    JOIN kind AS k ON k.place = l.kind
    JOIN bet AS b ON b.id = l.id
    JOIN bet_leg AS g ON g.bet_id = l.id AND g.leg = 0
    WHERE g.result IS NOT DISTINCT FROM k.before AND coalesce(g.result_version, 0) < of_version
      AND NOT EXISTS (SELECT FROM selection_void AS v WHERE v.bet_id = l.id)
      AND NOT EXISTS (SELECT FROM settlement_hold AS h WHERE h.bet_id = l.id AND h.released_at IS NULL)
  ), short AS MATERIALIZED (
    -- Whoever might not have what has to go back.
    SELECT i.account
    FROM leg AS m JOIN able AS i ON i.kind = m.kind JOIN ledger_account AS w ON w.id = i.account
    WHERE m.account IS NULL AND m.amount < 0
    GROUP BY i.account, w.balance_minor, w.min_balance_minor
    HAVING w.balance_minor + sum(m.amount) < w.min_balance_minor
  ), item AS MATERIALIZED (
    SELECT i.*, row_number() OVER (ORDER BY i.id) AS place
    FROM able AS i WHERE NOT (i.moves AND i.account IN (SELECT s.account FROM short AS s))
  ), hashed AS MATERIALIZED (
    SELECT i.id AS bet, i.place, i.account, t.kind, t.nth, t.word, t.version, t.memo, encode(sha256(
             decode(t.word || '|' || i.id::text || '|' || t.version::text, 'escape')), 'hex') AS digest
    FROM item AS i JOIN transfer_kind AS t ON t.kind = i.kind
  ), transfer AS MATERIALIZED (
    -- The id that betTransferId of the ledger gives: the time part of the bet's, then SHA-256.
    SELECT h.bet, h.place, h.account, h.kind, h.nth, h.word, h.version, h.memo,
           (left(h.bet::text, 13) || '-8' || left(h.digest, 3) || '-'
            || translate(substr(h.digest, 4, 1), '0123456789abcdef', '89ab89ab89ab89ab') || substr(h.digest, 5, 3)
            || '-' || substr(h.digest, 8, 12))::uuid AS id
    FROM hashed AS h
  ), entry AS MATERIALIZED (
    SELECT t.id AS transfer, t.bet, t.place, t.nth, m.leg, m.amount, m.account IS NULL AS is_own,
           coalesce(m.account, t.account) AS account
    FROM transfer AS t JOIN leg AS m ON m.kind = t.kind AND m.nth = t.nth
  ), wallet_entry AS MATERIALIZED (
    SELECT e.*, w.balance_minor + sum(e.amount) OVER chain AS balance, w.version + row_number() OVER chain AS version
    FROM entry AS e JOIN ledger_account AS w ON w.id = e.account
    WHERE e.is_own
    WINDOW chain AS (PARTITION BY e.account ORDER BY e.place, e.nth, e.leg)
  ), wallets AS (
    UPDATE ledger_account AS w SET balance_minor = w.balance_minor + e.amount, version = w.version + e.entries
    FROM (SELECT e.account, sum(e.amount) AS amount, count(*) AS entries FROM wallet_entry AS e GROUP BY e.account) AS e
    WHERE w.id = e.account
  ), posted AS (
    INSERT INTO ledger_transfer (id, kind, bet_id, version, at, memo)
    SELECT t.id, t.word, t.bet, t.version, at_ms, t.memo FROM transfer AS t ORDER BY t.place, t.nth
  ), entries AS (
    INSERT INTO ledger_entry
      (transfer_id, account_id, amount_minor, balance_after_minor, account_version, bet_id, at)
    SELECT e.transfer, e.account, e.amount, e.balance, e.version, e.bet, at_ms
    FROM (
      SELECT e.transfer, e.account, e.amount, e.balance, e.version, e.bet, e.place, e.nth, e.leg FROM wallet_entry AS e
      UNION ALL
      SELECT e.transfer, e.account, e.amount, NULL, NULL, e.bet, e.place, e.nth, e.leg FROM entry AS e WHERE NOT e.is_own
    ) AS e
    ORDER BY e.place, e.nth, e.leg
  ), bets_changed AS (
    UPDATE bet AS b
    SET status = k.status, version = i.version, open_legs = 0, payout_minor = k.payout, reason = k.reason,
        explanation = k.explanation, rules_version = k.rules, settled_at = at_ms
    FROM item AS i JOIN kind AS k ON k.place = i.kind
    WHERE i.moves AND b.id = i.id
  ), legs_changed AS (
    UPDATE bet_leg AS g SET result = k.result, result_version = of_version
    FROM item AS i JOIN kind AS k ON k.place = i.kind
    WHERE g.bet_id = i.id AND g.leg = 0
  ), told AS (
    INSERT INTO outbox_batch (transfers, messages)
    SELECT (SELECT array_agg(t.id ORDER BY t.place, t.nth) FROM transfer AS t), '[' || string_agg(
      '{"subject":"' || k.subject || '","id":"bet:' || i.id || ':' || i.version || '","body":{"betId":"' || i.id
      || '","version":' || i.version || ',"accountId":"' || i.account || '","receivedAt":' || i.received_at
      || ',"decidedAt":' || i.decided_at || ',"at":' || at_ms || ',' || k.message || '}}', ',' ORDER BY i.place
    ) || ']'
    FROM item AS i JOIN kind AS k ON k.place = i.kind
    WHERE i.moves
    HAVING count(*) > 0
  )
  SELECT i.kind, count(*) FROM item AS i GROUP BY i.kind;
END $$;

-- One bet as place_bets places many, by statements of one row: a bet that comes alone is spared the sorting and
-- joining of arrays of one. False: something speaks against it, nothing was written.
CREATE FUNCTION place_bet(
  bet_id uuid, account uuid, request_key text, body_hash text, answer json, currency text,
  stake bigint, potential bigint, policy text, received bigint, decided bigint,
  expires bigint, epoch bigint, input_seq bigint, odds_seq bigint, state_hash text,
  in_play boolean, open_legs integer, transfer uuid, stake_account uuid, message json,
  leg_bet uuid, leg_number smallint, leg_fixture text, leg_shard integer, leg_epoch bigint,
  leg_market text, leg_outcome text, leg_home text, leg_away text, leg_requested integer,
  leg_odds integer, leg_catalogue integer, called_at_ms bigint
) RETURNS boolean LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET enable_seqscan = off
AS $$
DECLARE
  today bigint := received / 86400000;
  fixture_key bigint := fixture_fence_key(leg_fixture);
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
  IF (SELECT s.epoch FROM shard AS s WHERE s.id = leg_shard) IS DISTINCT FROM leg_epoch
     OR EXISTS (SELECT FROM market_closed AS c WHERE c.fixture_id = leg_fixture AND c.market_key IN (leg_market, '*'))
     OR EXISTS (SELECT FROM bet_tombstone AS t WHERE t.bet_id = place_bet.bet_id)
     OR EXISTS (SELECT FROM bet_request AS r WHERE r.account_id = account AND r.key = request_key) THEN
    RETURN false;
  END IF;

  UPDATE account AS a
  SET stake_day = today, staked_today_minor = staked_before + stake, version = a.version + 1 WHERE a.id = account;
  UPDATE ledger_account AS w
  SET balance_minor = w.balance_minor - stake, version = w.version + 1 WHERE w.id = account;
  INSERT INTO bet (id, account_id, status, currency, stake_minor, potential_payout_minor, policy, received_at,
    due_at, decided_at, owner_epoch, input_seq, odds_seq, state_hash, in_play, open_legs)
  VALUES (bet_id, account, 'accepted', currency, stake, potential, policy, received,
    received, decided, epoch, input_seq, odds_seq, state_hash, in_play, open_legs);
  INSERT INTO bet_leg (bet_id, leg, fixture_id, market_key, outcome_id, home, away, requested_odds, odds,
    catalogue_version)
  VALUES (leg_bet, leg_number, leg_fixture, leg_market, leg_outcome, leg_home, leg_away, leg_requested, leg_odds,
    leg_catalogue);
  INSERT INTO bet_request (account_id, key, body_hash, bet_id, status, answer)
  VALUES (account, request_key, decode(body_hash, 'hex'), bet_id, 'final', answer);
  INSERT INTO ledger_transfer (id, kind, bet_id, at) VALUES (transfer, 'hold', bet_id, received);
  INSERT INTO ledger_entry (transfer_id, account_id, amount_minor, balance_after_minor, account_version, bet_id, at)
  VALUES (transfer, account, -stake, books.balance_minor - stake, books.version + 1, bet_id, received),
         (transfer, stake_account, stake, NULL, NULL, bet_id, received);
  INSERT INTO outbox_batch (transfers, messages)
  VALUES (ARRAY[transfer], '[{"subject":"bet.accepted","id":"bet:' || bet_id || ':1","body":' || message || '}]');
  RETURN true;
END $$;
