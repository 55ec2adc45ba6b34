import { STREAMS, subjects, type OddsMessage } from '#contracts/mod.ts';
import { followJson, type Clock, type Logger, type Nats } from '#platform/mod.ts';

import { parseOdds } from './nats-feed.ts';

export type HistoryOptions = Readonly<{
  nats: Nats;
  clock: Clock;
  log: Logger;
  recall: (message: OddsMessage) => void;
}>;

const ODDS_STREAM =
  STREAMS.find((stream) => stream.subjects.includes(subjects.oddsAll))?.name ?? '';
const MAX_MESSAGES = 5000;
const MAX_BYTES = 16 * 1024 * 1024;
/** Who connects early must not wait for the past: without it boards are sent whole. */
const DEADLINE_MS = 2000;

/**
 * Reads the newest messages of the odds stream, so that clients of the gateway that was here before can go on
 * where they were. Without such a stream there is nothing to recall.
 */
export async function recallHistory({ nats, clock, log, recall }: HistoryOptions): Promise<void> {
  const sequence = await startOfRecentPast(nats).catch(() => undefined);
  if (sequence === undefined) return;
  const deadline = new AbortController();
  let messages = 0;
  const caughtUp = new Promise<void>((resolve, reject) => {
    void (async () => {
      const consumption = await followJson(nats, {
        stream: ODDS_STREAM,
        from: { sequence },
        parse: parseOdds,
        handle: (message) => {
          messages += 1;
          recall(message);
        },
        onError: () => undefined,
        onCaughtUp: resolve,
      });
      deadline.signal.addEventListener('abort', () => void consumption.stop());
      if (deadline.signal.aborted) await consumption.stop();
    })().catch(reject);
  });
  try {
    const outOfTime = clock.sleep(DEADLINE_MS, deadline.signal).then(
      () => 'late',
      () => 'ended',
    );
    const ended = await Promise.race([caughtUp, outOfTime]);
    log.info({ messages, late: ended === 'late' }, 'recalled the recent past');
  } catch (error) {
    log.warn({ err: error }, 'the recent past could not be read: boards will be sent whole');
  } finally {
    deadline.abort();
  }
}

/** The sequence from which on the stream is at most so many messages and bytes; undefined when it is empty. */
async function startOfRecentPast({ jsm }: Nats): Promise<number | undefined> {
  const { state } = await jsm.streams.info(ODDS_STREAM);
  if (state.messages === 0) return undefined;
  const averageBytes = state.bytes / state.messages;
  const messages = Math.min(MAX_MESSAGES, Math.floor(MAX_BYTES / averageBytes));
  return Math.max(state.first_seq, state.last_seq - messages + 1);
}
