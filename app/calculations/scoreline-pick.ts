import type { HandicapSide, ScorelinePick, TotalSide } from '#markets/mod.ts';
import { decimal, integer, oneOf, optional, score } from './operation.ts';
import { lineOf, present } from './read.ts';

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
  line: optional(decimal),
  score: optional(score),
  team: optional(oneOf(['home', 'away'])),
  goals: optional(integer),
};

type PickInput = Readonly<{
  market: ScorelinePick['market'];
  pick?: Pick;
  line?: string;
  score?: readonly [number, number];
  team?: HandicapSide;
  goals?: number;
}>;

/** The fields that each market uses besides its name; others are an error. */
const USES: Readonly<
  Record<ScorelinePick['market'], readonly (keyof Omit<PickInput, 'market'>)[]>
> = {
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

function among<const Words extends readonly Pick[]>(
  pick: Pick | undefined,
  words: Words,
): Words[number] {
  const found = words.find((word) => word === pick);
  return present(found, `pick of ${words.join(', ')}`);
}

const sideOf = (pick: Pick | undefined): HandicapSide => among(pick, ['home', 'away']);
const totalOf = (pick: Pick | undefined): TotalSide => among(pick, ['over', 'under']);

export function scorelinePick(input: PickInput): ScorelinePick {
  const { market, pick } = input;
  const used = USES[market];
  for (const name of ['pick', 'line', 'score', 'team', 'goals'] as const) {
    if (input[name] !== undefined && !used.includes(name)) {
      throw new Error(`${name}: not a field of ${market}`);
    }
  }
  const line = (): number => lineOf(present(input.line, 'line'));
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
      return { market, pick: sideOf(pick), line: line() };
    case 'total':
      return { market, pick: totalOf(pick), line: line() };
    case 'team-total':
      return { market, team: present(input.team, 'team'), pick: totalOf(pick), line: line() };
    case 'exact-total':
      return { market, goals: present(input.goals, 'goals') };
    case 'correct-score': {
      const [home, away] = present(input.score, 'score');
      return { market, home, away };
    }
  }
}
