import { systemRandom } from '#platform/mod.ts';

import { DeadLetters } from '../dead-letters.ts';
import { makeQuotesSender } from '../quotes-sender.ts';
import type { Source } from '../sources/source.ts';
import { makeBooks } from './books.ts';
import { makeQuoteDesk } from './quote-desk.ts';
import type { StreamState, Subscription } from './stream-options.ts';
import { runExchangeStream, tlsTo } from './stream.ts';

export type ExchangeOptions = Readonly<{
  /** Under which its quotes are published; `exchange` unless given. */
  producer?: string;
  host: string;
  port: number;
  /** Of the server's certificate, PEM, when no public authority has signed it. */
  ca?: string;
  appKey: string;
  /** The token of the session, asked for anew with each connection, for sessions end. */
  session: () => string | Promise<string>;
  subscription: Subscription;
}>;

/** An exchange: no facts of matches, but its best prices as quotes, suspended while the stream is down. */
export function exchangeSource(options: ExchangeOptions): Source {
  const { producer = 'exchange', host, port, ca, appKey, subscription } = options;
  return {
    producer,
    run: async (context) => {
      const { clock, log, metrics, signal } = context;
      const deadLetters = new DeadLetters(context);
      const sender = makeQuotesSender(context, producer, deadLetters);
      await sender.forgetOld();
      const books = makeBooks();
      const desk = makeQuoteDesk(producer, books);
      const onState = (state: StreamState): void => {
        metrics.isUp.set({ producer, source: 'stream' }, state.isUp ? 1 : 0);
        if (state.isUp) log.info({ producer }, 'the exchange stream is up');
        else {
          metrics.downs.inc({ producer, source: 'stream', reason: state.reason });
          log.warn({ producer, ...state }, 'the exchange stream is down');
        }
        sender.send(desk.setUp(state.isUp));
      };
      await runExchangeStream({
        ...{ clock, random: systemRandom, subscription, books, signal, onState },
        connect: tlsTo({ host, port, servername: host, ...(ca === undefined ? {} : { ca }) }),
        session: async () => ({ appKey, token: await options.session() }),
        onUpdate: (changed, { ct }) => {
          metrics.messages.inc({ producer, kind: ct ?? 'UPDATE' });
          sender.send(desk.take(changed));
        },
        onPoison: ({ line, reason }) => {
          deadLetters.add({ producer, reason, line, receivedAt: clock.now() });
        },
      });
      sender.send(desk.setUp(false));
      sender.finish();
    },
  };
}
