-- Amounts of currencies with zero, two or three digits after the point. A view keeps the types that it had when
-- it was made, so those that read amounts are made again as they were.

-- One row a bet, as it stands now. `stake` and `payout` are in the currency, not in minor units.
CREATE OR REPLACE VIEW bet AS
SELECT
  * EXCEPT (ingested_at),
  toDecimal64(stake_minor, 3) / transform(currency, ['JPY', 'BHD', 'KWD'], [1, 1000, 1000], 100) AS stake,
  toDecimal64(payout_minor, 3) / transform(currency, ['JPY', 'BHD', 'KWD'], [1, 1000, 1000], 100) AS payout
FROM bet_event_raw
ORDER BY bet_id, version DESC
LIMIT 1 BY bet_id;

-- One row a leg of every bet, as it stands now. The stake is that of the whole bet.
CREATE OR REPLACE VIEW bet_leg AS
SELECT
  bet_id, account_id, status, currency, stake, payout, stake_minor, payout_minor, reason,
  received_at, decided_at, at,
  length(leg_fixture_id) AS legs,
  leg,
  leg_fixture_id[leg] AS fixture_id,
  leg_market_key[leg] AS market_key,
  leg_market_type[leg] AS market_type,
  leg_outcome_id[leg] AS outcome_id,
  leg_odds[leg] AS odds,
  leg_result[leg] AS result
FROM bet
ARRAY JOIN arrayEnumerate(leg_fixture_id) AS leg;

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

-- Every final single with the result that it rests on and how long the money took.
CREATE OR REPLACE VIEW settlement AS
SELECT l.bet_id AS bet_id, l.account_id AS account_id, l.fixture_id AS fixture_id,
  l.market_key AS market_key, l.market_type AS market_type, l.outcome_id AS outcome_id,
  l.status AS status, l.result AS result, l.currency AS currency,
  l.stake AS stake, l.payout AS payout, l.stake - l.payout AS house_result,
  l.decided_at AS decided_at, l.at AS settled_at, r.at AS resulted_at,
  dateDiff('millisecond', r.at, l.at) / 1000 AS seconds_to_pay
FROM bet_leg AS l
LEFT JOIN (
  SELECT fixture_id, market_key, outcome_id, max(at) AS at FROM result_raw
  GROUP BY fixture_id, market_key, outcome_id
) AS r
  ON r.fixture_id = l.fixture_id AND r.market_key = l.market_key AND r.outcome_id = l.outcome_id
WHERE l.legs = 1 AND l.status IN ('settled', 'void') AND l.payout IS NOT NULL;

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
