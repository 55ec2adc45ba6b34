import {
  keepPreviousData,
  useMutation,
  useQuery,
  type UseQueryResult,
} from '@tanstack/react-query';

import type {
  AccountId,
  CustomerListSchema,
  CustomerQuerySchema,
  CustomerView,
  FactorBodySchema,
  FactorUndoBodySchema,
  IntegrityListSchema,
  Static,
} from '#contracts/mod.ts';

import { call } from './http.ts';
import { queryClient, withToken } from './queries.ts';

const URL = '/v1/trading/customers';
const KEY = 'customers';
const ASK_MS = 10_000;

type CustomerQuestion = Static<typeof CustomerQuerySchema>;

const read = <Answer>(path: string): Promise<Answer> =>
  withToken((token) => call<Answer>(path, { token }));

/** Customers with a finding or a changed factor; whoever something was heard of last comes first. */
export function useCustomers(
  question: CustomerQuestion,
): UseQueryResult<Static<typeof CustomerListSchema>> {
  const given = Object.entries(question).map(([name, value]): [string, string] => [
    name,
    String(value),
  ]);
  const query = new URLSearchParams(given).toString();
  return useQuery({
    queryKey: [KEY, 'list', query],
    queryFn: () => read(`${URL}?${query}`),
    refetchInterval: ASK_MS,
    placeholderData: keepPreviousData,
  });
}

/** One customer with every change of the factor. */
export const useCustomer = (accountId: AccountId): UseQueryResult<CustomerView> =>
  useQuery({ queryKey: [KEY, accountId], queryFn: () => read(`${URL}/${accountId}`) });

/** Matches whose settlement is or was held for what was bet on them. */
export const useIntegrity = (): UseQueryResult<Static<typeof IntegrityListSchema>> =>
  useQuery({
    queryKey: [KEY, 'integrity'],
    queryFn: () => read('/v1/trading/integrity'),
    refetchInterval: ASK_MS,
  });

export type FactorStep = Readonly<{ accountId: AccountId }> &
  (
    | Readonly<{ verb: 'factor'; body: Static<typeof FactorBodySchema> }>
    | Readonly<{ verb: 'undo'; body: Static<typeof FactorUndoBodySchema> }>
  );

/** Sets a factor or takes its newest change back; everything is read anew whatever it comes to. */
export const useFactorStep = () =>
  useMutation({
    mutationFn: ({ accountId, verb, body }: FactorStep) =>
      withToken((token) =>
        call<CustomerView>(`${URL}/${accountId}/${verb}`, { method: 'POST', token, body }),
      ),
    onSettled: () => queryClient.invalidateQueries({ queryKey: [KEY] }),
  });
