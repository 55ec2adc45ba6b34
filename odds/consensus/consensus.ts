import type { FallbackReason, MarginMethod } from '../margin/mod.ts';
import {
  checkBooks,
  checkRule,
  CONSENSUS_RULE,
  type BookPrices,
  type ConsensusRule,
} from './book-prices.ts';
import { distanceFromOthers, weightOfAll, withoutOutliers } from './outliers.ts';
import { distanceOf, poolOf, type Chances } from './pool.ts';
import { fairVoice, type FairVoice } from './without-margin.ts';

/**
 * `partial` books price some outcomes while no book prices all, so that their margin cannot be known;
 * `silent` ones price fewer than two outcomes, or are not trusted at all.
 */
export type BookState = 'used' | 'outlier' | 'stale' | 'partial' | 'silent';

/** What became of one book. */
export type BookContribution = Readonly<{
  book: string;
  state: BookState;
  /** Without margin; null when the margin was not taken out, and for an outcome without a price. */
  chances: Chances | null;
  /** Distance in log-odds from the pool of the other used books; null when they give none. */
  distance: number | null;
  /** Trust × staleness × agreement, and its share of all weights; 0 when the book is not used. */
  weight: number;
  share: number;
  /** How its margin was taken out, and why not by the method asked for. */
  used: MarginMethod | null;
  fallback: FallbackReason | null;
}>;

export type Consensus = Readonly<{
  /** Fair chances that sum to the rule's fair sum; null when too few books are left. */
  probabilities: readonly number[] | null;
  usedBooks: number;
  /** Weighted root of the mean squared distance of the used books from the consensus, in log-odds. */
  dispersion: number | null;
  /** In the order of the input. */
  books: readonly BookContribution[];
}>;

type Scene = Readonly<{ nowMs: number; rule: ConsensusRule; outcomeCount: number }>;

const offeredBy = ({ odds }: BookPrices): number => odds.filter((price) => price !== null).length;

const isSilent = (book: BookPrices): boolean => book.trust === 0 || offeredBy(book) < 2;

const isStale = ({ at }: BookPrices, { nowMs, rule }: Scene): boolean => nowMs - at > rule.maxAgeMs;

/**
 * The books whose margin can be taken out: complete ones by themselves; partial ones against what the
 * complete ones that agree give their outcomes together.
 */
function fairVoices(books: readonly BookPrices[], scene: Scene): readonly FairVoice[] {
  const { rule, outcomeCount } = scene;
  const isComplete = (book: BookPrices): boolean => offeredBy(book) === outcomeCount;
  const complete = books
    .filter(isComplete)
    .flatMap((book) => fairVoice(book, rule.fairSum, scene) ?? []);
  const reference = poolOf(withoutOutliers(complete, scene), rule.fairSum, outcomeCount);
  if (reference === undefined) return complete;
  const partial = books
    .filter((book) => !isComplete(book))
    .flatMap((book) => {
      const chances = reference.filter((_, outcome) => book.odds[outcome] !== null);
      const fairSum = chances.reduce((sum, chance) => sum + chance, 0);
      return fairVoice(book, fairSum, scene) ?? [];
    });
  return [...complete, ...partial];
}

type Agreed = FairVoice & Readonly<{ distance: number | null }>;

/** The voices that stay, a far one weighing less: 1/(1 + (distance/scale)²). */
function agreedVoices(voices: readonly FairVoice[], scene: Scene): readonly Agreed[] {
  const kept = withoutOutliers(voices, scene);
  return kept.map((voice) => {
    const distance = distanceFromOthers(kept, voice, scene);
    const agreement = 1 / (1 + ((distance ?? 0) / scene.rule.agreementScale) ** 2);
    return { ...voice, distance, weight: voice.weight * agreement };
  });
}

function dispersionOf(voices: readonly Agreed[], pool: readonly number[]): number {
  let sum = 0;
  for (const { chances, weight } of voices) sum += weight * distanceOf(chances, pool) ** 2;
  return Math.sqrt(sum / weightOfAll(voices));
}

/**
 * The chances on which several books agree: each without its margin, weighted by trust × staleness ×
 * agreement, pooled in log-odds and renormalised (the logarithmic opinion pool: Genest & Zidek 1986). A
 * book far from the pool of the others is left out, the farthest first, while more than two are left; one
 * that holds more than half of the weight is never left out. A book that prices some outcomes counts for
 * those.
 * @throws InputError for odds that are not above 1, books of different length or of the same name, times
 * or trust that are no numbers, and rules out of range.
 */
export function consensusOf(
  books: readonly BookPrices[],
  nowMs: number,
  rule: ConsensusRule = CONSENSUS_RULE,
): Consensus {
  const outcomeCount = books[0]?.odds.length ?? 2;
  checkBooks(books, nowMs, outcomeCount);
  checkRule(rule, outcomeCount);
  const scene: Scene = { nowMs, rule, outcomeCount };
  const heard = books.filter((book) => !isSilent(book) && !isStale(book, scene));
  const voices = fairVoices(heard, scene);
  const agreed = agreedVoices(voices, scene);
  const pool = poolOf(agreed, rule.fairSum, outcomeCount);
  const isEnough = pool !== undefined && agreed.length >= rule.leastBooks;
  const total = weightOfAll(agreed);
  return {
    probabilities: isEnough ? pool : null,
    usedBooks: agreed.length,
    dispersion: isEnough ? dispersionOf(agreed, pool) : null,
    books: books.map((book) => {
      const voice = voices.find(({ from }) => from === book);
      const used = agreed.find(({ from }) => from === book);
      return {
        book: book.book,
        state: stateOf(book, scene, { voice, used }),
        chances: voice?.chances ?? null,
        distance: used?.distance ?? (voice && pool ? distanceOf(voice.chances, pool) : null),
        weight: used?.weight ?? 0,
        share: used === undefined || total === 0 ? 0 : used.weight / total,
        used: voice?.used ?? null,
        fallback: voice?.fallback ?? null,
      };
    }),
  };
}

function stateOf(
  book: BookPrices,
  scene: Scene,
  { voice, used }: Readonly<{ voice: FairVoice | undefined; used: Agreed | undefined }>,
): BookState {
  if (used !== undefined) return 'used';
  if (voice !== undefined) return 'outlier';
  if (isSilent(book)) return 'silent';
  return isStale(book, scene) ? 'stale' : 'partial';
}
