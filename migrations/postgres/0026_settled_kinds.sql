-- What the bets of a kind have in common is written once for all of them: their explanation and their message.

-- What singles of one kind came to when they were settled; a kind that is met again in another run is written again.
CREATE TABLE settled_kind (
  id uuid PRIMARY KEY,
  explanation jsonb NOT NULL,
  -- What their messages have in common: the subject, the version of the bet, and fields of the body without braces.
  subject text NOT NULL,
  bet_version integer NOT NULL,
  message text NOT NULL
);
CALL make_append_only('settled_kind');
-- Instead of an explanation of its own.
ALTER TABLE bet ADD COLUMN settled_kind uuid;

-- How the payout of a bet came about, wherever it is written; null while it is open.
CREATE FUNCTION explanation_of(of_bet bet) RETURNS jsonb LANGUAGE sql STABLE PARALLEL SAFE RETURN
  coalesce(of_bet.explanation, (SELECT k.explanation FROM settled_kind AS k WHERE k.id = of_bet.settled_kind));

-- A bet and its leg change when they are settled: the new version finds room on the page of the old one.
ALTER TABLE bet SET (fillfactor = 45);
ALTER TABLE bet_leg SET (fillfactor = 45);

-- Settled bets that the row tells of, in order, each with its kind; the messages are made of both when they leave.
ALTER TABLE outbox_batch ADD COLUMN bets uuid[] NOT NULL DEFAULT '{}', ADD COLUMN bet_kinds uuid[] NOT NULL DEFAULT '{}',
  ADD COLUMN bets_at bigint;

-- All messages of a row in order: those of its entries, those of its bets, then those that it carries. A row whose
-- transfers were taken away was split, and carries what is left.
CREATE OR REPLACE FUNCTION batch_messages(batch outbox_batch) RETURNS text LANGUAGE sql STABLE RETURN
  CASE WHEN batch.transfers = '{}' THEN batch.messages ELSE '[' || (
    SELECT string_agg(entry_message(e, t.kind, a.purpose, a.currency), ',' ORDER BY e.id)
    FROM unnest(batch.transfers) AS told (id)
    JOIN ledger_transfer AS t ON t.id = told.id
    JOIN ledger_entry AS e ON e.transfer_id = t.id
    JOIN ledger_account AS a ON a.id = e.account_id
  ) || CASE WHEN batch.bets = '{}' THEN '' ELSE (
    SELECT ',' || string_agg(
      '{"subject":"' || k.subject || '","id":"bet:' || b.id || ':' || k.bet_version || '","body":{"betId":"' || b.id
      || '","version":' || k.bet_version || ',"accountId":"' || b.account_id || '","receivedAt":' || b.received_at
      || ',"decidedAt":' || b.decided_at || ',"at":' || batch.bets_at || ',' || k.message || '}}', ',' ORDER BY told.place)
    FROM unnest(batch.bets, batch.bet_kinds) WITH ORDINALITY AS told (id, kind, place)
    JOIN bet AS b ON b.id = told.id
    JOIN settled_kind AS k ON k.id = told.kind
  ) END || CASE batch.messages WHEN '[]' THEN ']' ELSE ',' || substr(batch.messages, 2) END END;

