import { parseArgs } from 'node:util';

import { parseMarketKey } from '#contracts/mod.ts';

import { percentile } from '../report/percentiles.ts';
import { bar, type Bar, type BenchResult } from '../report/report.ts';
import { firstHalfBoard, secondHalfBoard, type LiveBoard } from './board.ts';
import { pricingCases } from './cases.ts';
import { bestUs, gridAndMarkets, invert, shin } from './ours.ts';
import { askPeers, installPeers, type PeerAnswer, type PeerQuestion } from './peers.ts';
import { soak } from './soak.ts';

const ROUNDS = 9;
const INTERLEAVED = 3;
const WARM_UP = 400;
/** Single steps are called so often before they count: the peers are compiled ahead, ours while they run. */
const WARM_UP_CALLS = 40_000;
/** Boards are priced in rounds in turns, and the quietest round counts: the machine is shared. */
const BOARD_ROUNDS = 10;
const BOARDS = 200;
const SOAK_MINUTES = 10;
/** Live heap may differ by this much between two collections without growing. */
const STEADY_MIB = 4;

const say = (line: string): void => console.error(line);

type Speeds = Readonly<{ shinUs: number; gridUs: number; inversionUs: number }>;

const ourSpeeds = ({ books, grids, inversions, rounds }: PeerQuestion): Speeds => ({
  shinUs: bestUs(books, shin, rounds),
  gridUs: bestUs(grids, gridAndMarkets, rounds),
  inversionUs: bestUs(inversions, invert, rounds),
});

const leastOf = (all: readonly Speeds[]): Speeds => ({
  shinUs: Math.min(...all.map(({ shinUs }) => shinUs)),
  gridUs: Math.min(...all.map(({ gridUs }) => gridUs)),
  inversionUs: Math.min(...all.map(({ inversionUs }) => inversionUs)),
});

/** The largest difference between our answers and a peer's, over all cases. */
const furthest = (
  ours: readonly (readonly number[])[],
  theirs: readonly (readonly number[])[],
): number =>
  Math.max(
    ...ours.flatMap((values, at) =>
      values.map((value, place) => Math.abs(value - (theirs[at]?.[place] ?? NaN))),
    ),
  );

function warmUp<Case>(cases: readonly Case[], work: (one: Case) => unknown): void {
  for (let call = 0; call < WARM_UP_CALLS; call += cases.length) {
    for (const one of cases) work(one);
  }
}

async function againstPeers(question: PeerQuestion) {
  await installPeers(say);
  warmUp(question.books, shin);
  warmUp(question.grids, gridAndMarkets);
  const ours: Speeds[] = [];
  const theirs: PeerAnswer[] = [];
  for (let turn = 0; turn < INTERLEAVED; turn += 1) {
    say(`peers: round ${turn + 1} of ${INTERLEAVED}`);
    ours.push(ourSpeeds(question));
    theirs.push(await askPeers(question));
  }
  const [answer] = theirs;
  if (answer === undefined) throw new Error('no answer of the peers');
  return {
    ours: leastOf(ours),
    peers: leastOf(theirs),
    shinOff: furthest(question.books.map(shin), answer.shin),
    gridOff: furthest(question.grids.map(gridAndMarkets), answer.grid),
  };
}

type BoardSpeed = Readonly<{
  types: number;
  markets: number;
  outcomes: number;
  /** Of the quietest round, and over all rounds. */
  medianMs: number;
  overallMedianMs: number;
  p99Ms: number;
}>;

function timeRound(board: LiveBoard): readonly number[] {
  return Array.from({ length: BOARDS }, (_, round) => {
    const startedAt = performance.now();
    board.reprice(round);
    return performance.now() - startedAt;
  });
}

/** The boards in turns, so that a slow minute of the machine meets all of them. */
function boardSpeeds(boards: readonly LiveBoard[]): readonly BoardSpeed[] {
  for (const board of boards) {
    for (let round = 0; round < WARM_UP; round += 1) board.reprice(round);
  }
  const rounds = Array.from({ length: BOARD_ROUNDS }, () => boards.map(timeRound));
  return boards.map((board, at) =>
    speedOf(
      board,
      rounds.map((round) => round[at] ?? []),
    ),
  );
}

