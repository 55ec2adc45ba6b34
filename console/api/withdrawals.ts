import { useMutation, useQuery, type UseQueryResult } from '@tanstack/react-query';

import type { ApprovalListSchema, Static } from '#contracts/mod.ts';

import { call } from './http.ts';
import { queryClient, withToken } from './queries.ts';

type Withdrawals = Static<typeof ApprovalListSchema>;
export type Withdrawal = Withdrawals['payments'][number];

const URL = '/v1/operations/payments';
const KEY = ['approvals', 'withdrawals'];
const ASK_MS = 5000;

/** Those that wait for an operator, the oldest first. */
export const useWithdrawals = (): UseQueryResult<Withdrawals> =>
  useQuery({
    queryKey: KEY,
    queryFn: () => withToken((token) => call<Withdrawals>(URL, { token })),
    refetchInterval: ASK_MS,
  });

export type WithdrawalVerdict = Readonly<
  { paymentId: string } & ({ verb: 'approve' } | { verb: 'reject'; reason: string })
>;

/** Lets a withdrawal go, or gives its money back to the wallet; the list is read anew whatever it comes to. */
export const useDecideWithdrawal = () =>
  useMutation({
    mutationFn: (verdict: WithdrawalVerdict) =>
      withToken((token) =>
        call<unknown>(`${URL}/${verdict.paymentId}/${verdict.verb}`, {
          method: 'POST',
          token,
          ...(verdict.verb === 'reject' ? { body: { reason: verdict.reason } } : {}),
        }),
      ),
    onSettled: () => queryClient.invalidateQueries({ queryKey: KEY }),
  });
