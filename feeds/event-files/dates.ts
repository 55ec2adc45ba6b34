import { InputError } from '#contracts/mod.ts';

/** How a results file writes its days. */
export const DATE_FORMATS = ['iso', 'day-month-year', 'month-day-year', 'day-name-year'] as const;
export type DateFormat = (typeof DATE_FORMATS)[number];

type Parts = Readonly<{ year: number; month: number; day: number }>;
type Reader = (text: string) => Parts | undefined;

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const NUMBERS = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})$/u;
/** Two digits are those of 1970 to 2069. */
const fullYear = (text: string): number => {
  const year = Number(text);
  return text.length === 4 ? year : year < 70 ? 2000 + year : 1900 + year;
};

const READERS: Readonly<Record<DateFormat, Reader>> = {
  iso: (text) => {
    const match = /^(\d{4})-(\d{2})-(\d{2})/u.exec(text);
    return match
      ? { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) }
      : undefined;
  },
  'day-month-year': (text) => {
    const match = NUMBERS.exec(text);
    return match
      ? { year: fullYear(match[3] ?? ''), month: Number(match[2]), day: Number(match[1]) }
      : undefined;
  },
  'month-day-year': (text) => {
    const match = NUMBERS.exec(text);
    return match
      ? { year: fullYear(match[3] ?? ''), month: Number(match[1]), day: Number(match[2]) }
      : undefined;
  },
  'day-name-year': (text) => {
    const match = /^(?:[a-z]{2,9},? +)?(\d{1,2})[ -]([a-z]{3,9})\.?,?[ -](\d{4}|\d{2})$/iu.exec(
      text,
    );
    const month = MONTHS.indexOf((match?.[2] ?? '').slice(0, 3).toLowerCase()) + 1;
    return match && month > 0
      ? { year: fullYear(match[3] ?? ''), month, day: Number(match[1]) }
      : undefined;
  },
};

/** Midnight UTC of a day in UTC milliseconds; undefined when the text is no day of this format. */
export function dayOf(text: string, format: DateFormat): number | undefined {
  const parts = READERS[format](text.trim());
  if (parts === undefined) return undefined;
  const at = new Date(Date.UTC(parts.year, parts.month - 1, parts.day));
  // The 31st of February would quietly be a day of March.
  const isDay = at.getUTCMonth() === parts.month - 1 && at.getUTCDate() === parts.day;
  return isDay ? at.getTime() : undefined;
}

/**
 * The format in which most days of a column can be read. Days that could be read as day-month and as month-day
 * alike decide nothing. @throws InputError when no format or more than one fits
 */
export function detectDateFormat(days: readonly string[]): DateFormat {
  const counts = DATE_FORMATS.map((format) => ({
    format,
    readable: days.filter((day) => dayOf(day, format) !== undefined).length,
  })).sort((left, right) => right.readable - left.readable);
  const [best, second] = counts;
  if (best === undefined || best.readable === 0)
    throw new InputError(
      'FORMAT_INVALID',
      'date',
      days[0],
      'must be a day such as 2024-08-17, 17/08/2024 or 17 Aug 2024',
    );
  if (second?.readable === best.readable)
    throw new InputError(
      'FORMAT_INVALID',
      'date',
      days[0],
      `could be ${best.format} or ${second.format}: say which`,
    );
  return best.format;
}
