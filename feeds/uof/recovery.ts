import { LONGEST_LIMIT_MS, mayAsk, type AskedBefore, type ProducerConfig } from './producers.ts';

/** What recovery hears of; `at` is our own clock, `timestamp` the provider's, both UTC milliseconds. */
export type RecoveryInput =
  | Readonly<{ kind: 'connected'; at: number }>
  | Readonly<{ kind: 'disconnected'; at: number }>
  /** Heard on the connection, before anything that waits in front of it is processed. */
  | Readonly<{ kind: 'alive'; at: number; timestamp: number; isSubscribed: boolean }>
  /** Everything that the provider sent up to then is processed: an alive came out at the end of the queue. */
  | Readonly<{ kind: 'processed'; at: number; timestamp: number }>
  | Readonly<{ kind: 'snapshot-complete'; at: number; requestId: number }>
  /** The provider did not take the request; such requests do not count against its limits. */
  | Readonly<{ kind: 'request-refused'; at: number; requestId: number }>
  | Readonly<{ kind: 'tick'; at: number }>;

/** Why a producer is down, the first that holds. */
export const DOWN_REASONS = [
  'connection-down',
  'not-recovered',
  'alive-interval',
  'processing-delay',
] as const;
export type DownReason = (typeof DOWN_REASONS)[number];

export type RecoveryStatus = 'not-started' | 'started' | 'interrupted' | 'completed' | 'error';

export type RecoveryEffect =
  /** Ask for all that changed after the moment, or for everything. */
  | Readonly<{ kind: 'request'; requestId: number; after: number | null }>
  /** All odds of the producer are to be suspended, with the reason. */
  | Readonly<{ kind: 'down'; reason: DownReason }>
  | Readonly<{ kind: 'up'; was: DownReason }>;

export type RecoveryState = Readonly<{
  isConnected: boolean;
  /** Whether what we hold is what the provider holds, apart from what is on its way. */
  isRecovered: boolean;
  aliveHeardAt: number | null;
  /** The provider's time up to which everything is processed, in this connection. */
  processedUpTo: number | null;
  /** The same, but only of times when the producer was up: from there it is recovered. To be stored. */
  recoverFrom: number | null;
  running: Readonly<{ requestId: number; askedAt: number }> | null;
  status: RecoveryStatus;
  asked: readonly AskedBefore[];
  /** Of the last request, taken or refused. */
  lastAskedAt: number | null;
  nextRequestId: number;
  down: DownReason | null;
}>;

/**
 * A producer at the start of a process.
 * @param recoverFrom what was stored of it, null the first time.
 * @param firstRequestId above all ids that were used before, so that a late end of an old recovery is not taken for ours.
 */
export const startOfRecovery = (
  recoverFrom: number | null,
  firstRequestId: number,
): RecoveryState => ({
  ...{ isConnected: false, isRecovered: false, aliveHeardAt: null, processedUpTo: null },
  ...{ recoverFrom, running: null, status: 'not-started', asked: [], lastAskedAt: null },
  ...{ nextRequestId: firstRequestId, down: 'connection-down' },
});

export type RecoveryStep = Readonly<{
  state: RecoveryState;
  effects: readonly RecoveryEffect[];
}>;

/**
 * One step of a producer's recovery: pure, so that every order of messages, breaks and silences can be tried. A
 * producer is up while the connection stands, a recovery that we asked for has ended, alives come, and what
 * comes is processed in time.
 */
export function recoveryStep(
  config: ProducerConfig,
  before: RecoveryState,
  input: RecoveryInput,
): RecoveryStep {
  const heard = checkDuration(config, hear(config, before, input), input.at);
  const { state: asking, request } = ask(config, heard, input.at);
  const down = downReason(config, asking, input.at);
  const isAdvancing = down === null && asking.processedUpTo !== null;
  const state: RecoveryState = {
    ...asking,
    down,
    recoverFrom: isAdvancing ? asking.processedUpTo : asking.recoverFrom,
  };
  return { state, effects: [...request, ...changeOf(before.down, down)] };
}

