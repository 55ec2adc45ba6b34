-- Bets that were cashed out count like settled ones: the house took their stake and paid for them.

CREATE OR REPLACE VIEW clv AS
SELECT l.bet_id AS bet_id, l.account_id AS account_id, l.fixture_id AS fixture_id,
  l.market_key AS market_key, l.market_type AS market_type, l.outcome_id AS outcome_id,
  l.currency AS currency, l.stake AS stake, l.odds AS odds, c.closing_odds AS closing_odds,
  l.odds / c.closing_odds - 1 AS clv, l.decided_at AS decided_at
FROM bet_leg AS l
INNER JOIN kick_off AS k ON k.fixture_id = l.fixture_id
INNER JOIN closing_price AS c
  ON c.fixture_id = l.fixture_id AND c.market_key = l.market_key AND c.outcome_id = l.outcome_id
WHERE l.status IN ('accepted', 'settled', 'void', 'cashed-out') AND l.decided_at < k.kicked_off_at;

-- What the house kept of each currency staked, by market type; singles only, void bets left out. What a cash-out
-- paid is in the payout.
CREATE OR REPLACE VIEW hold_by_market_type AS
SELECT market_type, currency,
  count() AS bets,
  sum(stake) AS staked,
  sum(payout) AS paid,
  sum(stake) - sum(payout) AS kept,
  round(1 - sum(payout_minor) / sum(stake_minor), 4) AS hold
FROM bet_leg
WHERE legs = 1 AND status IN ('settled', 'cashed-out')
GROUP BY market_type, currency;
