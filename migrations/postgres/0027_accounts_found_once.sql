-- Batches whose accounts are looked up once: what their locked rows say is kept, and where they are.

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
  -- Of the locked accounts, in the order of their ids: where their rows are, and what they say.
  locked uuid[];
  account_rows tid[];
  wallet_rows tid[];
  staked_before bigint[];
  stake_limits bigint[];
  balances bigint[];
  versions bigint[];
  blocked uuid[];
  placed uuid[];
BEGIN
  -- In the order of their keys, so that nobody who takes several exclusively deadlocks.
  PERFORM pg_advisory_xact_lock_shared(key) FROM (
    SELECT fixture_fence_key(fixture) AS key FROM unnest(fixtures) AS fixture
    UNION SELECT shard_fence_key(shard) FROM unnest(shards) AS shard
    ORDER BY key
  ) AS fences;
  -- By a statement of its own: what reads below sees all that was written while this one waited. Whoever may not
  -- bet today has no limit, and so no stake is within it.
  SELECT array_agg(l.id), array_agg(l.account_row), array_agg(l.wallet_row), array_agg(l.staked),
         array_agg(CASE WHEN l.may_bet THEN least(l.free, l.day_limit - l.staked) END),
         array_agg(l.balance), array_agg(l.version)
  INTO locked, account_rows, wallet_rows, staked_before, stake_limits, balances, versions
  FROM (
    SELECT a.id, a.ctid AS account_row, w.ctid AS wallet_row, a.status = 'open' AND a.stake_day <= today AS may_bet,
           CASE WHEN a.stake_day = today THEN a.staked_today_minor ELSE 0 END AS staked,
           a.daily_stake_limit_minor AS day_limit, w.balance_minor - coalesce(w.min_balance_minor, 0) AS free,
           w.balance_minor AS balance, w.version
    FROM account AS a JOIN ledger_account AS w ON w.id = a.id
    WHERE a.id = ANY (accounts) ORDER BY a.id FOR NO KEY UPDATE
  ) AS l;
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
    SELECT i.place, i.owner, sum(stakes[i.place]) OVER (PARTITION BY i.owner ORDER BY i.place) AS staked,
           row_number() OVER (PARTITION BY i.owner, keys[i.place] ORDER BY i.place) AS nth
    FROM (
      SELECT p.place, width_bucket(accounts[p.place], locked) AS owner
      FROM generate_series(1, cardinality(bet_ids)) AS p (place)
    ) AS i
    WHERE locked[i.owner] = accounts[i.place]
      AND received[i.place] / 86400000 = today AND bet_ids[i.place] <> ALL (blocked)
      AND NOT EXISTS (
        SELECT FROM bet_request AS r WHERE r.account_id = accounts[i.place] AND r.key = keys[i.place])
  ), chosen AS MATERIALIZED (
    SELECT i.place, i.owner, accounts[i.place] AS account, stakes[i.place] AS stake,
           balances[i.owner] - sum(stakes[i.place]) OVER chain AS balance_after,
           versions[i.owner] + row_number() OVER chain AS nth_entry
    FROM item AS i
    WHERE i.nth = 1 AND i.staked <= stake_limits[i.owner]
      -- By the caller's time, and what the locks have cost since.
      AND expires[i.place] > called_at_ms + extract(epoch FROM clock_timestamp() - statement_timestamp()) * 1000
    WINDOW chain AS (PARTITION BY i.owner ORDER BY i.place)
  ), totals AS MATERIALIZED (
    SELECT c.owner, sum(c.stake) AS stake, count(*) AS bets FROM chosen AS c GROUP BY c.owner
  ), accounts_changed AS (
    -- Under its lock a row stays where it is.
    UPDATE account AS a
    SET stake_day = today, version = a.version + 1, staked_today_minor = staked_before[t.owner] + t.stake
    FROM totals AS t WHERE a.ctid = account_rows[t.owner]
  ), wallets AS (
    UPDATE ledger_account AS w SET balance_minor = w.balance_minor - t.stake, version = w.version + t.bets
    FROM totals AS t WHERE w.ctid = wallet_rows[t.owner]
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
