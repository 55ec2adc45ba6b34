-- How did the home price move with each goal?
SELECT
  g.fixture_id AS fixture,
  g.side AS goal_by,
  intDiv(g.elapsed_ms, 60000) + 1 + if(g.phase = 'second-half', 45, 0) AS minute,
  argMaxIf(m.odds, m.published_at, m.published_at < g.published_at) AS odds_before,
  argMinIf(m.odds, m.published_at, m.published_at >= g.published_at) AS odds_after
FROM feed_event AS g
INNER JOIN odds_move AS m ON m.fixture_id = g.fixture_id
WHERE g.kind = 'goal'
  AND m.market_key = 'match-result' AND m.outcome_id = 'home' AND m.status = 'active'
GROUP BY fixture, g.event_id, goal_by, minute, g.published_at
ORDER BY g.published_at DESC
LIMIT 20
