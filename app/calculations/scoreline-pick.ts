import type { HandicapSide, ScorelinePick, TotalSide } from '#markets/mod.ts';

import { line, oneOf, optional, score, size } from './fields.ts';
import { lineOf, present, refuse } from './read.ts';

export const SCORELINE_MARKETS = [
  '1x2',
  'double-chance',
  'draw-no-bet',
  'handicap',
  'total',
  'team-total',
  'btts',
  'odd-even',
  'win-to-nil',
  'clean-sheet',
  'exact-total',
  'correct-score',
] as const satisfies readonly ScorelinePick['market'][];

const PICKS = [
  'home',
  'draw',
  'away',
  '1X',
  '12',
  'X2',
  'over',
  'under',
  'yes',
  'no',
  'odd',
  'even',
] as const;
type Pick = (typeof PICKS)[number];

/** Fields of a selection on a scoreline, whatever its market. */
export const pickFields = {
  pick: optional(oneOf(PICKS)),
  line: optional(line),
  score: optional(score),
  team: optional(oneOf(['home', 'away'])),
  goals: optional(size),
};

type PickInput = Readonly<{
  market: ScorelinePick['market'];
  pick?: Pick;
  line?: string;
  score?: readonly [number, number];
  team?: HandicapSide;
  goals?: number;
}>;
type PickField = keyof Omit<PickInput, 'market'>;

/** The fields that each market uses besides its name; others are an error. */
const USES: Readonly<Record<ScorelinePick['market'], readonly PickField[]>> = {
  '1x2': ['pick'],
  'double-chance': ['pick'],
  'draw-no-bet': ['pick'],
  handicap: ['pick', 'line'],
  total: ['pick', 'line'],
  'team-total': ['team', 'pick', 'line'],
  btts: ['pick'],
  'odd-even': ['pick'],
  'win-to-nil': ['pick'],
  'clean-sheet': ['pick'],
  'exact-total': ['goals'],
  'correct-score': ['score'],
};

/** @throws InputError when a selection has a field that its market does not use. */
export function checkUsed(
  market: string,
  fields: Readonly<Record<string, unknown>>,
  used: readonly string[],
): void {
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined && !used.includes(name))
      refuse(name, value, `is not a field of ${market}`);
  }
}

const among = <const Words extends readonly Pick[]>(
  pick: Pick | undefined,
  words: Words,
): Words[number] =>
  words.find((word) => word === pick) ?? refuse('pick', pick, `must be one of ${words.join(', ')}`);

const sideOf = (pick: Pick | undefined): HandicapSide => among(pick, ['home', 'away']);
const totalOf = (pick: Pick | undefined): TotalSide => among(pick, ['over', 'under']);

/** @throws InputError for a field that is missing or that the market does not use. */
export function scorelinePick(input: PickInput): ScorelinePick {
  const { market, ...fields } = input;
  const { pick } = fields;
  checkUsed(market, fields, USES[market]);
  const quarters = (): number => lineOf(present(fields.line, 'line'));
  switch (market) {
    case '1x2':
      return { market, pick: among(pick, ['home', 'draw', 'away']) };
    case 'double-chance':
      return { market, pick: among(pick, ['1X', '12', 'X2']) };
    case 'btts':
      return { market, pick: among(pick, ['yes', 'no']) };
    case 'odd-even':
      return { market, pick: among(pick, ['odd', 'even']) };
    case 'draw-no-bet':
    case 'win-to-nil':
    case 'clean-sheet':
      return { market, pick: sideOf(pick) };
    case 'handicap':
      return { market, pick: sideOf(pick), line: quarters() };
    case 'total':
      return { market, pick: totalOf(pick), line: quarters() };
    case 'team-total':
      return { market, team: present(input.team, 'team'), pick: totalOf(pick), line: quarters() };
    case 'exact-total':
      return { market, goals: present(input.goals, 'goals') };
    case 'correct-score': {
      const [home, away] = present(input.score, 'score');
      return { market, home, away };
    }
  }
}
