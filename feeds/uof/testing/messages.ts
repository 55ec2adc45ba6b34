/** Made-up documents in the shape of the protocol, for tests. */
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const encoder = new TextEncoder();

export const bytesOf = (xml: string): Uint8Array => encoder.encode(HEAD + xml);

export const MESSAGES = {
  alive: '<alive product="1" timestamp="1900000000000" subscribed="1"/>',
  'snapshot-complete': '<snapshot_complete product="1" timestamp="1900000000000" request_id="7"/>',
  'fixture-change':
    '<fixture_change product="3" event_id="sr:match:1" timestamp="1900000000001" change_type="2" start_time="1900003600000"/>',
  'odds-change': `<odds_change product="1" event_id="sr:match:1" timestamp="1900000000002" request_id="7" odds_change_reason="1">
  <sport_event_status status="1" reporting="1" match_status="6" home_score="1" away_score="0">
    <clock match_time="12:30"/>
    <period_scores><period_score match_status_code="6" number="1" home_score="1" away_score="0"/></period_scores>
    <statistics><yellow_cards home="1" away="0"/><corners home="2" away="3"/></statistics>
  </sport_event_status>
  <odds_generation_properties expected_totals="2.8" expected_supremacy="-0.4"/>
  <odds betting_status="1" betstop_reason="22">
    <market id="1" status="1" favourite="1"><market_metadata next_betstop="1900003600000"/>
      <outcome id="1" odds="1.8" probabilities="0.53" active="1"/><outcome id="2" odds="3.6" probabilities="0.26" active="1"/><outcome id="3" odds="4.75" probabilities="0.21" active="0"/></market>
    <market id="18" specifiers="total=2.5" status="-1"><outcome id="12" odds="1.7" active="1" win_probabilities="0.5" refund_probabilities="0.1"/><outcome id="13" odds="2.1" active="1"/></market>
    <market id="16" specifiers="hcp=-0.5" status="-2"/>
  </odds></odds_change>`,
  'bet-stop':
    '<bet_stop product="1" event_id="sr:match:1" timestamp="1900000000003" groups="all" market_status="-1"/>',
  'bet-settlement': `<bet_settlement product="1" event_id="sr:match:1" timestamp="1900000000004" certainty="1"><outcomes>
  <market id="1"><outcome id="1" result="1"/><outcome id="2" result="0"/><outcome id="3" result="0"/></market>
  <market id="18" specifiers="total=2.25" void_reason="8"><outcome id="12" result="0" void_factor="0.5"/><outcome id="13" result="1" void_factor="0.5"/></market>
  <market id="40"><outcome id="sr:player:1" result="1" dead_heat_factor="0.5"/><outcome id="sr:player:2" result="-1"/></market>
</outcomes></bet_settlement>`,
  'rollback-bet-settlement':
    '<rollback_bet_settlement product="1" event_id="sr:match:1" timestamp="1900000000005"><market id="1"/></rollback_bet_settlement>',
  'bet-cancel':
    '<bet_cancel product="1" event_id="sr:match:1" timestamp="1900000000006" start_time="1899999990000" end_time="1900000000000"><market id="18" specifiers="total=2.5" void_reason="12"/></bet_cancel>',
  'rollback-bet-cancel':
    '<rollback_bet_cancel product="1" event_id="sr:match:1" timestamp="1900000000007" start_time="1899999990000" end_time="1900000000000"><market id="18" specifiers="total=2.5"/></rollback_bet_cancel>',
  'cash-out':
    '<cashout product="1" event_id="sr:match:1" timestamp="1900000000008"><odds><market id="1" cashout_status="1"><outcome id="1" odds="1.8" probabilities="0.5"/></market></odds></cashout>',
} as const;

export const FIXTURE = `<fixtures_fixture xmlns="http://schemas.sportradar.com/sportsapi/v1/unified" generated_at="2030-03-17T12:00:00+00:00">
 <fixture id="sr:match:1" status="not_started" start_time="2030-03-17T18:00:00+00:00">
  <season id="sr:season:1" name="Lantern League 29/30"/>
  <tournament id="sr:tournament:1" name="Lantern League"><sport id="sr:sport:1" name="Soccer"/><category id="sr:category:1" name="Nowhere"/></tournament>
  <competitors>
   <competitor id="sr:competitor:1" name="Rovers" qualifier="home"><players><player id="sr:player:1" name="Ada, Ann"/></players></competitor>
   <competitor id="sr:competitor:2" name="United" qualifier="away"/>
  </competitors>
  <extra_info><info key="neutral_ground" value="false"/></extra_info>
  <reference_ids><reference_id name="betradar" value="99"/></reference_ids>
 </fixture>
</fixtures_fixture>`;

export const DESCRIPTIONS = `<market_descriptions response_code="OK">
 <market id="1" name="1x2" groups="all|score|regular_play"><outcomes><outcome id="1" name="{$competitor1}"/><outcome id="2" name="draw"/><outcome id="3" name="{$competitor2}"/></outcomes></market>
 <market id="16" name="Handicap" groups="all|score|regular_play"><outcomes><outcome id="1714" name="{$competitor1} ({+hcp})"/><outcome id="1715" name="{$competitor2} ({-hcp})"/></outcomes><specifiers><specifier name="hcp" type="decimal"/></specifiers></market>
 <market id="18" name="Total" groups="all|score|regular_play"><outcomes><outcome id="12" name="over {total}"/><outcome id="13" name="under {total}"/></outcomes><specifiers><specifier name="total" type="decimal"/></specifiers>
  <mappings><mapping product_id="1" product_ids="1|4" sport_id="sr:sport:1" market_id="8:5" sov_template="{total}"><mapping_outcome outcome_id="12" product_outcome_id="2" product_outcome_name="over"/></mapping></mappings></market>
 <market id="166" name="Total corners" groups="all|corners"><outcomes><outcome id="12" name="over {total}"/><outcome id="13" name="under {total}"/></outcomes><specifiers><specifier name="total" type="decimal"/></specifiers></market>
 <market id="21" name="Exact goals" groups="all|score"><specifiers><specifier name="variant" type="variable_text"/></specifiers></market>
 <market id="21" name="Exact goals" variant="sr:exact_goals:6+"><outcomes><outcome id="sr:exact_goals:6+:68" name="0"/></outcomes></market>
 <market id="892" name="{!goalnr} goalscorer" groups="all|scorers" includes_outcomes_of_type="sr:player"><specifiers><specifier name="goalnr" type="integer"/></specifiers></market>
</market_descriptions>`;

export const OTHER_ANSWERS = {
  schedule:
    '<schedule><sport_event id="sr:match:1" scheduled="2030-03-17T18:00:00+00:00" status="not_started"><competitors><competitor id="sr:competitor:1" name="Rovers" qualifier="home"/></competitors></sport_event></schedule>',
  player:
    '<player_profile><player id="sr:player:1" name="Ada, Ann" full_name="Ann Ada"/></player_profile>',
  voidReasons:
    '<void_reasons_descriptions response_code="OK"><void_reason id="0" description="Other"/><void_reason id="8" description="Dead heat"/></void_reasons_descriptions>',
  producers:
    '<producers response_code="OK"><producer id="1" name="LO" api_url="https://api.test/liveodds/" active="true" scope="live" stateful_recovery_window_in_minutes="600"/></producers>',
} as const;