-- As before; what explains a bet may be its kind's.
CREATE OR REPLACE FUNCTION singles_by_kind(
  of_fixture text, of_market text, older_than integer, after_bet uuid, most integer, begins bigint[]
) RETURNS TABLE (
  last_bet uuid, newest_bet uuid, bets uuid[], bet_count integer, bet_version integer, status text, currency text,
  stake bigint, payout bigint, settlement_version integer, policy text, owner_epoch bigint, outcome text, home text,
  away text, odds integer, catalogue integer, result text, rules_begun integer
) LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH page AS MATERIALIZED (
    (SELECT l.bet_id, l.leg, l.outcome_id, l.home, l.away, l.odds, l.catalogue_version, l.result, l.builder
     FROM bet_leg AS l
     WHERE older_than IS NULL AND l.fixture_id = of_fixture AND l.market_key = of_market AND l.bet_id > after_bet
       AND l.result IS NULL
     ORDER BY l.bet_id LIMIT most)
    UNION ALL
    (SELECT l.bet_id, l.leg, l.outcome_id, l.home, l.away, l.odds, l.catalogue_version, l.result, l.builder
     FROM bet_leg AS l
     WHERE l.fixture_id = of_fixture AND l.market_key = of_market AND l.bet_id > after_bet
       AND l.result_version < older_than
     ORDER BY l.bet_id LIMIT CASE WHEN older_than IS NULL THEN 0 ELSE most END)
  ), grouped AS (
    SELECT array_agg(p.bet_id) AS bets, count(*)::integer AS bet_count, b.version, b.status, b.currency,
           b.stake_minor, b.payout_minor, (coalesce(b.explanation, s.explanation) ->> 'settlementVersion')::integer AS settlement_version,
           b.policy, b.owner_epoch, p.outcome_id, p.home, p.away, p.odds,
           coalesce(p.catalogue_version, 0) AS catalogue, p.result,
           width_bucket(b.decided_at, begins) AS rules_begun
    FROM page AS p JOIN bet AS b ON b.id = p.bet_id LEFT JOIN settled_kind AS s ON s.id = b.settled_kind
    WHERE p.leg = 0 AND p.builder IS NULL AND b.terms IS NULL AND b.bonus IS NULL AND b.cashed_stake_minor = 0
      AND CASE WHEN older_than IS NULL THEN b.status = 'accepted' ELSE b.status IN ('settled', 'void') END
    GROUP BY b.version, b.status, b.currency, b.stake_minor, b.payout_minor, settlement_version, b.policy,
      b.owner_epoch, p.outcome_id, p.home, p.away, p.odds, catalogue, p.result, rules_begun
  )
  SELECT ends.last_bet, (SELECT b.id FROM bet AS b ORDER BY b.id DESC LIMIT 1), g.*
  FROM (SELECT max(p.bet_id::text COLLATE "C")::uuid AS last_bet FROM page AS p) AS ends LEFT JOIN grouped AS g ON true
  WHERE ends.last_bet IS NOT NULL;
END $$;

