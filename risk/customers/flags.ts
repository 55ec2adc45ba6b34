import { edgeVerdict, type EdgeState, type EdgeTest } from './edge-test.ts';
import { lateVerdict, type LateState, type LateTest } from './late-bets.ts';
import type { Ring } from './links.ts';

export const FLAG_KINDS = ['sharp', 'late-bets', 'ring'] as const;
export type FlagKind = (typeof FLAG_KINDS)[number];

/** What was found about a customer, with everything that it rests on. */
export type CustomerFlag = Readonly<{
  accountId: string;
  kind: FlagKind;
  /** Chance of so much evidence without the thing, at any time: always valid. */
  p: number;
  /** The finding in a sentence. */
  words: string;
  figures: Readonly<Record<string, number>>;
}>;

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const chance = (p: number): string =>
  p >= 0.001 ? percent(p) : `1 in ${Math.round(1 / p).toLocaleString('en')}`;

export function sharpFlag(
  accountId: string,
  test: EdgeTest,
  state: EdgeState,
): CustomerFlag | undefined {
  const { flagged, p, mean, leastEdge } = edgeVerdict(test, state);
  if (!flagged) return undefined;
  return {
    accountId,
    kind: 'sharp',
    p,
    words:
      `The prices of ${state.bets} bets were ${percent(mean)} better than the fair closing prices on average; ` +
      `a customer without an edge gets so far with a chance of at most ${chance(p)}, however long he bets.`,
    figures: { bets: state.bets, mean, leastEdge, llr: state.highest },
  };
}

export function lateFlag(
  accountId: string,
  test: LateTest,
  state: LateState,
): CustomerFlag | undefined {
  const { flagged, p } = lateVerdict(test, state);
  if (!flagged) return undefined;
  const { bets, hits, expected } = state;
  return {
    accountId,
    kind: 'late-bets',
    p,
    words:
      `The match moved for ${hits} of ${bets} bets in play within seconds of their acceptance, where ` +
      `${expected.toFixed(1)} were to be expected; the chance of that is at most ${chance(p)}.`,
    figures: { bets, hits, expected, llr: state.highest },
  };
}

/** One flag for each account of a ring. */
export function ringFlags(ring: Ring): readonly CustomerFlag[] {
  const { accounts, links, traits } = ring;
  return accounts.map((accountId) => {
    const own = links.filter(({ accounts: pair }) => pair.includes(accountId));
    const p = Math.min(1, ...own.map((link) => link.p));
    const coincidences = Math.max(0, ...own.map((link) => link.coincidences));
    const expected = Math.max(0, ...own.map((link) => link.expected));
    const timing =
      own.length === 0
        ? ''
        : ` It bet on the same selections as ${own.length} of them within a minute, up to ` +
          `${coincidences} times where at most ${expected.toFixed(1)} were to be expected.`;
    const shared = traits.length === 0 ? '' : ` The ring shares ${traits.join(', ')}.`;
    return {
      accountId,
      kind: 'ring',
      p,
      words: `One of ${accounts.length} accounts that hang together.${timing}${shared}`,
      figures: { accounts: accounts.length, links: own.length, coincidences, expected },
    };
  });
}
