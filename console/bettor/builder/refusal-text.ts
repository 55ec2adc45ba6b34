import { ApiError } from '../../api/http.ts';
import type { Leg } from './combination.ts';

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** "legs[1].marketKey": which leg a refusal means. */
function refusedLeg(detail: ApiError['detail'], legs: readonly Leg[]): Leg | undefined {
  const at = /^legs\[(\d+)\]/u.exec(textOf(detail['field']))?.[1];
  return at === undefined ? undefined : legs[Number(at)];
}

/** What is wrong with the leg, without the code, the field and the value that the host wrote around it. */
const reasonOf = (detail: ApiError['detail']): string =>
  /^[A-Z_]+: \S+ (?<why>.+?)(?:; got .*)?$/u.exec(textOf(detail['message']))?.groups?.['why'] ?? '';

/** Why there is no joint price, with the names of the leg or market that is meant. */
export function refusalText(error: Error, legs: readonly Leg[]): string {
  const message = error.message.replace(/; see `\w+`\.$/u, '.');
  if (!(error instanceof ApiError)) return message;
  const leg = refusedLeg(error.detail, legs);
  const reason = reasonOf(error.detail);
  if (leg !== undefined && reason !== '') return `${leg.outcome}, ${leg.market}: ${reason}.`;
  const closed = legs.find(({ marketKey }) => marketKey === error.detail['marketKey']);
  return closed === undefined ? message : `${closed.market}: ${message}`;
}
