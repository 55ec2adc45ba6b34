import { InputError } from '#contracts/mod.ts';

/** Alerts for each fixture in which nothing is wrong: one in a thousand. */
export const FALSE_ALARM_BUDGET = 0.001;

/**
 * The smallest threshold that keeps false alarms within a budget, from the highest sums of clean fixtures: real
 * ones of the past, or simulated. The order statistic whose rank leaves (passed + 1)/(fixtures + 1) within
 * the budget, so that the next clean fixture passes it with no more than that chance, whatever law the flow has.
 * @throws InputError when there are too few fixtures to say so.
 */
export function thresholdFor(highest: readonly number[], budget = FALSE_ALARM_BUDGET): number {
  const passed = Math.floor(budget * (highest.length + 1)) - 1;
  if (passed < 0) {
    const why = `must be at least ${Math.ceil(1 / budget) - 1} fixtures`;
    throw new InputError('NUMBER_INVALID', 'highest', highest.length, why);
  }
  const ordered = highest.toSorted((left, right) => right - left);
  return ordered[passed] ?? Infinity;
}
