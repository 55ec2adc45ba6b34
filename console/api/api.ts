import type {
  BetView,
  BuilderView,
  CommandBody,
  CommandListSchema,
  ConfigSchema,
  Currency,
  Explanation,
  FixtureId,
  GrantView,
  LegSchema,
  MarketKey,
  Me,
  PlaceAnyBetBody,
  PlaceBetBody,
  Session,
  Static,
  TickerSchema,
} from '#contracts/mod.ts';

import { deviceId } from '../device.ts';
import { call } from './http.ts';

/** The HTTP API as functions; bodies and answers are those of contracts/api.ts. */
export type Config = Static<typeof ConfigSchema>;
export type Selection = Pick<PlaceBetBody, 'fixtureId' | 'marketKey' | 'outcomeId' | 'odds'>;

export type CommandList = Static<typeof CommandListSchema>;
export type Ticker = Static<typeof TickerSchema>;

export const getConfig = (): Promise<Config> => call('/v1/config');

export const login = (username: string, password: string): Promise<Session> =>
  call('/v1/auth/login', { method: 'POST', body: { username, password }, deviceId: deviceId() });

export const register = (
  username: string,
  password: string,
  currency: Currency,
): Promise<Session> =>
  call('/v1/auth/register', {
    method: 'POST',
    body: { username, password, currency },
    deviceId: deviceId(),
  });

export const getMe = (token: string): Promise<Me> => call('/v1/me', { token });

export const deposit = (
  token: string,
  amount: string,
  idempotencyKey: string,
): Promise<Readonly<{ depositId: string; amount: string; balance: string }>> =>
  call('/v1/me/deposits', {
    method: 'POST',
    token,
    idempotencyKey,
    body: { amount, method: 'demo-card' },
  });

export const placeBet = (
  token: string,
  body: PlaceAnyBetBody,
  idempotencyKey: string,
): Promise<BetView> =>
  call('/v1/bets', { method: 'POST', token, body, idempotencyKey, deviceId: deviceId() });

export const getBet = (token: string, betId: string): Promise<BetView> =>
  call(`/v1/bets/${betId}`, { token });

export const getBets = (token: string): Promise<Readonly<{ bets: readonly BetView[] }>> =>
  call('/v1/bets?limit=50', { token });

/** With the boost that the bet is to take, if any. */
export const getMaxStake = (
  token: string,
  body: Selection & Pick<PlaceBetBody, 'bonusId'>,
): Promise<Readonly<{ maxStake: string }>> =>
  call('/v1/bets/max-stake', { method: 'POST', token, body });

/** Free bets and boosts that can be used, or that open bets hold. */
export const getBonuses = (token: string): Promise<Readonly<{ bonuses: readonly GrantView[] }>> =>
  call('/v1/me/bonuses', { token });

/** The joint price of legs of one match, and what can be added to them. */
export const askBuilder = (
  fixtureId: FixtureId,
  legs: readonly Static<typeof LegSchema>[],
  signal: AbortSignal,
): Promise<BuilderView> =>
  call(`/v1/fixtures/${fixtureId}/builder`, {
    method: 'POST',
    body: { legs: legs.map(({ marketKey, outcomeId }) => ({ marketKey, outcomeId })) },
    signal,
  });

export const sendCommand = (
  token: string,
  fixtureId: FixtureId,
  body: CommandBody,
): Promise<Readonly<{ commandId: string; inputSeq: number }>> =>
  call(`/v1/trading/fixtures/${fixtureId}/commands`, { method: 'POST', token, body });

export const getCommands = (token: string, fixtureId: FixtureId): Promise<CommandList> =>
  call(`/v1/trading/fixtures/${fixtureId}/commands`, { token });

export const getTicker = (token: string, fixtureId: FixtureId | undefined): Promise<Ticker> =>
  call(`/v1/trading/bets${fixtureId === undefined ? '' : `?fixtureId=${fixtureId}`}`, { token });

/** Why each price of a market is what it is. */
export const getExplanation = (
  token: string,
  fixtureId: FixtureId,
  marketKey: MarketKey,
): Promise<Explanation> => {
  const query = new URLSearchParams({ marketKey }).toString();
  return call(`/v1/trading/fixtures/${fixtureId}/explain?${query}`, { token });
};
