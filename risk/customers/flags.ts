import { arbitrageVerdict, type ArbitrageEvidence } from './arbitrage.ts';
import { bonusVerdict, type BonusUse } from './bonus-use.ts';
import { edgeVerdict, type EdgeState, type EdgeTest } from './edge-test.ts';
import { lateVerdict, type LateState, type LateTest } from './late-bets.ts';
import type { Ring } from './links.ts';

export const FLAG_KINDS = [
  'sharp',
  'late-bets',
  'ring',
  'duplicates',
  'arbitrage',
  'bonus-abuse',
] as const;
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
export const ringFlags = (ring: Ring): readonly CustomerFlag[] => flagsOf(ring, 'ring');

/** One flag for each of the accounts that one person seems to be behind. */
export const duplicateFlags = (ring: Ring): readonly CustomerFlag[] => flagsOf(ring, 'duplicates');

function flagsOf(ring: Ring, kind: 'ring' | 'duplicates'): readonly CustomerFlag[] {
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
    const shared = traits.length === 0 ? '' : ` They share ${traits.join(', ')}.`;
    return {
      accountId,
      kind,
      p,
      words: `One of ${accounts.length} accounts that hang together.${timing}${shared}`,
      figures: { accounts: accounts.length, links: own.length, coincidences, expected },
    };
  });
}

const ARBITRAGE_WORDS = {
  'both-sides': ({ locked, markets }: ArbitrageEvidence): string =>
    `on ${locked} of ${markets} markets before the match its bets pay more than they cost whatever happens`,
  'better-prices': ({ beaten, closed }: ArbitrageEvidence): string =>
    `${beaten} of ${closed} prices were better than the fair closing ones`,
  'odd-stakes': ({ oddStakes, bets }: ArbitrageEvidence): string =>
    `${oddStakes} of ${bets} stakes are no round sum`,
  'max-stakes': ({ maxStakes, bets }: ArbitrageEvidence): string =>
    `${maxStakes} of ${bets} stakes are the largest one that was told just before`,
} as const;

export function arbitrageFlag(
  accountId: string,
  evidence: ArbitrageEvidence,
): CustomerFlag | undefined {
  const { flagged, p, signs } = arbitrageVerdict(evidence);
  if (!flagged) return undefined;
  const seen = signs.map((sign) => ARBITRAGE_WORDS[sign](evidence)).join('; ');
  return {
    accountId,
    kind: 'arbitrage',
    p,
    words: `Bets like those of somebody who backs all sides at different houses: ${seen}. The chance of that is at most ${chance(p)}.`,
    figures: { ...evidence },
  };
}

const BONUS_WORDS = {
  'opposite-bets': ({ opposed, bonusBets }: BonusUse): string =>
    `of ${opposed} of ${bonusBets} bets with a bonus another outcome was backed by this account or one that it shares something with`,
  'shortest-prices': ({ shortest, bonusBets }: BonusUse): string =>
    `${shortest} of ${bonusBets} were at about the shortest price that the bonus allows`,
  'hardly-other-bets': ({ bonusStakeMinor, ownStakeMinor }: BonusUse): string =>
    `${percent(bonusStakeMinor / (bonusStakeMinor + ownStakeMinor))} of all stakes had a bonus`,
  'in-and-out': ({ withdrawnMinor, depositedMinor }: BonusUse): string =>
    depositedMinor === 0
      ? 'money was taken out and none paid in'
      : `${percent(withdrawnMinor / depositedMinor)} of the deposits went out again, and less than them was staked`,
} as const;

export function bonusFlag(accountId: string, use: BonusUse): CustomerFlag | undefined {
  const { flagged, p, signs } = bonusVerdict(use);
  if (!flagged) return undefined;
  const seen = signs.map((sign) => BONUS_WORDS[sign](use)).join('; ');
  return {
    accountId,
    kind: 'bonus-abuse',
    p,
    words: `Bonuses seem to be turned into money without a risk: ${seen}. The chance of that is at most ${chance(p)}.`,
    figures: { ...use },
  };
}
