-- Results and what was thought of them. Times are bigint UTC milliseconds; timestamptz columns are audit only.

-- Each time the result of a fixture became known or changed.
CREATE TABLE fixture_result (
  fixture_id text NOT NULL,
  -- From 1; a higher one replaces the ones before it.
  result_version integer NOT NULL CHECK (result_version >= 1),
  ending text NOT NULL CHECK (ending IN ('completed', 'abandoned', 'void')),
  certainty text NOT NULL CHECK (certainty IN ('live', 'confirmed')),
  rules_version integer NOT NULL,
  -- The last event of the fixture that it rests on.
  feed_version integer NOT NULL,
  at bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (fixture_id, result_version)
);
CALL make_append_only('fixture_result');

-- What every market with bets came to. The row with the highest version counts; a version without a row
-- for a market left it as it was.
CREATE TABLE market_result (
  fixture_id text NOT NULL,
  market_key text NOT NULL,
  result_version integer NOT NULL,
  -- {"home": "won", "draw": "lost", "away": "lost"}
  outcomes jsonb NOT NULL,
  certainty text NOT NULL CHECK (certainty IN ('live', 'confirmed')),
  rules_version integer NOT NULL,
  -- The version that this one replaces; null for the first.
  supersedes integer CHECK (supersedes < result_version),
  -- The fact that it rests on, in words, for the explanation of bets.
  basis text NOT NULL,
  -- Why the market is void as a whole; null when it was played out.
  void_reason text CHECK (void_reason IN ('POSTPONED', 'CANCELLED', 'ABANDONED')),
  at bigint NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (fixture_id, market_key, result_version),
  FOREIGN KEY (fixture_id, result_version) REFERENCES fixture_result
);
CALL make_append_only('market_result');

-- What was decided of a fixture last. One row is worked on by one process at a time.
CREATE TABLE fixture_resulting (
  fixture_id text PRIMARY KEY,
  -- Events up to this one were looked at.
  feed_version integer NOT NULL,
  decision text NOT NULL CHECK (decision IN ('wait', 'review', 'resulted')),
  -- Look again at this time even if nothing happens; null: only when something does.
  due_at bigint,
  -- The newest result, and the newest one by which all bets are settled.
  result_version integer NOT NULL DEFAULT 0,
  settled_version integer NOT NULL DEFAULT 0,
  at bigint NOT NULL,
  CONSTRAINT fixture_resulting_settled CHECK (settled_version <= result_version)
);
CREATE INDEX fixture_resulting_due ON fixture_resulting (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX fixture_resulting_unsettled ON fixture_resulting (fixture_id)
  WHERE settled_version < result_version;

-- Fixtures whose events contradict each other: nothing is paid until the feed or a person clears it up.
CREATE TABLE review (
  id uuid PRIMARY KEY,
  fixture_id text NOT NULL,
  reason text NOT NULL,
  feed_version integer NOT NULL,
  opened_at bigint NOT NULL,
  resolved_at bigint,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX review_open ON review (fixture_id) WHERE resolved_at IS NULL;

-- Events that can change a result; the same kinds as DECISIVE_KINDS in settlement/rules.
CREATE INDEX feed_event_decisive ON feed_event (fixture_id, version)
  WHERE kind IN ('phase', 'goal', 'correction', 'status', 'result');

-- For the comparison with analytics, minute by minute: tiny, because rows come in order of time.
CREATE INDEX bet_received ON bet USING brin (received_at);
CREATE INDEX ledger_entry_at ON ledger_entry USING brin (at);