function speedOf(board: LiveBoard, rounds: readonly (readonly number[])[]): BoardSpeed {
  const priced = board.reprice(0);
  const taken = rounds.flat();
  return {
    types: new Set(priced.map(({ key }) => parseMarketKey(key)?.type)).size,
    markets: priced.length,
    outcomes: priced.reduce((sum, { outcomes }) => sum + outcomes.length, 0),
    medianMs: Math.min(...rounds.map((round) => percentile(round, 0.5))),
    overallMedianMs: percentile(taken, 0.5),
    p99Ms: percentile(taken, 0.99),
  };
}

const sane = (board: LiveBoard): boolean =>
  board
    .reprice(3)
    .every(({ outcomes }) =>
      outcomes.every(
        ({ model, odds }) => !Number.isNaN(model) && (odds === null || odds >= 10_100),
      ),
    );

const sizeBars = (name: string, { types, outcomes }: BoardSpeed): readonly Bar[] => [
  bar(`${name}: types on the board`, types, '>=', 60),
  bar(`${name}: outcomes on the board`, outcomes, '>=', 400),
];

/**
 * How fast prices are made: the whole in-play board, and single steps beside the Python peers on the same
 * cases in turns. `--soak-minutes N` shortens the watch over the heap.
 */
export async function pricing(args: readonly string[]): Promise<BenchResult> {
  const { values } = parseArgs({
    args: [...args],
    options: { 'soak-minutes': { type: 'string', default: String(SOAK_MINUTES) } },
  });
  const [first, second] = [firstHalfBoard(), secondHalfBoard()];
  say('the whole board …');
  const [withSplits, without] = boardSpeeds([first, second]);
  if (withSplits === undefined || without === undefined) throw new Error('no board was priced');
  const { ours, peers, shinOff, gridOff } = await againstPeers(pricingCases(ROUNDS));
  const kept = await soak(first, Number(values['soak-minutes']), say);
  return {
    metrics: {
      boardFirstHalfMs: withSplits.medianMs,
      boardFirstHalfOverallMs: withSplits.overallMedianMs,
      boardFirstHalfP99Ms: withSplits.p99Ms,
      boardFirstHalfMarkets: withSplits.markets,
      boardFirstHalfOutcomes: withSplits.outcomes,
      boardFirstHalfTypes: withSplits.types,
      boardsPerSecond: 1000 / withSplits.medianMs,
      boardSecondHalfMs: without.medianMs,
      boardSecondHalfOverallMs: without.overallMedianMs,
      boardSecondHalfP99Ms: without.p99Ms,
      boardSecondHalfOutcomes: without.outcomes,
      shinUs: ours.shinUs,
      shinPeerUs: peers.shinUs,
      gridUs: ours.gridUs,
      gridPeerUs: peers.gridUs,
      inversionUs: ours.inversionUs,
      inversionPeerUs: peers.inversionUs,
      soakMinutes: Number(values['soak-minutes']),
      soakBoards: kept.boards,
      soakFirstMiB: kept.firstMiB,
      soakLastMiB: kept.lastMiB,
    },
    bars: [
      bar('Shin, times as fast as shin', peers.shinUs / ours.shinUs, '>=', 10),
      bar(
        'Dixon-Coles grid with markets, times as fast as penaltyblog',
        peers.gridUs / ours.gridUs,
        '>=',
        10,
      ),
      bar('whole board with half-time splits, ms', withSplits.medianMs, '<=', 3),
      bar('whole board without half-time splits, ms', without.medianMs, '<=', 1),
      ...sizeBars('first half', withSplits),
      ...sizeBars('second half', without),
      bar('growth of the live heap, MiB', kept.lastMiB - kept.firstMiB, '<=', STEADY_MIB),
    ],
    checks: {
      shinAgreesWithPeer: shinOff < 1e-8,
      gridAgreesWithPeer: gridOff < 1e-9,
      boardsHaveNoNonsense: sane(first) && sane(second),
    },
  };
}
