import { QueryClient, useMutation, useQuery, type UseQueryResult } from '@tanstack/react-query';

import type {
  BetView,
  CommandBody,
  Explanation,
  FixtureId,
  GrantView,
  MarketKey,
  Me,
} from '#contracts/mod.ts';

import { useValue } from '../state.ts';
import {
  deposit,
  getBets,
  getBonuses,
  getCommands,
  getConfig,
  getExplanation,
  getMe,
  getTicker,
  sendCommand,
  type CommandList,
  type Config,
  type Ticker,
} from './api.ts';
import { ApiError, isUndecided } from './http.ts';
import { session } from './session.ts';

const BALANCE_MS = 5000;
const OPEN_BETS_MS = 2000;
const SETTLED_BETS_MS = 15_000;
const TICKER_MS = 1500;

export const queryClient = new QueryClient({
  defaultOptions: {
    // The server may be this very machine: being off the internet is no reason to wait.
    mutations: { networkMode: 'always' },
    queries: {
      networkMode: 'always',
      retry: (failures, error) => failures < 3 && error instanceof ApiError && isUndecided(error),
      staleTime: 1000,
    },
  },
});

/** An answer that the token is no longer good for logs out; everything else is for the caller. */
export async function withToken<Answer>(ask: (token: string) => Promise<Answer>): Promise<Answer> {
  const token = session.get()?.token;
  if (token === undefined) throw new ApiError('UNAUTHENTICATED', {}, 'Log in first.');
  try {
    return await ask(token);
  } catch (error) {
    if (error instanceof ApiError && error.code === 'UNAUTHENTICATED') session.set(null);
    throw error;
  }
}

export const useConfig = (): UseQueryResult<Config> =>
  useQuery({
    queryKey: ['config'],
    queryFn: getConfig,
    staleTime: Infinity,
    retry: true,
    retryDelay: 1000,
  });

const who = (): string => session.get()?.username ?? '';

export function useMe(): UseQueryResult<Me> {
  const isLoggedIn = useValue(session) !== null;
  return useQuery({
    queryKey: ['me', who()],
    queryFn: () => withToken(getMe),
    enabled: isLoggedIn,
    refetchInterval: BALANCE_MS,
  });
}

const isOpen = ({ status }: BetView): boolean =>
  status === 'accepted' || status === 'delayed' || status === 'referred';

export function useBets(): UseQueryResult<Readonly<{ bets: readonly BetView[] }>> {
  const isLoggedIn = useValue(session) !== null;
  return useQuery({
    queryKey: ['bets', who()],
    queryFn: () => withToken(getBets),
    enabled: isLoggedIn,
    refetchInterval: ({ state }) =>
      state.data?.bets.some(isOpen) === true ? OPEN_BETS_MS : SETTLED_BETS_MS,
  });
}

export function useBonuses(): UseQueryResult<Readonly<{ bonuses: readonly GrantView[] }>> {
  const isLoggedIn = useValue(session) !== null;
  return useQuery({
    queryKey: ['bonuses', who()],
    queryFn: () => withToken(getBonuses),
    enabled: isLoggedIn,
    refetchInterval: SETTLED_BETS_MS,
  });
}

/** After anything that moves money. */
export async function refreshAccount(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: ['me'] });
  await queryClient.invalidateQueries({ queryKey: ['bets'] });
  await queryClient.invalidateQueries({ queryKey: ['bonuses'] });
}

export const useDeposit = () =>
  useMutation({
    mutationFn: ({ amount, key }: Readonly<{ amount: string; key: string }>) =>
      withToken((token) => deposit(token, amount, key)),
    onSuccess: refreshAccount,
  });

export function useTicker(fixtureId: FixtureId | undefined): UseQueryResult<Ticker> {
  return useQuery({
    queryKey: ['ticker', fixtureId ?? 'all'],
    queryFn: () => withToken((token) => getTicker(token, fixtureId)),
    refetchInterval: TICKER_MS,
  });
}

export function useCommands(fixtureId: FixtureId): UseQueryResult<CommandList> {
  return useQuery({
    queryKey: ['commands', fixtureId],
    queryFn: () => withToken((token) => getCommands(token, fixtureId)),
    refetchInterval: BALANCE_MS,
  });
}

export const useCommand = (fixtureId: FixtureId) =>
  useMutation({
    mutationFn: (body: CommandBody) => withToken((token) => sendCommand(token, fixtureId, body)),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['commands', fixtureId] }),
  });

/** The prices of a market explained, as they are when it is asked. */
export function useExplanation(
  fixtureId: FixtureId,
  marketKey: MarketKey,
): UseQueryResult<Explanation> {
  return useQuery({
    queryKey: ['explanation', fixtureId, marketKey],
    queryFn: () => withToken((token) => getExplanation(token, fixtureId, marketKey)),
    retry: false,
    gcTime: 0,
  });
}
