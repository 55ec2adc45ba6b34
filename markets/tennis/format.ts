import { InputError } from '#contracts/mod.ts';

/** How a set at six games all goes on: a tie-break to 7 or to 10, or no tie-break and two games clear. */
export const SET_FORMATS = ['tb7', 'tb10', 'adv'] as const;
export type SetFormat = (typeof SET_FORMATS)[number];

/**
 * The rules of a match (ITF Rules of Tennis, appendix VI). The deciding set may have a format of its own,
 * the others have tb7. With `noAd` a game at 40-40 is decided by one point; a tie-break never is.
 */
export type TennisFormat = Readonly<{ bestOf: 3 | 5; finalSet: SetFormat; noAd?: boolean }>;

/** @throws InputError FORMAT_INVALID when it is no format of a match. */
export function checkTennisFormat({ bestOf, finalSet }: TennisFormat): void {
  if (!([3, 5] as readonly number[]).includes(bestOf)) {
    throw new InputError('FORMAT_INVALID', 'format.bestOf', bestOf, 'must be 3 or 5');
  }
  if (!SET_FORMATS.includes(finalSet)) {
    const why = `must be one of ${SET_FORMATS.join(', ')}`;
    throw new InputError('FORMAT_INVALID', 'format.finalSet', finalSet, why);
  }
}

export const setsToWin = ({ bestOf }: Readonly<{ bestOf: number }>): number => (bestOf + 1) / 2;

/** The format of the set played when the players have won `a` and `b` sets. */
export function setFormatAt(
  a: number,
  b: number,
  format: Readonly<{ bestOf: number; finalSet: SetFormat }>,
): SetFormat {
  const last = setsToWin(format) - 1;
  return a === last && b === last ? format.finalSet : 'tb7';
}

export const isMatchOpen = (a: number, b: number, format: TennisFormat): boolean =>
  Math.max(a, b) < setsToWin(format);

/** Played to `to` and `clear` (1 or 2) ahead: a game, or a tie-break. */
export type Contest = Readonly<{ to: number; clear: 1 | 2 }>;
export const gameContest = ({ noAd = false }: Readonly<{ noAd?: boolean }>): Contest => ({
  to: 4,
  clear: noAd ? 1 : 2,
});
export const tiebreakContest = (format: SetFormat): Contest => ({
  to: format === 'tb10' ? 10 : 7,
  clear: 2,
});

/** Whether `a`-`b` is a score during a contest, its start included. */
export const isContestOpen = (a: number, b: number, { to, clear }: Contest): boolean =>
  Math.max(a, b) < to || (clear === 2 && Math.abs(a - b) < 2);

/** Whether `a`-`b` games is a score during a set, its start and 6-6 included. */
export const isSetOpen = (a: number, b: number, format: SetFormat): boolean =>
  (Math.max(a, b) < 6 || Math.abs(a - b) < 2) && (format === 'adv' || Math.max(a, b) < 7);

/** Whether `a`-`b` games is a score with which a set can end. */
export const isSetEnd = (a: number, b: number, format: SetFormat): boolean =>
  !isSetOpen(a, b, format) && isSetOpen(Math.max(a, b) - 1, Math.min(a, b), format);

export const isAtTiebreak = (a: number, b: number, format: SetFormat): boolean =>
  a === 6 && b === 6 && format !== 'adv';

/** Whether a set that ended with `a`-`b` games had a tie-break: 7-6, which no advantage set ends with. */
export const hadTiebreak = (a: number, b: number): boolean =>
  Math.max(a, b) === 7 && Math.min(a, b) === 6;
