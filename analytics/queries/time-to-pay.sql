-- How long do bettors wait for their money after the result?
SELECT
  fixture_id,
  concat(f.home, ' - ', f.away) AS fixture,
  count() AS bets,
  sum(payout) AS paid,
  round(quantile(0.5)(seconds_to_pay), 2) AS seconds_p50,
  round(max(seconds_to_pay), 2) AS seconds_max
FROM settlement AS s
LEFT JOIN fixture AS f ON f.fixture_id = s.fixture_id
GROUP BY fixture_id, fixture
ORDER BY paid DESC
