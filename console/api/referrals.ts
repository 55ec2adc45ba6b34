import { useMutation, useQuery, type UseQueryResult } from '@tanstack/react-query';

import type { Referral, ReferralListSchema, ReferralVerdictBody, Static } from '#contracts/mod.ts';

import { call } from './http.ts';
import { queryClient, withToken } from './queries.ts';

const ASK_MS = 1500;
const PATH = '/v1/trading/referrals';

/** Bets that wait for a trader, the first to expire first; then those that were decided, newest first. */
export const useReferrals = (): UseQueryResult<Static<typeof ReferralListSchema>> =>
  useQuery({
    queryKey: ['referrals'],
    queryFn: () =>
      withToken((token) =>
        call<Static<typeof ReferralListSchema>>(`${PATH}?waiting=false&limit=30`, { token }),
      ),
    refetchInterval: ASK_MS,
  });

export type Verdict = Readonly<{ betId: string; body: ReferralVerdictBody }>;

export const useVerdict = () =>
  useMutation({
    mutationFn: ({ betId, body }: Verdict) =>
      withToken((token) => call<Referral>(`${PATH}/${betId}`, { method: 'POST', token, body })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['referrals'] }),
  });
