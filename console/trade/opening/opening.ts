import {
  marketKey,
  type CommandBody,
  type MarketKey,
  type MarketType,
  type OutcomeId,
  type Score,
  type Specifiers,
} from '#contracts/mod.ts';
import { FOOTBALL_DEFINITIONS, type Definition } from '#markets/mod.ts';

/** A market as the form has it; what is typed stays as it is typed, chances are per cent. */
export type OpeningDraft = Readonly<{ type: MarketType; line: string; chances: readonly string[] }>;

export type Opening = Extract<CommandBody, { kind: 'opening' }>;

const DEFINITIONS = new Map<MarketType, Pick<Definition<never>, 'accepts' | 'outcomes'>>(
  FOOTBALL_DEFINITIONS,
);
/** A line that one or another type accepts, to see which types have lines. */
const SAMPLE_LINES = ['2.5', '-0.5', '1'];
/** Of several answers more than one wins. */
const SEVERAL_WIN = 'double-chance';
/** As the API takes them: no chance outside, and a sum that is 1 but for rounding. */
const CHANCE = { least: 0.001, most: 0.999 };
const ROUNDING = 0.005;

/** The specifiers of a type with this line, in play a line from the present score; undefined where there is no such market. */
function specifiersOf(
  type: MarketType,
  line: string,
  { home, away }: Score,
): Specifiers | undefined {
  const score = `${String(home)}-${String(away)}`;
  const definition = DEFINITIONS.get(type);
  return [{}, { line }, { line, score }].find((each) => definition?.accepts(each) === true);
}

/** Types that a trader can open, with whether they have lines: of two or three outcomes of which one wins. */
export const OPENABLE: readonly (readonly [type: MarketType, hasLine: boolean])[] = [
  ...DEFINITIONS.keys(),
].flatMap((type) => {
  if (type.includes(SEVERAL_WIN)) return [];
  const line = ['', ...SAMPLE_LINES].find(
    (each) => specifiersOf(type, each, { home: 0, away: 0 }) !== undefined,
  );
  if (line === undefined) return [];
  const specifiers = specifiersOf(type, line, { home: 0, away: 0 }) ?? {};
  const count = DEFINITIONS.get(type)?.outcomes(specifiers).length ?? 0;
  return count === 2 || count === 3 ? [[type, line !== ''] as const] : [];
});

/** The market of a draft and its outcomes; undefined while its line is none. */
export function marketOf(
  { type, line }: Pick<OpeningDraft, 'type' | 'line'>,
  score: Score,
): Readonly<{ key: MarketKey; outcomes: readonly OutcomeId[] }> | undefined {
  const specifiers = specifiersOf(type, line.trim(), score);
  if (specifiers === undefined) return undefined;
  const outcomes = DEFINITIONS.get(type)?.outcomes(specifiers) ?? [];
  return { key: marketKey(type, specifiers), outcomes };
}

/** "33.3", "33,3 %" as 0.333; NaN for anything else. */
export function chanceOf(text: string): number {
  const plain = text.trim().replace(/\s*%$/u, '').replace(',', '.');
  return /^\d+(?:\.\d+)?$/u.test(plain) ? Number(plain) / 100 : Number.NaN;
}

/** The command of a draft, until then (UTC ms) where an end is given; a sentence that says what is wrong with it otherwise. */
export function openingOf(draft: OpeningDraft, score: Score, until?: number): Opening | string {
  const market = marketOf(draft, score);
  if (market === undefined) return 'There is no such line.';
  const chances = market.outcomes.map((outcomeId, at) => ({
    outcomeId,
    chance: chanceOf(draft.chances[at] ?? ''),
  }));
  if (!chances.every(({ chance }) => chance >= CHANCE.least && chance <= CHANCE.most))
    return 'Give each outcome a chance of 0.1 to 99.9 %.';
  const sum = chances.reduce((all, { chance }) => all + chance, 0);
  if (Math.abs(sum - 1) > ROUNDING)
    return `The chances are ${(100 * sum).toFixed(1)} % together and must be 100 %.`;
  const end = until === undefined ? {} : { until };
  return { kind: 'opening', marketKey: market.key, chances, ...end };
}

/** The openings that stand by the commands of a fixture, the newest first; `now`: UTC ms. */
export function standing(
  commands: readonly Readonly<{ actor: string; command: CommandBody }>[],
  now: number,
): readonly Readonly<{ actor: string; opening: Opening }>[] {
  const seen = new Set<MarketKey>();
  return commands.flatMap(({ actor, command }) => {
    if (command.kind !== 'opening' || seen.has(command.marketKey)) return [];
    seen.add(command.marketKey);
    const isOver = command.chances.length === 0 || (command.until ?? Infinity) <= now;
    return isOver ? [] : [{ actor, opening: command }];
  });
}
