import {
  BASKETBALL_MARKET_TYPES,
  FOOTBALL_MARKET_TYPES,
  ICE_HOCKEY_MARKET_TYPES,
  RACING_MARKET_TYPES,
  TENNIS_MARKET_TYPES,
  type MarketType,
  type Specifiers,
} from '#contracts/mod.ts';

import { definitionOf, footballDefinitionOf, type AnyDefinition } from '../definitions.ts';
import { recordOf } from './events.ts';
import { lineupEvent } from './squads.ts';
import { LONG_TIE_EVENTS } from './two-matches.ts';

const SPORTS: readonly (readonly [title: string, types: readonly MarketType[], notes: string])[] = [
  [
    'Football',
    FOOTBALL_MARKET_TYPES,
    `- **90 minutes** are both halves with their stoppage time. Extra time and shoot-outs count only where the rule says so.
- **Minutes** are those of the nominal clock: stoppage time belongs to minute 45 or 90.
- **Goals** count for the side that is credited, own goals included. For a scorer an own goal counts as no goal at all.
- **Cards**: a yellow card, a second yellow card and a red card count as one each; the red that follows a second yellow is not counted again. Booking points are 10 for a yellow card and 25 for a sending-off.
- **Early settlement**: an outcome is settled as soon as every way on gives it the same result.`,
  ],
  ['Tennis', TENNIS_MARKET_TYPES, ''],
  ['Basketball', BASKETBALL_MARKET_TYPES, ''],
  ['Ice hockey', ICE_HOCKEY_MARKET_TYPES, ''],
  ['Racing', RACING_MARKET_TYPES, ''],
];

const INTRODUCTION = `# Markets

Every market type of the catalogue. A market is a type with its specifiers: \`total-goals|line=2.5\`. Its name stands as
it is shown while the teams are not known; with them, "Home goals 1.5" reads "Lions goals 1.5". "UOF" is the market of
the Unified Odds Feed that asks the same question, where it is known. A bet is settled by the rule in the last column,
and the [house rules](house-rules.md) say what becomes of a match that is not completed.

Lines are decimal and never negative zero: a whole line returns the stake when it is met, a quarter line puts half the
stake on each of its two neighbours. Handicap lines are named from the home side.

This page is written from the definitions in \`markets/\` by \`npx vitest run --project unit markets/catalogue-page -u\`, and
a test fails when it is out of date.`;

const MOST_SHOWN = 6;
const code = (text: string): string => `\`${text}\``;

/** The middle one of the markets that a board would have of a tie that is covered in full, before the match. */
function onTheBoard(type: MarketType): Specifiers | undefined {
  const [fixture] = LONG_TIE_EVENTS;
  if (fixture === undefined) return undefined;
  const record = recordOf(fixture, lineupEvent('home'), lineupEvent('away'));
  const offered = footballDefinitionOf(type)?.offered(record) ?? [];
  return offered[Math.floor(offered.length / 2)];
}

function exampleOf(definition: AnyDefinition): Specifiers | undefined {
  const { example, type, accepts } = definition;
  return [example, onTheBoard(type), {}].find(
    (specifiers) => specifiers !== undefined && accepts(specifiers),
  );
}

function outcomesOf(definition: AnyDefinition, example: Specifiers): string {
  const all = definition.outcomes(example);
  const shown = all.slice(0, all.length > MOST_SHOWN + 1 ? MOST_SHOWN : all.length).map(code);
  const rest = all.length > shown.length ? ` … (${all.length})` : '';
  return shown.join(', ') + rest;
}

/** The view of a football market; the other sports have one space each. */
const viewOf = (type: MarketType): string => footballDefinitionOf(type)?.reads ?? '';

const COLUMNS = ['Type', 'Name', 'Specifiers', 'Outcomes', 'View', 'UOF', 'Rule'] as const;

function rowOf(type: MarketType): readonly string[] {
  const definition = definitionOf(type);
  const example = exampleOf(definition);
  return [
    code(type),
    definition.marketName(example ?? {}),
    Object.entries(example ?? {})
      .map(([name, value]) => code(`${name}=${value}`))
      .join(', '),
    example === undefined ? '' : outcomesOf(definition, example),
    viewOf(type),
    String(definition.uofMarketId ?? ''),
    definition.rule ?? '',
  ];
}

const lineOf = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** A table without the columns that would be empty. */
function tableOf(types: readonly MarketType[]): string {
  const rows = types.map(rowOf);
  const kept = COLUMNS.map((_, at) => rows.some((row) => row[at] !== ''));
  const lines = [COLUMNS, COLUMNS.map(() => '---'), ...rows];
  return lines.map((cells) => lineOf(cells.filter((_, at) => kept[at]))).join('\n');
}

/** docs/markets.md as the definitions have it, before it is formatted. */
export const cataloguePage = (): string =>
  [
    INTRODUCTION,
    ...SPORTS.flatMap(([title, types, notes]) => [
      `## ${title}`,
      `${types.length} market types.`,
      notes,
      tableOf(types),
    ]),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
