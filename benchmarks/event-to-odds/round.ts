import type { OddsMessage } from '#contracts/mod.ts';
import { systemClock } from '#platform/mod.ts';

import type { BallastAnswer, BallastQuestion } from './ballast-child.ts';
import { startChild, type Child } from './children.ts';
import type { EchoAnswer } from './echo-child.ts';
import { startEngine, type Engine } from './engine.ts';
import type { FeedAnswer, FeedQuestion } from './feed-child.ts';
import { samplesOf, type Samples } from './figures.ts';
import { fineNow } from './fine-now.ts';
import { watchLoopback } from './loopback.ts';
import { coresBetween, loadOfLastMinute, usage } from './machine-load.ts';
import { PROBES, type LoadOptions } from './options.ts';
import { planLoad, type PlanOptions } from './plan.ts';
import type { ProbesAnswer, ProbesQuestion } from './probes-child.ts';
import { wishesOf, type Wish } from './wishes.ts';

/** What one round with so many clients came to. */
export type Round = Readonly<{
  clients: number;
  /** How many of the fixtures each of them followed. */
  follow: number;
  samples: Samples;
  latenessMs: readonly number[];
  idleRoundTripsMs: readonly number[];
  roundTripsMs: readonly number[];
  cores: Readonly<Record<string, number>>;
  load: number;
  /** To the clients that do not parse, in the measured time. */
  deliveriesPerS: number;
  bytesPerMessage: number;
  gaps: number;
  closed: number;
  wrongChecksums: number;
  /** Boards, over all clients, that ended elsewhere than the host's. */
  boardsBehind: number;
  /** Boards of the probes that differ from the host's. */
  boardsDifferent: number;
}>;

type Crew = Readonly<{
  feed: Child<FeedQuestion, FeedAnswer>;
  ballast: Child<BallastQuestion, BallastAnswer>;
  early: Child<ProbesQuestion, ProbesAnswer>;
  late: Child<ProbesQuestion, ProbesAnswer>;
  echo: Child<object, EchoAnswer>;
}>;
/** Who connects in which order. */
type Wishes = Readonly<Record<'early' | 'ballast' | 'late', readonly Wish[]>>;
type Scene = Readonly<{ engine: Engine; crew: Crew; plan: PlanOptions; wishes: Wishes }>;

const WARM_UP_S = 5;
const OPEN_WITHIN_MS = 60_000;
const IDLE_MS = 1_000;
/** After the last event: heartbeats come every two seconds. */
const QUIET_MS = 2_500;

export async function playRound(
  { fixtures, seconds, deliveries, view, profileDir }: LoadOptions,
  clients: number,
  follow: number,
): Promise<Round> {
  const engine = await startEngine(profileDir);
  const crew: Crew = {
    feed: startChild('feed-child'),
    ballast: startChild('ballast-child'),
    early: startChild('probes-child'),
    late: startChild('probes-child'),
    echo: startChild('echo-child'),
  };
  const perSecond = (deliveries * fixtures) / (clients * follow);
  const scene: Scene = {
    engine,
    crew,
    plan: { fixtures, seconds: WARM_UP_S + seconds, perSecond },
    wishes: inOrder(wishesOf({ clients, fixtures, follow, view })),
  };
  try {
    await connectAll(scene, follow);
    return { clients, follow, ...(await measure(scene)) };
  } finally {
    await Promise.all(Object.values(crew).map((child) => child.stop()));
    await engine.stop();
  }
}

const inOrder = (wishes: readonly Wish[]): Wishes => ({
  early: wishes.slice(0, PROBES / 2),
  ballast: wishes.slice(PROBES / 2, -PROBES / 2),
  late: wishes.slice(-PROBES / 2),
});

async function connectAll({ engine, crew, plan, wishes }: Scene, follow: number): Promise<void> {
  const { natsUrl, databaseUrl, gatewayUrl: url } = engine;
  await crew.feed.ask({ ask: 'open', natsUrl, databaseUrl, fixtures: plan.fixtures });
  for (const who of ['early', 'ballast', 'late'] as const)
    await crew[who].ask({ ask: 'connect', url, wishes: wishes[who] });
  const deadline = systemClock.monotonic() + OPEN_WITHIN_MS;
  while ((await crew.late.ask({ ask: 'open' })).openFixtures < follow) {
    if (systemClock.monotonic() > deadline) throw new Error('the fixtures did not open in time');
    await systemClock.sleep(50);
  }
}

