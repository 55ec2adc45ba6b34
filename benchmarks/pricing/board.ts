import { fixtureId, type FixtureEvent, type MatchPhase } from '#contracts/mod.ts';
import {
  applyFixtureEvent,
  emptyRecord,
  indexFor,
  scoreOf,
  type FootballIndex,
  type MatchRecord,
} from '#markets/mod.ts';
import {
  defaultMarginBps,
  footballFactors,
  layOut,
  LIVE_PARAMETERS,
  priceBoard,
  type PricedMarket,
} from '#odds/mod.ts';
import {
  scenarioVector,
  secondHalfTable,
  type FootballState,
  type InPlayModel,
} from '#odds/models/mod.ts';

const FIXTURE = fixtureId('pricing-bench');
const MODEL: InPlayModel = { lambda: 1.25, mu: 0.9, parameters: LIVE_PARAMETERS };
const NONE = { home: 0, away: 0 };

/** Six named scorers a side. */
const lineup = (side: 'home' | 'away') =>
  Array.from({ length: 6 }, (_, at) => ({
    id: `${side}-${at + 1}`,
    name: `${side} ${at + 1}`,
    starts: true,
  }));

type Body = Readonly<Record<string, unknown>> & Readonly<{ kind: FixtureEvent['kind'] }>;
type Timed = readonly [phase: MatchPhase, minute: number, body: Body];

const OPENING: readonly Timed[] = [
  [
    'not-started',
    0,
    {
      kind: 'fixture',
      sport: 'football',
      competition: 'Bench',
      home: { id: 'h', name: 'Harbour' },
      away: { id: 'a', name: 'Albion' },
      startsAt: 0,
      covers: ['corners', 'cards', 'players'],
    },
  ],
  ['not-started', 0, { kind: 'expectation', totalGoals: 2.7, supremacy: 0.4 }],
  ['not-started', 0, { kind: 'lineup', side: 'home', players: lineup('home') }],
  ['not-started', 0, { kind: 'lineup', side: 'away', players: lineup('away') }],
  ['first-half', 0, { kind: 'phase' }],
  ['first-half', 6, { kind: 'corner', side: 'home' }],
  ['first-half', 11, { kind: 'goal', side: 'home', how: 'play', player: 'home 6' }],
  ['first-half', 15, { kind: 'card', side: 'away', colour: 'yellow', player: 'away 4' }],
];
const SECOND_HALF: readonly Timed[] = [
  ['half-time', 0, { kind: 'phase' }],
  ['second-half', 0, { kind: 'phase' }],
];

function recordOf(timed: readonly Timed[]): MatchRecord {
  return timed.reduce(
    (record, [phase, minute, body], at) =>
      applyFixtureEvent(record, {
        fixtureId: FIXTURE,
        version: at + 1,
        eventId: `e${at + 1}`,
        producer: 'bench',
        occurredAt: 0,
        receivedAt: 0,
        publishedAt: 0,
        clock: { phase, elapsedMs: minute * 60_000 },
        ...body,
      } as FixtureEvent),
    emptyRecord(FIXTURE),
  );
}

/** A match in play whose whole board can be priced again and again, as a quiet minute is. */
export type LiveBoard = Readonly<{
  name: string;
  record: MatchRecord;
  index: FootballIndex;
  /** Prices everything from the minute on; the minutes go round so that the prices move. */
  reprice: (round: number) => readonly PricedMarket[];
}>;

function liveBoard(name: string, timed: readonly Timed[], from: number): LiveBoard {
  const record = recordOf(timed);
  const index = indexFor(record);
  const { firstHalf, secondHalf } = scoreOf(record);
  const isFirst = record.phase === 'first-half';
  const table = isFirst ? secondHalfTable(MODEL, NONE, index) : undefined;
  const state = (round: number): FootballState => ({
    phase: isFirst ? 'first-half' : 'second-half',
    elapsedMinutes: from + (round % 20),
    firstHalf,
    secondHalf,
    redCards: NONE,
  });
  let published = new Map<string, PricedMarket>();
  const reprice = (round: number): readonly PricedMarket[] => {
    const now = state(round);
    const minute = now.elapsedMinutes - (isFirst ? 0 : 45);
    const moved = { ...record, clock: { ...record.clock, elapsedMs: minute * 60_000 } };
    const core = scenarioVector(MODEL, now, index, table);
    const factors = footballFactors({ record: moved, state: now, model: MODEL, index, core });
    const { markets, distributions } = layOut(moved, index, { model: core, skewed: core }, factors);
    const priced = priceBoard({
      markets,
      marginBps: ({ type, outcomes }) => defaultMarginBps(type, outcomes.length, 'in-play'),
      distributions,
      published: (key) => {
        const outcomes = published.get(key)?.outcomes;
        return { get: (id) => outcomes?.find((outcome) => outcome.id === id)?.odds };
      },
    });
    published = new Map(priced.map((market) => [market.key, market]));
    return priced;
  };
  return { name, record, index, reprice };
}

/** Before half-time every half-time score is open; after it only one is. */
export const firstHalfBoard = (): LiveBoard => liveBoard('first half', OPENING, 20);
export const secondHalfBoard = (): LiveBoard =>
  liveBoard('second half', [...OPENING, ...SECOND_HALF], 55);
