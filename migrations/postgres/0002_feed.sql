-- Fixtures and what happened in them. Times are bigint UTC milliseconds; timestamptz columns are audit only.

-- What is known of a fixture now: the fold of its events, kept by the publisher for whoever lists fixtures.
CREATE TABLE fixture (
  fixture_id text PRIMARY KEY CHECK (fixture_id ~ '^[a-z0-9][a-z0-9-]{0,63}$'),
  sport text NOT NULL,
  competition text NOT NULL,
  home_id text NOT NULL,
  home text NOT NULL,
  away_id text NOT NULL,
  away text NOT NULL,
  starts_at bigint NOT NULL,
  status text NOT NULL DEFAULT 'not-started' CHECK (status IN
    ('not-started', 'in-play', 'interrupted', 'ended', 'closed', 'abandoned', 'postponed', 'cancelled')),
  producer text NOT NULL,
  attribution text,
  -- Version of the last event that changed this row; older ones leave it alone.
  version integer NOT NULL CHECK (version >= 1),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX fixture_by_start ON fixture (starts_at, fixture_id);
CREATE INDEX fixture_open ON fixture (starts_at)
  WHERE status IN ('not-started', 'in-play', 'interrupted', 'ended');

-- Every canonical event, once. Results rest on these rows, and a consumer that sees a gap reads it here.
CREATE TABLE feed_event (
  fixture_id text NOT NULL,
  -- From 1 without gaps per fixture.
  version integer NOT NULL CHECK (version >= 1),
  -- The provider's id of the fact: the same fact twice is one row.
  event_id text NOT NULL,
  kind text NOT NULL,
  producer text NOT NULL,
  occurred_at bigint NOT NULL,
  received_at bigint NOT NULL,
  published_at bigint NOT NULL,
  -- The whole FixtureEvent.
  body jsonb NOT NULL,
  stored_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (fixture_id, version),
  UNIQUE (fixture_id, event_id)
);
CALL make_append_only('feed_event');

-- Which script a fixture plays and when, so that a restart goes on where it stopped.
CREATE TABLE feed_run (
  fixture_id text PRIMARY KEY,
  producer text NOT NULL,
  -- The lane is what repeats (a recording, a league); the round counts its runs from 0.
  lane text NOT NULL,
  round integer NOT NULL CHECK (round >= 0),
  announce_at bigint NOT NULL,
  kick_off_at bigint NOT NULL,
  speed double precision NOT NULL CHECK (speed > 0),
  finished_at bigint,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (producer, lane, round)
);
CREATE INDEX feed_run_open ON feed_run (producer, lane) WHERE finished_at IS NULL;
