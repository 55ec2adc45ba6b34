-- What happened, one row a fact, exactly as it was received. A fact may arrive more than once (a writer that
-- crashed between insert and acknowledgement, a backfill), so every table is keyed by the identity of its
-- fact, and the view of the same name without `_raw` counts each fact once. Ask the views.

CREATE TABLE IF NOT EXISTS feed_event_raw (
  fixture_id LowCardinality(String),
  version UInt32 COMMENT 'counts the events of the fixture from 1',
  event_id String COMMENT 'the stable id that the provider gave it',
  producer LowCardinality(String),
  kind LowCardinality(String),
  phase LowCardinality(String),
  elapsed_ms UInt32 COMMENT 'since the kick-off of the phase',
  side LowCardinality(String) COMMENT 'home, away or nothing',
  player String,
  occurred_at DateTime64(3, 'UTC'),
  received_at DateTime64(3, 'UTC'),
  published_at DateTime64(3, 'UTC'),
  payload String COMMENT 'the whole message as JSON' CODEC(ZSTD(3)),
  ingested_at DateTime64(3, 'UTC') DEFAULT now64(3)
) ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(occurred_at)
ORDER BY (fixture_id, event_id);

CREATE TABLE IF NOT EXISTS odds_move_raw (
  fixture_id LowCardinality(String),
  market_key LowCardinality(String),
  market_type LowCardinality(String),
  outcome_id LowCardinality(String) COMMENT 'empty when the whole market left the board',
  epoch UInt32 COMMENT 'the owner of the fixture; a later owner has a higher number',
  seq UInt64 COMMENT 'the odds message of the fixture within the epoch',
  status LowCardinality(String) COMMENT 'active, suspended, inactive, settled, cancelled or removed',
  odds Nullable(Float64) COMMENT 'decimal odds; null when there is no price',
  feed_version UInt32 COMMENT 'the last feed event that these odds know of',
  phase LowCardinality(String),
  elapsed_ms UInt32,
  home_goals UInt8,
  away_goals UInt8,
  occurred_at DateTime64(6, 'UTC') COMMENT 'the fact behind the move, by the clock of the provider',
  received_at DateTime64(6, 'UTC'),
  feed_published_at DateTime64(6, 'UTC'),
  host_received_at DateTime64(6, 'UTC'),
  priced_at DateTime64(6, 'UTC'),
  published_at DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
  ingested_at DateTime64(3, 'UTC') DEFAULT now64(3)
) ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(published_at)
ORDER BY (fixture_id, market_key, outcome_id, epoch, seq);

CREATE TABLE IF NOT EXISTS bet_event_raw (
  bet_id UUID,
  version UInt32 COMMENT 'counts the changes of the bet from 1',
  account_id UUID,
  status LowCardinality(String),
  currency LowCardinality(String),
  stake_minor Int64,
  payout_minor Nullable(Int64) COMMENT 'what is paid, stake included; null until final',
  policy LowCardinality(String),
  reason LowCardinality(Nullable(String)),
  received_at DateTime64(3, 'UTC'),
  decided_at Nullable(DateTime64(3, 'UTC')),
  owner_epoch UInt32,
  at DateTime64(3, 'UTC'),
  leg_fixture_id Array(LowCardinality(String)),
  leg_market_key Array(LowCardinality(String)),
  leg_market_type Array(LowCardinality(String)),
  leg_outcome_id Array(LowCardinality(String)),
  leg_odds Array(Float64),
  leg_result Array(LowCardinality(String)) COMMENT 'empty until the leg has a result',
  ingested_at DateTime64(3, 'UTC') DEFAULT now64(3)
) ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(received_at)
ORDER BY (bet_id, version);

CREATE TABLE IF NOT EXISTS ledger_entry_raw (
  entry_id String,
  transfer_id String,
  kind LowCardinality(String),
  account_id String,
  purpose LowCardinality(String),
  currency LowCardinality(String),
  amount_minor Int64,
  balance_after_minor Nullable(Int64),
  bet_id Nullable(String),
  at DateTime64(3, 'UTC'),
  ingested_at DateTime64(3, 'UTC') DEFAULT now64(3)
) ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(at)
ORDER BY (account_id, entry_id);

CREATE TABLE IF NOT EXISTS result_raw (
  fixture_id LowCardinality(String),
  market_key LowCardinality(String),
  market_type LowCardinality(String),
  outcome_id LowCardinality(String),
  result_version UInt32,
  result LowCardinality(String),
  certainty LowCardinality(String),
  at DateTime64(3, 'UTC'),
  ingested_at DateTime64(3, 'UTC') DEFAULT now64(3)
) ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(at)
ORDER BY (fixture_id, market_key, outcome_id, result_version);

CREATE TABLE IF NOT EXISTS trade_event_raw (
  event_id String,
  kind LowCardinality(String),
  fixture_id LowCardinality(String),
  market_key LowCardinality(String),
  actor LowCardinality(String),
  at DateTime64(3, 'UTC'),
  payload String CODEC(ZSTD(3)),
  ingested_at DateTime64(3, 'UTC') DEFAULT now64(3)
) ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(at)
ORDER BY event_id;

CREATE TABLE IF NOT EXISTS risk_event_raw (
  event_id String,
  kind LowCardinality(String),
  fixture_id LowCardinality(String),
  at DateTime64(3, 'UTC'),
  payload String CODEC(ZSTD(3)),
  ingested_at DateTime64(3, 'UTC') DEFAULT now64(3)
) ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(at)
ORDER BY event_id;
