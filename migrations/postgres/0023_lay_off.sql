-- Bets of the house at exchanges: what a person allows, each order with where it stands, its fills, and what it came to.
-- Money is in minor units of the house currency; times are bigint UTC milliseconds.

-- What may be sent, set by a person; the newest row is in force, and without one nothing is sent by anybody.
CREATE TABLE lay_off_limits (
  id uuid PRIMARY KEY,
  -- Whether the engine may send by itself; else a person approves each order.
  automatic boolean NOT NULL,
  band_minor bigint NOT NULL CHECK (band_minor >= 0),
  -- Decimal odds × 10,000.
  least_odds integer NOT NULL CHECK (least_odds BETWEEN 10100 AND 10000000),
  smallest_minor bigint NOT NULL CHECK (smallest_minor >= 1),
  -- What may be lost by one order, by all on one match, and by all of one UTC day.
  order_minor bigint NOT NULL CHECK (order_minor >= 0),
  match_minor bigint NOT NULL CHECK (match_minor >= 0),
  day_minor bigint NOT NULL CHECK (day_minor >= 0),
  actor text NOT NULL CHECK (actor <> ''),
  reason text NOT NULL CHECK (reason <> ''),
  at bigint NOT NULL
);
CALL make_append_only('lay_off_limits');

-- The reference of an order at its exchange is its id without dashes.
CREATE TABLE lay_off_order (
  id uuid PRIMARY KEY,
  exchange text NOT NULL CHECK (exchange IN ('simulated', 'betfair')),
  market_id text NOT NULL,
  selection_id bigint NOT NULL,
  fixture_id text NOT NULL,
  market_key text NOT NULL,
  outcome_id text NOT NULL,
  side text NOT NULL CHECK (side IN ('back', 'lay')),
  odds integer NOT NULL CHECK (odds BETWEEN 10100 AND 10000000),
  size_minor bigint NOT NULL CHECK (size_minor > 0),
  -- What it can lose when all of it is matched.
  risk_minor bigint NOT NULL CHECK (risk_minor > 0),
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  -- Of the exchange, on what is won.
  commission_bps integer NOT NULL CHECK (commission_bps BETWEEN 0 AND 9999),
  -- `sending` is written before the exchange hears of it: until it is known what became of it, it counts as placed.
  status text NOT NULL CHECK (status IN ('proposed', 'sending', 'open', 'done', 'refused')),
  -- Who had it sent; null while it is only proposed.
  cause text CHECK (cause IN ('person', 'automatic')),
  actor text,
  reason text,
  created_at bigint NOT NULL,
  sent_at bigint,
  refusal text,
  matched_minor bigint NOT NULL DEFAULT 0 CHECK (matched_minor >= 0),
  average_odds double precision NOT NULL DEFAULT 0,
  remaining_minor bigint NOT NULL CHECK (remaining_minor >= 0),
  voided_minor bigint NOT NULL DEFAULT 0 CHECK (voided_minor >= 0),
  CONSTRAINT lay_off_order_size CHECK (matched_minor + remaining_minor + voided_minor <= size_minor),
  CONSTRAINT lay_off_order_odds CHECK ((matched_minor = 0) = (average_odds = 0)),
  CONSTRAINT lay_off_order_sent CHECK ((status = 'proposed') = (sent_at IS NULL)
    AND num_nulls(cause, actor, reason, sent_at) IN (0, 4))
);
CREATE INDEX lay_off_order_at_work ON lay_off_order (id) WHERE status IN ('sending', 'open');
CREATE INDEX lay_off_order_matched ON lay_off_order (fixture_id, market_key) WHERE matched_minor > 0;
CREATE INDEX lay_off_order_sent_at ON lay_off_order (sent_at) WHERE sent_at IS NOT NULL;

-- What an order was matched beyond what was known before; below zero where the exchange voided some of it. `progress`
-- is how far the order had come: only ever more, so that a report that comes twice or late adds nothing.
CREATE TABLE lay_off_fill (
  order_id uuid NOT NULL REFERENCES lay_off_order,
  progress bigint NOT NULL CHECK (progress > 0),
  matched_minor bigint NOT NULL,
  average_odds double precision NOT NULL,
  at bigint NOT NULL,
  PRIMARY KEY (order_id, progress)
);
CALL make_append_only('lay_off_fill');

-- What an order came to by each result of its market that we know of; the highest version counts.
CREATE TABLE lay_off_result (
  order_id uuid NOT NULL REFERENCES lay_off_order,
  result_version integer NOT NULL CHECK (result_version >= 1),
  result text NOT NULL CHECK (result IN ('won', 'lost', 'void', 'half-won', 'half-lost')),
  matched_minor bigint NOT NULL,
  -- After commission; below zero for a loss.
  profit_minor bigint NOT NULL,
  at bigint NOT NULL,
  PRIMARY KEY (order_id, result_version)
);
CALL make_append_only('lay_off_result');

CREATE VIEW lay_off_standing AS
SELECT o.*, r.result, r.result_version, r.profit_minor
FROM lay_off_order AS o LEFT JOIN LATERAL (
  SELECT result, result_version, profit_minor FROM lay_off_result
  WHERE order_id = o.id ORDER BY result_version DESC LIMIT 1
) AS r ON true;
