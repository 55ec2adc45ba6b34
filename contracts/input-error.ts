/** Why a calculation cannot be done with what it was given. */
export const INPUT_CODES = [
  /** Not a finite number, or outside the range that `why` states. */
  'NUMBER_INVALID',
  /** Decimal odds must be above 1. */
  'ODDS_INVALID',
  /** The method has no solution for these prices or chances. */
  'NO_SOLUTION',
  /** Parts of the state exclude each other. */
  'STATE_CONTRADICTORY',
  /** No feed has ever named such a fixture. */
  'FIXTURE_UNKNOWN',
  /** The catalogue has no market of this type. */
  'MARKET_UNKNOWN',
  /** The market takes other specifiers, or other values of them. */
  'SPECIFIER_INVALID',
  /** The market has no such outcome. */
  'OUTCOME_UNKNOWN',
  /** The leg cannot stand in one bet with others: it may be void or half won, or no joint chance is known. */
  'LEG_NOT_COMBINABLE',
  /** The legs exclude each other. */
  'LEGS_CONTRADICTORY',
  /** The text is not of the expected form. */
  'FORMAT_INVALID',
] as const;
export type InputCode = (typeof INPUT_CODES)[number];

/**
 * Refuses the input of a calculation and says which field, what it held and what it must hold. Formulas
 * throw it instead of giving a price that is not a number.
 */
export class InputError extends Error {
  readonly code: InputCode;
  /** Path of the field in the caller's terms, as `odds[1]` or `state.minute`. */
  readonly field: string;
  readonly value: unknown;

  constructor(code: InputCode, field: string, value: unknown, why: string) {
    super(`${code}: ${field} ${why}; got ${textOf(value)}`);
    this.name = 'InputError';
    this.code = code;
    this.field = field;
    this.value = value;
  }
}

/** JSON has no NaN and no infinity, and hides them as null. */
const textOf = (value: unknown): string =>
  typeof value === 'number' || value === undefined ? String(value) : JSON.stringify(value);
