-- Which accounts take better prices than the closing price?
SELECT
  account_id,
  count() AS bets,
  sum(stake) AS staked,
  round(avg(clv), 4) AS average_clv,
  round(countIf(clv > 0) / count(), 2) AS share_better
FROM clv
GROUP BY account_id
ORDER BY average_clv DESC
LIMIT 20
