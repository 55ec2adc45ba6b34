import { fixtureId, type MarketKey, type OutcomeResult } from '#contracts/mod.ts';

import { identifyMarket } from './catalogue.ts';
import { footballDefinitionOf } from './definitions.ts';
import { settleWith } from './football/definition.ts';
import { reachableFacts } from './football/reachable.ts';
import { oncePerKey } from './once-per.ts';
import { emptyRecord } from './record/match-record.ts';

/** One has all, two share it, or the stakes go back. */
function isOneWinner(results: readonly OutcomeResult[]): boolean {
  const count = (of: OutcomeResult): number => results.filter((result) => result === of).length;
  const [won, lost, back] = [count('won'), count('lost'), count('void')];
  if (back === results.length) return true;
  if (won === 1) return lost === results.length - 1;
  return results.length === 2 && count('half-won') === 1 && count('half-lost') === 1;
}

const answer = oncePerKey((key: MarketKey): Readonly<{ isSingle: boolean }> => {
  const identity = identifyMarket(key);
  const definition = identity && footballDefinitionOf(identity.type);
  if (identity === undefined || definition === undefined) return { isSingle: false };
  const { specifiers } = identity;
  if (definition.outcomes(specifiers).length < 2) return { isSingle: false };
  const record = emptyRecord(fixtureId('before-any-match'));
  for (const facts of reachableFacts(definition.reads, record, specifiers)) {
    if (!isOneWinner(settleWith(definition, facts, specifiers))) return { isSingle: false };
  }
  return { isSingle: true };
});

/**
 * Whether a football market pays one answer however the match ends: one wins and the others lose, two halves of a
 * quarter line share it, or all are void. Double chance is none of these, nor what the catalogue has not.
 */
export const hasOneWinner = (key: MarketKey): boolean => answer(key).isSingle;
