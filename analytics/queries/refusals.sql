-- Why are bets refused, and how much stake do we turn away?
SELECT
  reason,
  count() AS bets,
  round(bets / sum(bets) OVER (), 3) AS share,
  currency,
  sum(stake) AS stake_refused
FROM bet
WHERE status = 'rejected'
GROUP BY reason, currency
ORDER BY bets DESC
