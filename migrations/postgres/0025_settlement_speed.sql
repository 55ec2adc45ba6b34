-- Singles settled by fewer steps: a bet is changed by the statement that locks it, and wallets are locked last.
DROP FUNCTION settle_singles;

-- The singles among the next legs of a market by what decides their settlement, each kind with the ids of its bets;
-- without a lock. Legs that are open, or those with an older result than `older_than`. `rules_begun`: how many of the
-- rules that begin at these times had begun when the bet was accepted. `last_bet`: the last one of the page, single or
-- not; without a page there is no row. `newest_bet`: of all bets. Along indexes, whatever was known of the tables
-- when the plan was made: a page must not cost what the market does.
CREATE FUNCTION singles_by_kind(
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
           b.stake_minor, b.payout_minor, (b.explanation ->> 'settlementVersion')::integer AS settlement_version,
           b.policy, b.owner_epoch, p.outcome_id, p.home, p.away, p.odds,
           coalesce(p.catalogue_version, 0) AS catalogue, p.result,
           width_bucket(b.decided_at, begins) AS rules_begun
    FROM page AS p JOIN bet AS b ON b.id = p.bet_id
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
-- settlement are of one kind, and what a kind comes to was worked out by the caller: its result, payout and
-- explanation, the transfers with their legs (account null: the bet's wallet), and its message. Nothing is taken
-- on trust: a bet must still be at its version, and its leg at the result that the kind was made for. It takes only
-- what nothing speaks against and returns how many of each kind; whatever is left is settled bet by bet. `again`:
-- the bets were settled before, so that money may have to go back.
CREATE FUNCTION settle_singles(
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
      reason text, explanation jsonb, rules integer, subject text, message text)
  ), transfer_kind AS MATERIALIZED (
    SELECT * FROM json_to_recordset(transfers) AS t (kind integer, nth integer, word text, version integer, memo jsonb)
  ), changed AS (
    -- In the order in which everyone locks them; who has changed meanwhile is at another version.
    UPDATE bet AS b
    SET status = k.status, version = b.version + 1, open_legs = 0, payout_minor = k.payout, reason = k.reason,
        explanation = k.explanation, rules_version = k.rules, settled_at = at_ms
    FROM (
      SELECT a.id, k.* FROM unnest(bet_ids, bet_kinds) AS a (id, kind) JOIN kind AS k ON k.place = a.kind
      WHERE k.moves ORDER BY a.id
    ) AS k
    JOIN bet_leg AS g ON g.bet_id = k.id AND g.leg = 0
    WHERE b.id = k.id AND b.version = k.bet_version
      AND g.result IS NOT DISTINCT FROM k.before AND coalesce(g.result_version, 0) < of_version
      AND NOT EXISTS (SELECT FROM selection_void AS v WHERE v.bet_id = k.id)
      AND NOT EXISTS (SELECT FROM settlement_hold AS h WHERE h.bet_id = k.id AND h.released_at IS NULL)
    RETURNING b.id, b.account_id AS account, b.version, b.received_at, b.decided_at, k.place AS kind, k.result,
      k.subject, k.message, g.ctid AS leg_row
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
    SELECT (i.place - 1) / 250 AS part, '[' || string_agg(
      '{"subject":"' || i.subject || '","id":"bet:' || i.id || ':' || i.version || '","body":{"betId":"' || i.id
      || '","version":' || i.version || ',"accountId":"' || i.account || '","receivedAt":' || i.received_at
      || ',"decidedAt":' || i.decided_at || ',"at":' || at_ms || ',' || i.message || '}}', ',' ORDER BY i.place
    ) || ']' AS messages
    FROM item AS i GROUP BY 1
  ), told AS (
    -- In rows of so many bets that a relay reads a bounded number of messages at a time.
    INSERT INTO outbox_batch (transfers, messages)
    SELECT moved.transfers, said.messages FROM moved JOIN said ON said.part = moved.part ORDER BY said.part
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

-- Many entries at once are of few accounts, and mostly of one currency: then the sums of transfers need not be told
-- apart by currency. Whatever looks wrong so is looked at entry by entry, which names it.
CREATE OR REPLACE FUNCTION refuse_unbalanced_transfer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  bad record;
  one_currency boolean;
BEGIN
  IF (SELECT count(*) FROM (SELECT FROM fresh LIMIT 33) AS few) > 32 THEN
    SELECT min(known.currency) = max(known.currency) AND count(known.currency) = count(*) INTO one_currency
    FROM (
      SELECT (SELECT a.currency FROM ledger_account AS a WHERE a.id = named.account_id) AS currency
      FROM (SELECT DISTINCT fresh.account_id FROM fresh) AS named
    ) AS known;
    IF one_currency AND NOT EXISTS (
      SELECT FROM (SELECT fresh.transfer_id, sum(fresh.amount_minor) AS total FROM fresh GROUP BY fresh.transfer_id) AS sums
      WHERE sums.total <> 0 OR (SELECT t.id FROM ledger_transfer AS t WHERE t.id = sums.transfer_id) IS NULL
    ) THEN
      RETURN NULL;
    END IF;
  END IF;
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

-- The older method of compression takes more time than the whole rest of a message, and rows do not stay for long.
DO $$
BEGIN
  IF (SELECT attcompression FROM pg_attribute WHERE attrelid = 'outbox_batch'::regclass AND attname = 'messages') <> 'l' THEN
    ALTER TABLE outbox_batch ALTER COLUMN messages SET STORAGE EXTERNAL, ALTER COLUMN transfers SET STORAGE EXTERNAL;
  END IF;
END $$;