-- Settles singles on one market by its result of `of_version`. Bets that agree in all that decides their
-- settlement are of one kind, and what a kind comes to was worked out by the caller: its result and payout, the
-- transfers with their legs (account null: the bet's wallet), and its row in settled_kind. Nothing is taken
-- on trust: a bet must still be at its version, and its leg at the result that the kind was made for. It takes only
-- what nothing speaks against and returns how many of each kind; whatever is left is settled bet by bet. `again`:
-- the bets were settled before, so that money may have to go back.
CREATE OR REPLACE FUNCTION settle_singles(
  of_fixture text, of_market text, of_version integer, at_ms bigint, again boolean,
  bet_ids uuid[], bet_kinds integer[], kinds json, transfers json, legs json
) RETURNS TABLE (kind integer, bets bigint) LANGUAGE plpgsql
-- One plan, along indexes: a plan for tables that were small must not read them whole when they no longer are.
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off SET enable_mergejoin = off
AS $$
DECLARE
  posted uuid[];
  posted_bets uuid[];
  posted_accounts uuid[];
  posted_kinds integer[];
  posted_nths integer[];
BEGIN
  PERFORM pg_advisory_xact_lock_shared(settlement_hold_key());
  IF EXISTS (SELECT FROM settlement_hold AS h WHERE h.released_at IS NULL AND h.fixture_id = of_fixture
             AND (h.market_key IS NULL OR h.market_key = of_market)) THEN
    RETURN;
  END IF;
  IF again THEN
    -- Whether a wallet has what has to go back can only be said under its lock, and that comes after the bets'.
    SELECT array_agg(l.id), array_agg(l.kind) INTO bet_ids, bet_kinds
    FROM (
      SELECT b.id, a.kind
      FROM unnest(bet_ids, bet_kinds) AS a (id, kind)
      JOIN json_to_recordset(kinds) AS k (place integer, bet_version integer) ON k.place = a.kind
      JOIN bet AS b ON b.id = a.id AND b.version = k.bet_version
      ORDER BY b.id FOR UPDATE OF b SKIP LOCKED
    ) AS l;
    PERFORM FROM ledger_account AS w
    WHERE w.id IN (
      SELECT b.account_id
      FROM unnest(bet_ids, bet_kinds) AS l (id, kind)
      JOIN (SELECT DISTINCT m.kind FROM json_to_recordset(legs) AS m (kind integer, account uuid)
            WHERE m.account IS NULL) AS moving ON moving.kind = l.kind
      JOIN bet AS b ON b.id = l.id
    ) ORDER BY w.id FOR NO KEY UPDATE;
    WITH leg AS MATERIALIZED (
      SELECT * FROM json_to_recordset(legs) AS m (kind integer, account uuid, amount bigint)
    ), locked AS MATERIALIZED (
      SELECT b.id, b.account_id AS account, l.kind
      FROM unnest(bet_ids, bet_kinds) AS l (id, kind) JOIN bet AS b ON b.id = l.id
    ), short AS MATERIALIZED (
      SELECT i.account
      FROM locked AS i JOIN leg AS m ON i.kind = m.kind JOIN ledger_account AS w ON w.id = i.account
      WHERE m.account IS NULL AND m.amount < 0
      GROUP BY i.account, w.balance_minor, w.min_balance_minor
      HAVING w.balance_minor + sum(m.amount) < w.min_balance_minor
    )
    SELECT array_agg(i.id), array_agg(i.kind) INTO bet_ids, bet_kinds
    FROM locked AS i WHERE i.account NOT IN (SELECT s.account FROM short AS s);
    -- The same money by a newer result: only the leg learns of it.
    UPDATE bet_leg AS g SET result = k.result, result_version = of_version
    FROM unnest(bet_ids, bet_kinds) AS l (id, kind)
    JOIN json_to_recordset(kinds) AS k (place integer, moves boolean, before text, result text) ON k.place = l.kind
    WHERE NOT k.moves AND g.bet_id = l.id AND g.leg = 0
      AND g.result IS NOT DISTINCT FROM k.before AND coalesce(g.result_version, 0) < of_version
      AND NOT EXISTS (SELECT FROM selection_void AS v WHERE v.bet_id = g.bet_id)
      AND NOT EXISTS (SELECT FROM settlement_hold AS h WHERE h.bet_id = g.bet_id AND h.released_at IS NULL);
  END IF;

  WITH kind AS MATERIALIZED (
    SELECT * FROM json_to_recordset(kinds) AS k (
      place integer, moves boolean, bet_version integer, before text, result text, status text, payout bigint,
      reason text, rules integer, settled_kind uuid)
  ), transfer_kind AS MATERIALIZED (
    SELECT * FROM json_to_recordset(transfers) AS t (kind integer, nth integer, word text, version integer, memo jsonb)
  ), changed AS (
    -- In the order in which everyone locks them; who has changed meanwhile is at another version.
    UPDATE bet AS b
    SET status = k.status, version = b.version + 1, open_legs = 0, payout_minor = k.payout, reason = k.reason,
        explanation = NULL, settled_kind = k.settled_kind, rules_version = k.rules, settled_at = at_ms
    FROM (
      SELECT a.id, k.* FROM unnest(bet_ids, bet_kinds) AS a (id, kind) JOIN kind AS k ON k.place = a.kind
      WHERE k.moves ORDER BY a.id
    ) AS k
    JOIN bet_leg AS g ON g.bet_id = k.id AND g.leg = 0
    WHERE b.id = k.id AND b.version = k.bet_version
      AND g.result IS NOT DISTINCT FROM k.before AND coalesce(g.result_version, 0) < of_version
      AND NOT EXISTS (SELECT FROM selection_void AS v WHERE v.bet_id = k.id)
      AND NOT EXISTS (SELECT FROM settlement_hold AS h WHERE h.bet_id = k.id AND h.released_at IS NULL)
    RETURNING b.id, b.account_id AS account, k.place AS kind, k.result, k.settled_kind, g.ctid AS leg_row
  ), item AS MATERIALIZED (
    SELECT c.*, row_number() OVER (ORDER BY c.id) AS place FROM changed AS c
  ), legs_changed AS (
    -- Under the lock of its bet a leg stays where it is.
    UPDATE bet_leg AS g SET result = i.result, result_version = of_version
    FROM item AS i WHERE g.ctid = i.leg_row
  ), hashed AS (
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
  ), written AS (
    INSERT INTO ledger_transfer (id, kind, bet_id, version, at, memo)
    SELECT t.id, t.word, t.bet, t.version, at_ms, t.memo FROM transfer AS t ORDER BY t.place, t.nth
  ), moved AS MATERIALIZED (
    SELECT (t.place - 1) / 250 AS part, array_agg(t.id ORDER BY t.place, t.nth) AS transfers
    FROM transfer AS t GROUP BY 1
  ), said AS MATERIALIZED (
    SELECT (i.place - 1) / 250 AS part, array_agg(i.id ORDER BY i.place) AS bets,
           array_agg(i.settled_kind ORDER BY i.place) AS kinds
    FROM item AS i GROUP BY 1
  ), told AS (
    -- In rows of so many bets that a relay reads a bounded number of messages at a time.
    INSERT INTO outbox_batch (transfers, bets, bet_kinds, bets_at)
    SELECT moved.transfers, said.bets, said.kinds, at_ms FROM moved JOIN said ON said.part = moved.part ORDER BY said.part
  )
  SELECT array_agg(t.id), array_agg(t.bet), array_agg(t.account), array_agg(t.kind), array_agg(t.nth)
  INTO posted, posted_bets, posted_accounts, posted_kinds, posted_nths
  FROM (SELECT * FROM transfer AS t ORDER BY t.place, t.nth) AS t;

  -- Last and by a statement of its own, in the order in which everyone locks them: whoever bets meanwhile waits
  -- for a wallet no longer than it takes to write entries.
  PERFORM FROM ledger_account AS w
  WHERE w.id IN (
    SELECT t.account
    FROM unnest(posted_accounts, posted_kinds, posted_nths) AS t (account, kind, nth)
    JOIN (SELECT DISTINCT m.kind, m.nth FROM json_to_recordset(legs) AS m (kind integer, nth integer, account uuid)
          WHERE m.account IS NULL) AS moving ON moving.kind = t.kind AND moving.nth = t.nth
  ) ORDER BY w.id FOR NO KEY UPDATE;

  WITH leg AS MATERIALIZED (
    SELECT * FROM json_to_recordset(legs) AS m (kind integer, nth integer, leg integer, account uuid, amount bigint)
  ), entry AS MATERIALIZED (
    SELECT t.id AS transfer, t.bet, t.place, m.leg, m.amount, m.account IS NULL AS is_own,
           coalesce(m.account, t.account) AS account
    FROM unnest(posted, posted_bets, posted_accounts, posted_kinds, posted_nths) WITH ORDINALITY
           AS t (id, bet, account, kind, nth, place)
    JOIN leg AS m ON m.kind = t.kind AND m.nth = t.nth
  ), wallet_entry AS MATERIALIZED (
    SELECT e.*, w.balance_minor + sum(e.amount) OVER chain AS balance, w.version + row_number() OVER chain AS version
    FROM entry AS e JOIN ledger_account AS w ON w.id = e.account
    WHERE e.is_own
    WINDOW chain AS (PARTITION BY e.account ORDER BY e.place, e.leg)
  ), wallets AS (
    UPDATE ledger_account AS w SET balance_minor = w.balance_minor + e.amount, version = w.version + e.entries
    FROM (SELECT e.account, sum(e.amount) AS amount, count(*) AS entries FROM wallet_entry AS e GROUP BY e.account) AS e
    WHERE w.id = e.account
  )
  INSERT INTO ledger_entry (transfer_id, account_id, amount_minor, balance_after_minor, account_version, bet_id, at)
  SELECT e.transfer, e.account, e.amount, e.balance, e.version, e.bet, at_ms
  FROM (
    SELECT e.transfer, e.account, e.amount, e.balance, e.version, e.bet, e.place, e.leg FROM wallet_entry AS e
    UNION ALL
    SELECT e.transfer, e.account, e.amount, NULL, NULL, e.bet, e.place, e.leg FROM entry AS e WHERE NOT e.is_own
  ) AS e
  ORDER BY e.place, e.leg;

  RETURN QUERY
  SELECT t.kind, count(*) FROM unnest(posted_kinds, posted_nths) AS t (kind, nth) WHERE t.nth = 0 GROUP BY t.kind;
END $$;
