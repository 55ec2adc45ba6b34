import { Type } from 'typebox';

import { parserOf } from '#platform/mod.ts';

export type BetfairSession = Readonly<{ appKey: string; token: string }>;

export type RpcOptions = Readonly<{
  /** Of JSON-RPC: `https://api.betfair.com/exchange/betting/json-rpc/v1`. */
  url: string;
  /** Asked anew for each call, for sessions end. */
  session: () => BetfairSession | Promise<BetfairSession>;
  timeoutMs: number;
}>;

/** The exchange answered that it did nothing, and why, in its own word: `INVALID_SESSION_INFORMATION`. */
export class RpcRefusedError extends Error {
  readonly code: string;

  constructor(code: string) {
    super(`the exchange refused the call: ${code}`);
    this.name = 'RpcRefusedError';
    this.code = code;
  }
}

/** With any other error something may have been done. */
const NOTHING_DONE = [
  'ACCESS_DENIED',
  'INVALID_APP_KEY',
  'INVALID_INPUT_DATA',
  'INVALID_JSON',
  'INVALID_SESSION_INFORMATION',
  'NO_APP_KEY',
  'NO_SESSION',
  'REQUEST_SIZE_EXCEEDS_LIMIT',
  'TOO_MANY_REQUESTS',
];

const parseAnswer = parserOf(
  Type.Object({
    result: Type.Optional(Type.Unknown()),
    error: Type.Optional(
      Type.Object({
        code: Type.Optional(Type.Number()),
        message: Type.Optional(Type.String()),
        data: Type.Optional(
          Type.Object({
            APINGException: Type.Optional(
              Type.Object({ errorCode: Type.Optional(Type.String({ maxLength: 100 })) }),
            ),
          }),
        ),
      }),
    ),
  }),
);

export type Rpc = (method: string, params: object) => Promise<unknown>;

/**
 * Calls of Betfair's betting API. Rejects with RpcRefusedError where nothing was done, and with anything else where that
 * is not known: no connection, no answer in time, an answer that is none.
 */
export function betfairRpc({ url, session, timeoutMs }: RpcOptions): Rpc {
  let calls = 0;
  return async (method, params) => {
    const { appKey, token } = await session();
    calls += 1;
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        'x-application': appKey,
        'x-authentication': token,
      },
      body: JSON.stringify({
        jsonrpc: '2.0',
        method: `SportsAPING/v1.0/${method}`,
        params,
        id: calls,
      }),
    });
    if (!response.ok) throw new Error(`the exchange answered ${String(response.status)}`);
    const { result, error } = parseAnswer(await response.json());
    if (error === undefined) return result;
    const code = error.data?.APINGException?.errorCode ?? String(error.code ?? 'UNKNOWN');
    if (NOTHING_DONE.includes(code)) throw new RpcRefusedError(code);
    throw new Error(`the exchange failed: ${code} ${error.message ?? ''}`);
  };
}
