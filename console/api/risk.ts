import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';

import type { RiskQuerySchema, RiskView, Static } from '#contracts/mod.ts';

import { call } from './http.ts';
import { withToken } from './queries.ts';

export type RiskQuestion = Static<typeof RiskQuerySchema>;
export type RiskLines = NonNullable<RiskQuestion['by']>;

/** The service looks through all open bets for each line. */
const ASK_MS = 10_000;

/** What the open bets could cost, as the risk service sees them. */
export function useRisk(question: RiskQuestion): UseQueryResult<RiskView> {
  const given = Object.entries(question).map(([name, value]): [string, string] => [
    name,
    String(value),
  ]);
  const query = new URLSearchParams(given).toString();
  return useQuery({
    queryKey: ['risk', query],
    queryFn: () => withToken((token) => call<RiskView>(`/v1/trading/risk?${query}`, { token })),
    refetchInterval: ASK_MS,
    placeholderData: keepPreviousData,
  });
}
