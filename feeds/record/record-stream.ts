import type { Duplex } from 'node:stream';

import type { Clock } from '#platform/mod.ts';

import type { TapeFrame } from './tape.ts';

type RecordStreamOptions = Readonly<{
  clock: Clock;
  /** Opens the connection; errors come from the stream itself. */
  connect: () => Duplex;
  /** What is said first, a line each: the session and the subscription of an exchange, for instance. */
  say: readonly string[];
  /** The next bytes are read when it is done. */
  onFrame: (frame: TapeFrame) => Promise<void>;
  signal: AbortSignal;
}>;

/** Takes all bytes of one connection as they come, until it ends or the signal. Rejects with what broke it. */
export async function recordStream(options: RecordStreamOptions): Promise<void> {
  const { clock, connect, say, onFrame, signal } = options;
  signal.throwIfAborted();
  const stream = connect();
  const onAbort = (): void => void stream.destroy();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    for (const line of say) stream.write(`${line}\r\n`);
    for await (const body of stream as AsyncIterable<Uint8Array>)
      await onFrame({ receivedAt: clock.now(), sentAt: null, key: '', body });
  } catch (error) {
    // Breaking off is how a recording ends when it is told to.
    if (!signal.aborted) throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
    stream.destroy();
  }
}
