import { InputError, type LayOffOrder } from '#contracts/mod.ts';

import type { OrderReport } from './exchange-port.ts';

/** What is known of an order at its exchange. */
export type Standing = Pick<
  LayOffOrder,
  'status' | 'matchedMinor' | 'averageOdds' | 'remainingMinor' | 'voidedMinor'
>;

export type Fill = Readonly<{ progress: number; matchedMinor: number; averageOdds: number }>;

/** Whatever happens to an order (matched, cancelled, lapsed, voided) takes it further, and nothing brings it back. */
const progressOf = (
  sizeMinor: number,
  { remainingMinor, voidedMinor }: Readonly<{ remainingMinor: number; voidedMinor: number }>,
): number => sizeMinor - remainingMinor + voidedMinor;

const isAmount = (amount: number): boolean => Number.isSafeInteger(amount) && amount >= 0;

/**
 * The order after a report, with what it was matched beyond what was known; null when the report says nothing new.
 * A function of the reports' set alone: not of their order, nor of how often each comes.
 * @throws InputError STATE_CONTRADICTORY for a report that cannot be of this order.
 */
export function afterReport(
  order: Standing & Pick<LayOffOrder, 'sizeMinor'>,
  report: OrderReport,
): Readonly<{ standing: Standing; fill: Fill | null }> | null {
  const { matchedMinor, averageOdds, remainingMinor, voidedMinor = 0 } = report;
  const sizeMinor = Number(order.sizeMinor);
  const amounts = [matchedMinor, remainingMinor, voidedMinor];
  const isOfOrder =
    amounts.every(isAmount) &&
    matchedMinor + remainingMinor + voidedMinor <= sizeMinor &&
    (matchedMinor === 0 || (averageOdds > 1 && averageOdds <= 1_000));
  if (!isOfOrder)
    throw new InputError('STATE_CONTRADICTORY', 'report', report, 'is not of an order of its size');
  const status = remainingMinor > 0 ? 'open' : 'done';
  const known = progressOf(sizeMinor, {
    remainingMinor: Number(order.remainingMinor),
    voidedMinor: Number(order.voidedMinor),
  });
  const progress = progressOf(sizeMinor, { remainingMinor, voidedMinor });
  // What the exchange did not seem to have, it has.
  const isAwaited =
    (order.status === 'sending' || order.status === 'refused') && progress === known;
  if (progress <= known && !isAwaited) return null;
  const gainedMinor = matchedMinor - Number(order.matchedMinor);
  const averages = matchedMinor === 0 ? 0 : averageOdds;
  return {
    standing: {
      status,
      matchedMinor: String(matchedMinor),
      averageOdds: averages,
      remainingMinor: String(remainingMinor),
      voidedMinor: String(voidedMinor),
    },
    fill: gainedMinor === 0 ? null : { progress, matchedMinor: gainedMinor, averageOdds: averages },
  };
}
