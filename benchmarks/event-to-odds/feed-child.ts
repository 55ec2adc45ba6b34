import { startFeeds } from '#feeds/mod.ts';
import { connectNats, createPool, silentLogger, systemClock } from '#platform/mod.ts';

import { stepForward } from '../load/priority.ts';
import { answerParent } from './children.ts';
import { openingLines, plannedLine, PRODUCER } from './feed-lines.ts';
import { fineNow } from './fine-now.ts';
import { planLoad, type PlanOptions } from './plan.ts';

/** What the parent asks of the feed service, whose provider this file is. */
export type FeedQuestion =
  | Readonly<{ ask: 'open'; natsUrl: string; databaseUrl: string; fixtures: number }>
  | Readonly<{ ask: 'load'; plan: PlanOptions; startAt: number }>;
export type FeedAnswer = Readonly<{
  /** How long after it was due each line was given to the feed service; milliseconds. */
  latenessMs: readonly number[];
}>;

/** Timers wake up to a millisecond late, so the rest is waited for awake: no longer, because that takes a processor. */
const AWAKE_MS = 1;

const latenessMs: number[] = [];
const loadAsked = Promise.withResolvers<Extract<FeedQuestion, { ask: 'load' }>>();
const loadDone = Promise.withResolvers<undefined>();

async function* provider(fixtures: number): AsyncGenerator<string> {
  for (let fixture = 0; fixture < fixtures; fixture += 1)
    yield* openingLines(fixture, systemClock.now());
  const { plan, startAt } = await loadAsked.promise;
  for (const event of planLoad(plan)) {
    const dueAt = startAt + event.dueMs;
    await systemClock.sleep(Math.max(0, dueAt - fineNow() - AWAKE_MS));
    while (fineNow() < dueAt) await new Promise(setImmediate);
    latenessMs.push(fineNow() - dueAt);
    yield plannedLine(event, startAt);
  }
  loadDone.resolve(undefined);
  // A feed that ends says that its producer is down.
  await new Promise(() => undefined);
}

stepForward();
let stop: () => Promise<void> = () => Promise.resolve();

async function open({ natsUrl, databaseUrl, fixtures }: Extract<FeedQuestion, { ask: 'open' }>) {
  const pool = createPool({ url: databaseUrl, maxConnections: 4 });
  const nats = await connectNats({ url: natsUrl, name: 'bench-feed' });
  const feeds = await startFeeds({
    clock: systemClock,
    pool,
    nats,
    log: silentLogger(),
    sources: [{ kind: 'lines', producer: PRODUCER, lines: provider(fixtures) }],
  });
  stop = async () => {
    await feeds.stop();
    await nats.close();
    await pool.end();
  };
}

answerParent(
  async (question: FeedQuestion): Promise<FeedAnswer> => {
    if (question.ask === 'open') await open(question);
    else {
      loadAsked.resolve(question);
      await loadDone.promise;
    }
    return { latenessMs };
  },
  () => stop(),
);
