-- How fast does an event become a price, and where does the time go? (milliseconds)
SELECT
  count() AS events,
  round(quantile(0.5)(feed), 2) AS feed_p50,
  round(quantile(0.5)(hop), 2) AS hop_p50,
  round(quantile(0.5)(pricing), 2) AS pricing_p50,
  round(quantile(0.5)(total), 2) AS total_p50,
  round(quantile(0.99)(total), 2) AS total_p99
FROM (
  SELECT
    dateDiff('microsecond', received_at, feed_published_at) / 1000 AS feed,
    dateDiff('microsecond', feed_published_at, host_received_at) / 1000 AS hop,
    dateDiff('microsecond', host_received_at, priced_at) / 1000 AS pricing,
    dateDiff('microsecond', received_at, published_at) / 1000 AS total
  FROM odds_move
  -- A new owner's first odds follow from no single event and carry no time of receipt.
  WHERE status = 'active' AND received_at > toDateTime64(0, 3)
  ORDER BY epoch, seq
  LIMIT 1 BY fixture_id, feed_version
)
