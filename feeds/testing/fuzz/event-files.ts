import { fc } from '@fast-check/vitest';

import { InputError } from '#contracts/mod.ts';
import { InvalidMessageError } from '#platform/mod.ts';

import { mappingOf, readResults, statsbombScript } from '../../event-files/mod.ts';
import { readFeedLine } from '../../normaliser.ts';
import { mutatedText } from '../mutations.ts';
import { fuzzed, must, type Fuzzed } from './fuzzed.ts';

const CSVS = [
  'Date,HomeTeam,AwayTeam,FTHG,FTAG,HTHG,HTAG\n2024-08-17,Rovers,United,2,1,1,0\n2024-08-18,"City, the",Town,0,0,0,0\n',
  'Datum;Heim;Gast;Score;Half Time\n17.08.2024;Rovers;United;2:1;1:0\n18.08.24;City;Town;0-0;0–0\n',
  '\uFEFFDay|Team 1|Team 2|FT|HT\nSat 17 Aug 2024|Rovers|United|2-1|1-0\n',
];

const shot = (index: number, timestamp: string, team: number, type: string) => ({
  ...{ id: `e${index}`, index, period: index, timestamp, type: { name: 'Shot' } },
  team: { id: team },
  ...{ player: { name: 'Ann' }, shot: { outcome: { name: 'Goal' }, type: { name: type } } },
});
const STATSBOMB = {
  match: {
    ...{ match_id: 9, match_date: '2024-08-17', kick_off: '15:00:00.000' },
    competition: { competition_name: 'Cup' },
    home_team: { home_team_id: 1, home_team_name: 'Rovers' },
    away_team: { away_team_id: 2, away_team_name: 'United' },
    ...{ home_score: 1, away_score: 1 },
  },
  events: [
    shot(1, '00:10:00.500', 1, 'Open Play'),
    shot(2, '00:05:00.000', 2, 'Penalty'),
    {
      ...{ id: 'c', index: 3, period: 2, timestamp: '00:47:00.000', team: { id: 1 } },
      ...{ type: { name: 'Pass' }, pass: { type: { name: 'Corner' } } },
    },
    {
      ...{ id: 'f', index: 4, period: 2, timestamp: '00:48:00.000', team: { id: 2 } },
      ...{ type: { name: 'Foul Committed' }, foul_committed: { card: { name: 'Red Card' } } },
    },
  ],
};

const MAPPING = {
  ...{ format: 'overround-mapping-1', producer: 'acme', items: 'actions' },
  event: `{ "fixtureId": "acme-" & $string(game), "eventId": $string(no), "occurredAt": $toMillis(at),
    "clock": { "phase": half = 1 ? "first-half" : "second-half", "elapsedMs": second * 1000 },
    "kind": what = "G" ? "goal" : "corner", "side": team = "H" ? "home" : "away", "how": what = "G" ? "play" }`,
};
const ACTIONS = {
  actions: [
    { game: 7, no: 1, at: '2024-08-17T15:10:00Z', half: 1, second: 600, what: 'G', team: 'H' },
    { game: 7, no: 2, at: '2024-08-17T15:11:00Z', half: 2, second: 660, what: 'C', team: 'A' },
  ],
};
const [MAPPING_TEXT, ACTIONS_TEXT] = [JSON.stringify(MAPPING), JSON.stringify(ACTIONS)];

const CANONICAL = [
  { kind: 'goal', side: 'home', how: 'play', player: 'No. 9' },
  { kind: 'clock', announcedStoppageMs: 120_000 },
  { kind: 'correction', cancels: 'e1' },
].map((body) =>
  JSON.stringify({
    ...{ fixtureId: 'f-1', eventId: 'e1', producer: 'lines', occurredAt: 1_900_000_000_000 },
    ...{ clock: { phase: 'first-half', elapsedMs: 60_000 }, ...body },
  }),
);

/** What is no JSON never comes to these readers. */
const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidMessageError('no JSON');
  }
};

export const EVENT_FILES: readonly Fuzzed[] = [
  fuzzed('results as CSV', mutatedText(CSVS), [InputError], (text) => {
    for (const { fullTime, day } of readResults(text).rows)
      must([fullTime.home, fullTime.away, day].every(Number.isInteger), 'a result that is none');
  }),
  fuzzed(
    "matches in StatsBomb's shape",
    mutatedText([JSON.stringify(STATSBOMB)]),
    [InvalidMessageError],
    (text) => {
      const given = parsed(text) as { events?: unknown; match?: unknown } | null;
      const { events } = statsbombScript(given?.events, given?.match);
      must(!events.some(({ atMs }) => Number.isNaN(atMs)), 'a time that is none');
    },
  ),
  fuzzed(
    'mapped messages, and mappings',
    fc.oneof(
      fc.tuple(fc.constant(MAPPING_TEXT), mutatedText([ACTIONS_TEXT])),
      fc.tuple(mutatedText([MAPPING_TEXT]), fc.constant(ACTIONS_TEXT)),
    ),
    [InputError, InvalidMessageError],
    async ([config, message]) => {
      const found = await mappingOf(parsed(config)).read(parsed(message), 5);
      must(found.length <= 50_001, 'more events than a message may have');
    },
  ),
  fuzzed('canonical lines', mutatedText(CANONICAL), [InvalidMessageError], (line) => {
    const { occurredAt, receivedAt } = readFeedLine(line, 'lines', 7);
    must(Number.isSafeInteger(occurredAt) && receivedAt === 7, 'a time that is none');
  }),
];
