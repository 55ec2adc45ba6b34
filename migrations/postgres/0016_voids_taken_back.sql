-- A void of a selection can be taken back: that is a newer word about it, and the newest one stands.

ALTER TABLE selection_void RENAME TO selection_void_word;
ALTER TABLE selection_void_word
  ADD COLUMN taken_back boolean NOT NULL DEFAULT false,
  DROP CONSTRAINT selection_void_pkey,
  ADD PRIMARY KEY (bet_id, leg, result_version);

-- The selections that are void now, whatever their market comes to, under the name by which settling asks for them.
CREATE VIEW selection_void AS
SELECT w.bet_id, w.leg, w.fixture_id, w.decision_id, w.code, w.basis, w.result_version, w.at
FROM selection_void_word AS w
WHERE NOT w.taken_back AND NOT EXISTS (
  SELECT FROM selection_void_word AS newer
  WHERE newer.bet_id = w.bet_id AND newer.leg = w.leg AND newer.result_version > w.result_version);

ALTER TABLE settlement_decision DROP CONSTRAINT settlement_decision_kind_check;
ALTER TABLE settlement_decision ADD CONSTRAINT settlement_decision_kind_word
  CHECK (kind IN ('market-result', 'selection-void', 'void-undo', 're-settlement'));

-- A leg that is open again keeps the version of the word that opened it: what its bet comes to later has a newer one.
ALTER TABLE bet_leg DROP CONSTRAINT bet_leg_result;
ALTER TABLE bet_leg ADD CONSTRAINT bet_leg_result CHECK (result IS NULL OR result_version IS NOT NULL) NOT VALID;
