-- Ids of transfers are made of bytes, from a hash that is computed once; bets are looked up among voids and holds where
-- there are any.

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
  any_voids boolean;
  any_holds boolean;
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

  -- Mostly there are none, and then no bet needs to be looked up among them. No hold is written meanwhile.
  any_voids := EXISTS (SELECT FROM selection_void_word AS w WHERE w.fixture_id = of_fixture);
  any_holds := EXISTS (SELECT FROM settlement_hold AS h WHERE h.released_at IS NULL AND h.bet_id IS NOT NULL);

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
      -- A caller of before, who explains bets one by one, settles them so, too.
      WHERE k.moves AND k.settled_kind IS NOT NULL ORDER BY a.id
    ) AS k
    JOIN bet_leg AS g ON g.bet_id = k.id AND g.leg = 0
    WHERE b.id = k.id AND b.version = k.bet_version
      AND g.result IS NOT DISTINCT FROM k.before AND coalesce(g.result_version, 0) < of_version
      AND (NOT any_voids OR NOT EXISTS (SELECT FROM selection_void AS v WHERE v.bet_id = k.id))
      AND (NOT any_holds
           OR NOT EXISTS (SELECT FROM settlement_hold AS h WHERE h.bet_id = k.id AND h.released_at IS NULL))
    RETURNING b.id, b.account_id AS account, k.place AS kind, k.result, k.settled_kind, g.ctid AS leg_row
  ), item AS MATERIALIZED (
    SELECT c.*, row_number() OVER (ORDER BY c.id) AS place FROM changed AS c
  ), legs_changed AS (
    -- Under the lock of its bet a leg stays where it is.
    UPDATE bet_leg AS g SET result = i.result, result_version = of_version
    FROM item AS i WHERE g.ctid = i.leg_row
  ), hashed AS MATERIALIZED (
    -- Or else each use of the hash would compute it again.
    SELECT i.id AS bet, i.place, i.account, t.kind, t.nth, t.word, t.version, t.memo, decode('8' || left(encode(sha256(
             decode(t.word || '|' || i.id::text || '|' || t.version::text, 'escape')), 'hex'), 19), 'hex') AS tail
    FROM item AS i JOIN transfer_kind AS t ON t.kind = i.kind
  ), transfer AS MATERIALIZED (
    -- The id that betTransferId of the ledger gives: the time part of the bet's, then SHA-256.
    SELECT h.bet, h.place, h.account, h.kind, h.nth, h.word, h.version, h.memo,
           encode(substr(uuid_send(h.bet), 1, 6) || set_byte(h.tail, 2, get_byte(h.tail, 2) & 63 | 128), 'hex')::uuid AS id
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
