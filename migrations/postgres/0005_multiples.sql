-- Bets of several legs.

-- How the legs make up lines: {"folds": [2, 3], "lines": 4, "unitStakeMinor": "100"}. Null for a single.
ALTER TABLE bet ADD COLUMN terms jsonb;

-- The leg stands in every line.
ALTER TABLE bet_leg ADD COLUMN banker boolean NOT NULL DEFAULT false;
-- Parts of a bet builder with the same number are one leg, at one price, on one fixture. Null otherwise.
ALTER TABLE bet_leg ADD COLUMN builder smallint;
-- Each host knows only its own match. Null for a single, whose bet has it.
ALTER TABLE bet_leg ADD COLUMN state_hash text;
-- What the host of the leg decided it by: {"ownerEpoch": 1, "inputSeq": 2, "oddsSeq": 3, "decidedAt": 4}. Null
-- for a single, whose bet has it.
ALTER TABLE bet_leg ADD COLUMN decision jsonb;