const changeOf = (was: DownReason | null, now: DownReason | null): readonly RecoveryEffect[] => {
  if (was === now) return [];
  if (now !== null) return [{ kind: 'down', reason: now }];
  return was === null ? [] : [{ kind: 'up', was }];
};

function hear(config: ProducerConfig, state: RecoveryState, input: RecoveryInput): RecoveryState {
  switch (input.kind) {
    case 'connected':
      return { ...state, isConnected: true, aliveHeardAt: null, processedUpTo: null };
    case 'disconnected':
      return interrupted({ ...state, isConnected: false });
    case 'alive':
      return hearAlive(config, { ...state, aliveHeardAt: input.at }, input);
    case 'processed':
      return { ...state, processedUpTo: Math.max(state.processedUpTo ?? 0, input.timestamp) };
    case 'snapshot-complete':
      return state.running?.requestId === input.requestId
        ? { ...state, running: null, isRecovered: true, status: 'completed' }
        : state;
    case 'request-refused':
      return state.running?.requestId === input.requestId
        ? { ...state, running: null, status: 'error', asked: state.asked.slice(0, -1) }
        : state;
    case 'tick':
      return state;
  }
}

/** What was sent meanwhile is lost: it has to be recovered, from the last moment when all was well. */
const interrupted = (state: RecoveryState): RecoveryState => ({
  ...state,
  ...{ isRecovered: false, running: null },
  status: state.running === null ? state.status : 'interrupted',
});

/**
 * The provider does not hold us for subscribed: it had a break of its own. Soon after a request it may not have
 * heard of it yet.
 */
function hearAlive(
  { leastGapMs }: ProducerConfig,
  state: RecoveryState,
  { isSubscribed, at }: Extract<RecoveryInput, { kind: 'alive' }>,
): RecoveryState {
  const isYoung = state.running !== null && at - state.running.askedAt < leastGapMs;
  return isSubscribed || isYoung ? state : interrupted(state);
}

function checkDuration(
  { maxRecoveryMs }: ProducerConfig,
  state: RecoveryState,
  at: number,
): RecoveryState {
  const isLate = state.running !== null && at - state.running.askedAt > maxRecoveryMs;
  return isLate ? { ...state, running: null, status: 'error' } : state;
}

const MARGIN_OF_WINDOW_MS = 10 * 60_000;

/** Asks when there is need, once the producer has been heard, and as the provider's limits allow. */
function ask(
  { windowMs, leastGapMs }: ProducerConfig,
  state: RecoveryState,
  at: number,
): Readonly<{ state: RecoveryState; request: readonly RecoveryEffect[] }> {
  const { isConnected, isRecovered, running, aliveHeardAt, recoverFrom, lastAskedAt } = state;
  const hasNeed = isConnected && !isRecovered && running === null && aliveHeardAt !== null;
  const isTooSoon = lastAskedAt !== null && at - lastAskedAt < leastGapMs;
  const oldest = windowMs === undefined ? 0 : at - windowMs + MARGIN_OF_WINDOW_MS;
  const after = recoverFrom === null ? null : Math.min(Math.max(recoverFrom, oldest), at);
  const backMs = after === null ? Infinity : at - after;
  if (!hasNeed || isTooSoon || !mayAsk(state.asked, backMs, at)) return { state, request: [] };
  const requestId = state.nextRequestId;
  const asked = state.asked.filter((one) => at - one.at < LONGEST_LIMIT_MS);
  return {
    state: {
      ...state,
      ...{ running: { requestId, askedAt: at }, status: 'started', lastAskedAt: at },
      ...{ asked: [...asked, { at, backMs }], nextRequestId: requestId + 1 },
    },
    request: [{ kind: 'request', requestId, after }],
  };
}

function downReason(
  { inactivityMs }: ProducerConfig,
  { isConnected, isRecovered, aliveHeardAt, processedUpTo }: RecoveryState,
  at: number,
): DownReason | null {
  if (!isConnected) return 'connection-down';
  if (!isRecovered) return 'not-recovered';
  if (aliveHeardAt === null || at - aliveHeardAt > inactivityMs) return 'alive-interval';
  if (processedUpTo === null || at - processedUpTo > inactivityMs) return 'processing-delay';
  return null;
}
