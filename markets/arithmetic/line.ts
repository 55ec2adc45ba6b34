/**
 * Betting lines counted in quarters of a goal or point, so that they are exact integers: the line
 * −0.75 is −3. A quarter line puts half the stake on each of its two neighbours.
 */
export type LineQuarters = number;

const LINE_TEXT = /^([+-]?)(\d{1,4})(?:\.(\d{1,2}))?$/;
const QUARTERS: Readonly<Record<string, number>> = {
  '0': 0,
  '00': 0,
  '25': 1,
  '5': 2,
  '50': 2,
  '75': 3,
};

/** "-0.75" → −3; undefined when the text is not a multiple of a quarter. */
export function parseLine(text: string): LineQuarters | undefined {
  const match = LINE_TEXT.exec(text);
  if (match === null) return undefined;
  const quarters = QUARTERS[match[3] ?? '0'];
  if (quarters === undefined) return undefined;
  const size = Number(match[2]) * 4 + quarters;
  return match[1] === '-' && size > 0 ? -size : size;
}

/** The shortest decimal text of a line: −3 → "-0.75". */
export const formatLine = (line: LineQuarters): string => String(line / 4);

/** `above` wins when the count passes the threshold, `below` when it stays under it. */
export type LineDirection = 'above' | 'below';

export type LineResult = 'won' | 'half-won' | 'void' | 'half-lost' | 'lost';

/** Result of a whole count against a threshold in quarters. */
export function lineResult(
  count: number,
  threshold: LineQuarters,
  direction: LineDirection,
): LineResult {
  const distance = direction === 'above' ? 4 * count - threshold : threshold - 4 * count;
  if (distance === 0) return 'void';
  if (distance === 1) return 'half-won';
  if (distance === -1) return 'half-lost';
  return distance > 0 ? 'won' : 'lost';
}

export type HandicapSide = 'home' | 'away';
export type TotalSide = 'over' | 'under';

/** The threshold on the home goal difference which a handicap line of one side stands for. */
export const handicapThreshold = (
  side: HandicapSide,
  line: LineQuarters,
): Readonly<{ threshold: LineQuarters; direction: LineDirection }> =>
  side === 'home'
    ? { threshold: line === 0 ? 0 : -line, direction: 'above' }
    : { threshold: line, direction: 'below' };

/** Asian handicap: `difference` is home minus away goals counted from the base score of the bet. */
export function handicapResult(
  side: HandicapSide,
  line: LineQuarters,
  difference: number,
): LineResult {
  const { threshold, direction } = handicapThreshold(side, line);
  return lineResult(difference, threshold, direction);
}

export const totalDirection = (side: TotalSide): LineDirection =>
  side === 'over' ? 'above' : 'below';

export const totalResult = (side: TotalSide, line: LineQuarters, total: number): LineResult =>
  lineResult(total, line, totalDirection(side));
