import { useMutation, useQuery, type UseQueryResult } from '@tanstack/react-query';

import type { LayOffView } from '#contracts/mod.ts';

import { call } from './http.ts';
import { queryClient, withToken } from './queries.ts';

const URL = '/v1/trading/lay-off';
const KEY = ['lay-off'];
const ASK_MS = 5000;
const SHOWN = 50;

/** The bets of the house at an exchange, the newest first, and what may be sent. */
export const useLayOff = (): UseQueryResult<LayOffView> =>
  useQuery({
    queryKey: KEY,
    queryFn: () =>
      withToken((token) => call<LayOffView>(`${URL}?limit=${String(SHOWN)}`, { token })),
    refetchInterval: ASK_MS,
    retry: false,
  });

export type LayOffStep =
  | Readonly<{ verb: 'propose' }>
  | Readonly<{ verb: 'send'; orderId: string; reason: string }>
  | Readonly<{ verb: 'cancel'; orderId: string }>;

/** A step of a person at the desk; the orders are read anew whatever it comes to. */
export const useLayOffStep = () =>
  useMutation({
    mutationFn: (step: LayOffStep) =>
      withToken((token) =>
        call<LayOffView>(
          step.verb === 'propose' ? `${URL}/propose` : `${URL}/orders/${step.orderId}/${step.verb}`,
          {
            method: 'POST',
            token,
            ...(step.verb === 'propose' ? { body: {} } : {}),
            ...(step.verb === 'send' ? { body: { reason: step.reason } } : {}),
          },
        ),
      ),
    onSettled: () => queryClient.invalidateQueries({ queryKey: KEY }),
  });
