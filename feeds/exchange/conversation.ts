import { InvalidMessageError, type Line } from '#platform/mod.ts';

import type { Books } from './books.ts';
import { parseMessage, type MarketMessage, type StatusMessage } from './message.ts';
import type { PoisonLine } from './replay-file.ts';
import { StreamDownError, type StreamState, type Subscription } from './stream-options.ts';

/** The session, then the subscription: the exchange wants the first within 15 s of the connection. */
const AUTHENTICATION_ID = 1;
/** A line that comes back unreadable is asked for in an image, and then over a new connection. */
const RESUME_TRIES = 1;
const IMAGE_TRIES = 2;

export type ConversationPorts = Readonly<{
  send: (request: object) => void;
  onState: (state: StreamState) => void;
  onPoison: (poison: PoisonLine) => void;
  /** How often the exchange will be heard, which may be another time than asked for. */
  onHeartbeat: (heartbeatMs: number) => void;
  onUpdate: (changed: readonly string[], message: MarketMessage) => void | Promise<void>;
}>;

export type ConversationOptions = ConversationPorts &
  Readonly<{
    appKey: string;
    token: string;
    subscription: Subscription;
    books: Books;
    /** Whether to go on from where the books are, or to begin with an image. */
    isResume: boolean;
  }>;

export type Conversation = Readonly<{
  /** @throws StreamDownError when the connection is of no more use. */
  take: (line: Line) => Promise<void>;
}>;

/** What is said over one connection, without the connection: greeting, session, subscription, changes, and healing. */
export function makeConversation(options: ConversationOptions): Conversation {
  const { subscription, books, send, onState, onPoison, onHeartbeat, onUpdate } = options;
  let requestId = AUTHENTICATION_ID;
  let isCurrent = false;
  let failedReads = 0;

  function subscribe(isResume: boolean): void {
    requestId += 1;
    isCurrent = false;
    const clocks = isResume ? books.clocks() : undefined;
    const more = { segmentationEnabled: true, ...clocks };
    send({ op: 'marketSubscription', id: requestId, ...subscription, ...more });
  }

  function heal(poison: PoisonLine): void {
    onPoison(poison);
    if (requestId === AUTHENTICATION_ID || failedReads >= IMAGE_TRIES)
      throw new StreamDownError('poison', poison.reason);
    failedReads += 1;
    onState({ isUp: false, reason: 'poison', detail: poison.reason });
    subscribe(failedReads <= RESUME_TRIES);
  }

  function takeStatus({ id, statusCode, errorCode, errorMessage }: StatusMessage): void {
    if (statusCode === 'FAILURE')
      throw new StreamDownError('refused', `${errorCode ?? 'FAILURE'}: ${errorMessage ?? ''}`);
    if (id === AUTHENTICATION_ID) subscribe(options.isResume);
  }

  async function takeMarkets(message: MarketMessage): Promise<void> {
    // What an earlier subscription sends before the exchange has heard of this one is sent again.
    if (message.id != null && message.id !== requestId) return;
    const changed = books.apply(message);
    const isWhole = message.segmentType == null || message.segmentType === 'SEG_END';
    const isStart = message.ct === 'SUB_IMAGE' || message.ct === 'RESUB_DELTA';
    if (message.heartbeatMs != null) onHeartbeat(message.heartbeatMs);
    if (isStart && isWhole) isCurrent = true;
    if (isCurrent && message.ct == null) failedReads = 0;
    if (message.status === 503)
      onState({ isUp: false, reason: 'upstream-late', detail: 'the exchange is late itself' });
    else if (isCurrent) onState({ isUp: true });
    await onUpdate(changed, message);
  }

  return {
    take: async ({ text, problem }) => {
      try {
        if (problem !== undefined) throw new InvalidMessageError(problem);
        const message = parseMessage(text);
        if (message.op === 'connection') {
          const { appKey, token } = options;
          send({ op: 'authentication', id: AUTHENTICATION_ID, appKey, session: token });
        } else if (message.op === 'status') takeStatus(message);
        else if (message.op === 'mcm') await takeMarkets(message);
      } catch (error) {
        if (!(error instanceof InvalidMessageError)) throw error;
        heal({ line: text, reason: error.reason });
      }
    },
  };
}
