import { seededRandom } from '#platform/mod.ts';
import { linkRules, timingLinks } from '#risk/customers/mod.ts';

import { bar, type Bar } from '../report/report.ts';
import { isFlaggedLate, isFlaggedSharp, weekOfBets } from './labelled.ts';

export type DetectionSizes = Readonly<{ customers: number; sharps: number; rings: number }>;

const RING = 10;
const RING_CUSTOMERS = 2_000;
const SEED = 'risk-detection';

type Found = Readonly<{ metrics: Readonly<Record<string, number>>; bars: readonly Bar[] }>;

const shareOf = (count: number, flagged: (at: number) => boolean): number => {
  let found = 0;
  for (let at = 0; at < count; at += 1) if (flagged(at)) found += 1;
  return found / count;
};

/** What the tests of customers find on labelled data, and whom they accuse wrongly. */
export function detection({ customers, sharps, rings }: DetectionSizes): Found {
  const random = seededRandom(SEED);
  const [edge, none, usual] = ['sharp', 'even', 'recreational'].map((name) => random.fork(name));
  const [early, honest] = ['courtsider', 'in-play'].map((name) => random.fork(name));
  if (!edge || !none || !usual || !early || !honest) return { metrics: {}, bars: [] };
  const found = shareOf(sharps, () => isFlaggedSharp(edge, 0.02, 250));
  // Half of those without an edge bet at the fair closing price exactly: nobody is harder to tell apart.
  const wrong = shareOf(customers, (at) =>
    at % 2 === 0 ? isFlaggedSharp(none, 0, 250) : isFlaggedSharp(usual, -0.045, 250),
  );
  const late = shareOf(sharps, () => isFlaggedLate(early, 0.1, 100));
  const wrongLate = shareOf(customers, () => isFlaggedLate(honest, 0, 100));
  const ring = ringFigures(rings);
  return {
    metrics: {
      sharpsFound: found,
      sharpsFalse: wrong,
      courtsidersFound: late,
      courtsidersFalse: wrongLate,
      ...ring,
    },
    bars: [
      bar('customers with a 2 % edge found in 250 bets, %', 100 * found, '>=', 95),
      bar('customers without an edge flagged, %', 100 * wrong, '<=', 0.1),
      bar('courtsiders (1 bet in 10) found in 100 bets, %', 100 * late, '>=', 95),
      bar('others flagged as courtsiders, %', 100 * wrongLate, '<=', 0.1),
      bar('pairs of a ring of ten found, %', 100 * ring.ringRecall, '>=', 95),
      bar('false pairs among 10,000 accounts', ring.falsePairsPer10k, '<=', 1),
    ],
  };
}

function ringFigures(rings: number) {
  const pairs = (RING * (RING - 1)) / 2;
  let [found, wrong] = [0, 0];
  for (let seed = 0; seed < rings; seed += 1) {
    const bets = weekOfBets(seededRandom(`${SEED}/ring-${seed}`), RING_CUSTOMERS, RING);
    for (const { accounts } of timingLinks(bets, linkRules(RING_CUSTOMERS + RING))) {
      if (accounts.every((account) => account.startsWith('ring-'))) found += 1;
      else wrong += 1;
    }
  }
  const accounts = rings * (RING_CUSTOMERS + RING);
  return { ringRecall: found / (rings * pairs), falsePairsPer10k: (10_000 * wrong) / accounts };
}