async function measure(scene: Scene): Promise<Omit<Round, 'clients' | 'follow'>> {
  const { crew, plan } = scene;
  const events = planLoad(plan);
  const { port } = await crew.echo.ask({});
  const endIdle = await watchLoopback(port);
  await systemClock.sleep(IDLE_MS);
  const idleRoundTripsMs = endIdle();
  const startAt = Math.ceil(fineNow()) + 500;
  const done = crew.feed.ask({ ask: 'load', plan, startAt });
  await systemClock.sleep(startAt + WARM_UP_S * 1000 - fineNow());
  const [usedBefore, readBefore] = [usage(), await crew.ballast.ask(figures({}))];
  const measuredFrom = fineNow();
  const endLoopback = await watchLoopback(port);
  const { latenessMs } = await done;
  const [usedAfter, readAfter] = [usage(), await crew.ballast.ask(figures({}))];
  const measuredS = (fineNow() - measuredFrom) / 1000;
  const roundTripsMs = endLoopback();
  await systemClock.sleep(QUIET_MS);
  const frames = readAfter.frames - readBefore.frames;
  return {
    latenessMs: latenessMs.filter((_, at) => (events[at]?.dueMs ?? 0) >= WARM_UP_S * 1000),
    idleRoundTripsMs,
    roundTripsMs,
    cores: coresBetween(usedBefore, usedAfter),
    load: loadOfLastMinute(),
    deliveriesPerS: frames / measuredS,
    bytesPerMessage: (readAfter.bytes - readBefore.bytes) / frames,
    ...(await verify(scene, startAt)),
  };
}

const figures = (
  truth: Extract<BallastQuestion, { ask: 'figures' }>['truth'],
): BallastQuestion => ({
  ask: 'figures',
  truth,
});

async function verify({ engine, crew, plan, wishes }: Scene, startAt: number) {
  const boards = await Promise.all(
    Array.from({ length: plan.fixtures }, (_, fixture) => engine.board(fixture)),
  );
  const truth = Object.fromEntries(
    boards.map(({ fixtureId, epoch, seq }) => [fixtureId, [epoch, seq] as const]),
  );
  const ballast = await crew.ballast.ask(figures(truth));
  const [early, late] = [
    await crew.early.ask({ ask: 'books' }),
    await crew.late.ask({ ask: 'books' }),
  ];
  const books = [...early.books, ...late.books];
  const sightings = [...early.sightings, ...late.sightings];
  const followed = [...wishes.early, ...wishes.late].map((wish) => new Set(wish.fixtures));
  return {
    samples: samplesOf(
      followed.map((fixtures, at) => ({ fixtures, sightings: sightings[at] ?? [] })),
      planLoad(plan),
      { startAt, warmUpMs: WARM_UP_S * 1000 },
    ),
    gaps: ballast.gaps + early.gaps + late.gaps,
    closed: ballast.closed,
    wrongChecksums: early.wrongChecksums + late.wrongChecksums,
    boardsBehind: ballast.behind,
    boardsDifferent: books.reduce(
      (sum, book, at) =>
        sum +
        boards.filter(
          (board) => followed[at]?.has(board.fixtureId) && !isSame(book[board.fixtureId], board),
        ).length,
      0,
    ),
  };
}

type Book = ProbesAnswer['books'][number][string];

/** What a probe holds is the host's, market by market; its checksums say that nothing is missing of its view. */
function isSame(book: Book | undefined, { epoch, seq, markets }: OddsMessage): boolean {
  if (book?.position[0] !== epoch || book.position[1] !== seq || book.markets.length === 0)
    return false;
  const truth = new Map(markets.map((market) => [market.key, JSON.stringify(market)]));
  return book.markets.every((market) => truth.get(market.key) === JSON.stringify(market));
}
