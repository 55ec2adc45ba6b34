import { subjects, type Alive } from '#contracts/mod.ts';
import { sendJson, type Clock, type Logger, type Nats } from '#platform/mod.ts';

import type { FeedPublisher } from './publisher.ts';

const ALIVE_EVERY_MS = 1_000;

export type AliveOptions = Readonly<{
  clock: Clock;
  nats: Nats;
  log: Logger;
  publisher: FeedPublisher;
  producer: string;
}>;

/**
 * Says once a second that the producer is alive, with the version of each of its fixtures. Says nothing while
 * events are stuck: the silence suspends what it feeds, which is right, because bettors may know more.
 */
export function startAlive(options: AliveOptions): () => void {
  const { clock, nats, log, publisher, producer } = options;
  let problemBefore: string | undefined;
  const tick = (): void => {
    publisher.sweep();
    const { problem, at, fixtures } = publisher.state(producer);
    if (problem !== undefined && problemBefore === undefined)
      log.error({ producer, problem }, 'producer is down');
    if (problem === undefined && problemBefore !== undefined)
      log.info({ producer }, 'producer is up again');
    problemBefore = problem;
    if (problem !== undefined || nats.connection.isClosed()) return;
    const alive: Alive = { producer, at, fixtures: [...fixtures] };
    sendJson(nats, subjects.alive(producer), alive);
  };
  tick();
  return clock.every(ALIVE_EVERY_MS, tick);
}
