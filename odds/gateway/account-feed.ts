import {
  AccountReadingSchema,
  isUuid,
  STREAMS,
  subjects,
  type AccountId,
  type AccountReading,
  type AccountReadRequest,
  type BetId,
} from '#contracts/mod.ts';
import {
  followJson,
  InvalidMessageError,
  parserOf,
  requestJson,
  type Clock,
  type Logger,
  type Nats,
} from '#platform/mod.ts';

import type { AccountDesk, ReadAccount } from './account-desk.ts';
import type { AccountFact } from './account-facts.ts';

export type AccountFeedOptions = Readonly<{
  nats: Nats;
  clock: Clock;
  log: Logger;
  desk: AccountDesk;
}>;

const FACTS = STREAMS.find((stream) => stream.subjects.includes(subjects.betAll))?.name ?? '';
/** So many facts of the past are read at a start. */
const PAST_FACTS = 10_000;
const READ_DEADLINE_MS = 2000;
const RETRY_MS = 1000;

const parseReading = parserOf(AccountReadingSchema);

/** Asks any bet-api for the state of an account. */
export const readAccountFrom =
  (nats: Nats): ReadAccount =>
  (accountId, bets): Promise<AccountReading> => {
    const request: AccountReadRequest = { accountId, bets: [...bets] };
    const options = { deadlineMs: READ_DEADLINE_MS, parse: parseReading };
    return requestJson(nats, subjects.accountRead, request, options);
  };

/** Carries the facts of bets and wallets to the desk, over interruptions; the returned function ends it. */
export function followFacts({ nats, clock, log, desk }: AccountFeedOptions): () => void {
  const stopping = new AbortController();
  const { signal } = stopping;
  const run = async (): Promise<void> => {
    let hasComplained = false;
    while (!signal.aborted) {
      try {
        await followOnce({ nats, desk, signal });
        hasComplained = false;
      } catch (error) {
        if (!hasComplained) log.warn({ err: error }, 'facts of accounts cannot be read yet');
        hasComplained = true;
      }
      desk.interrupted();
      await clock.sleep(RETRY_MS, signal).catch(() => undefined);
    }
  };
  void run();
  return () => {
    stopping.abort();
  };
}

/** Follows until the connection was away, after which the stream may be another one, or until the end. */
async function followOnce({
  nats,
  desk,
  signal,
}: Readonly<{ nats: Nats; desk: AccountDesk; signal: AbortSignal }>): Promise<void> {
  const ended = untilReconnect(nats, signal);
  const { state, created } = await nats.jsm.streams.info(FACTS);
  const epoch = Date.parse(created);
  // Of a stream that was always empty the first sequence is 0.
  const first = Math.max(1, state.first_seq);
  const held = desk.positionIn(epoch) ?? -1;
  const goesOn = held >= first - 1 && held <= state.last_seq;
  const from = goesOn ? held : Math.max(first - 1, state.last_seq - PAST_FACTS);
  desk.begin(epoch, from);
  const consumption = await followJson(nats, {
    stream: FACTS,
    from: { sequence: from + 1 },
    parse: accountOf,
    handle: (about, { sequence: seq }) => {
      if (about !== null) desk.heard({ ...about, seq });
    },
    onError: () => undefined,
  });
  await ended;
  await consumption.stop();
}

async function untilReconnect({ connection }: Nats, signal: AbortSignal): Promise<void> {
  const statuses = connection.status()[Symbol.asyncIterator]();
  const aborted = new Promise<undefined>((resolve) => {
    signal.addEventListener('abort', () => {
      resolve(undefined);
    });
    if (signal.aborted) resolve(undefined);
  });
  for (;;) {
    const status = await Promise.race([statuses.next(), aborted]);
    if (status === undefined || status.done === true || status.value.type === 'reconnect') break;
  }
  await statuses.return?.(undefined);
}

/**
 * Whose account a fact is about: a bet, or an entry of a wallet; null for all else. No more is looked at, because
 * what the account is now is read where the truth is.
 */
function accountOf(value: unknown): Omit<AccountFact, 'seq'> | null {
  if (typeof value !== 'object' || value === null) throw new InvalidMessageError('not an object');
  const { accountId, betId, entryId, purpose } = value as Readonly<Record<string, unknown>>;
  if (typeof accountId !== 'string' || !isUuid(accountId)) return null;
  if (entryId !== undefined)
    return purpose === 'wallet' ? { accountId: accountId as AccountId, betId: null } : null;
  if (typeof betId !== 'string' || !isUuid(betId)) return null;
  return { accountId: accountId as AccountId, betId: betId as BetId };
}
