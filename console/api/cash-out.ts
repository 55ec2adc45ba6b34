import { useMutation, useQuery, type UseQueryResult } from '@tanstack/react-query';

import type { CashOut, CashOutViewSchema, Static } from '#contracts/mod.ts';

import { call } from './http.ts';
import { refreshAccount, withToken } from './queries.ts';

/** Selling a bet back; apart from the other calls, for it comes with the list of bets alone. */
export type CashOutView = Static<typeof CashOutViewSchema>;

const CASH_OUT_MS = 4000;

/** What an open bet, or a part of it, is worth now. */
const getCashOut = (token: string, betId: string, partBps: number): Promise<CashOutView> =>
  call(`/v1/bets/${betId}/cash-out?partBps=${String(partBps)}`, { token });

/** Takes a quote; answers when the in-play delay is over, or soon after with status `delayed`. */
const takeCashOut = (token: string, { betId, quoteId }: CashOutView): Promise<CashOut> =>
  call(`/v1/bets/${betId}/cash-out`, {
    method: 'POST',
    token,
    body: { quoteId, pricePolicy: 'higher' },
    // A quote is taken once, so that its id is the key of the wish, too.
    idempotencyKey: quoteId,
  });

/** What an open bet, or a part of it, is worth, asked again while it is looked at. */
export function useCashOut(betId: string, partBps: number): UseQueryResult<CashOutView> {
  return useQuery({
    queryKey: ['cash-out', betId, partBps],
    queryFn: () => withToken((token) => getCashOut(token, betId, partBps)),
    refetchInterval: CASH_OUT_MS,
    retry: false,
  });
}

/** Sells a bet back for what was quoted. */
export const useTakeCashOut = () =>
  useMutation({
    mutationFn: (quote: CashOutView) => withToken((token) => takeCashOut(token, quote)),
    onSettled: refreshAccount,
  });
