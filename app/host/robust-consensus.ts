import type { MarketKey, OutcomeId } from '#contracts/mod.ts';
import { consensusOf } from '#odds/consensus/mod.ts';

import { booksOf } from './consensus.ts';
import type { HostState } from './host-state.ts';
import type { Agreed } from './robust-book.ts';
import { openedAt } from './robust-opening.ts';

/** A market with a longer shot has no robust prices: the stakes that it could take are too small. */
const SMALLEST_CHANCE = 1e-4;

/**
 * The fair chances for a market of which one outcome wins: a trader's, else those of other books; undefined when too few
 * of these speak of the match as it is now, when they are too old to sell by, or too far apart.
 */
export function agreedChances(
  state: HostState,
  key: MarketKey,
  outcomes: readonly OutcomeId[],
): Agreed | undefined {
  const opened = openedAt(state, key, outcomes);
  if (opened !== undefined) return opened;
  const { consensus, robust } = state.policy;
  const inPlay = state.record.phase !== 'not-started';
  const ownAge = inPlay ? robust.maxAgeInPlayMs : robust.maxAgeMs;
  const maxAgeMs = Math.min(consensus.rule.maxAgeMs, ownAge);
  const offered = booksOf(state, { key, outcomes, maxAgeMs });
  if (offered.length === 0) return undefined;
  const rule = { ...consensus.rule, maxAgeMs, fairSum: 1 };
  const { probabilities, dispersion, books } = consensusOf(offered, state.now, rule);
  if (probabilities === null || dispersion === null) return undefined;
  if (dispersion > robust.mostDispersion) return undefined;
  if (Math.min(...probabilities) < SMALLEST_CHANCE) return undefined;
  const used = offered.filter((_, at) => books[at]?.state === 'used');
  return {
    chances: probabilities,
    books: used.map(({ book }) => book).sort(),
    dispersion,
    endsAt: Math.min(...used.map(({ at }) => at)) + maxAgeMs + 1,
    inPlay,
    materialAt: state.materialAt,
  };
}
