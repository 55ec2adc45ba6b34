/** What several books agree on, without their margins. Pure; the time is given. */
export { CONSENSUS_RULE, type BookPrices, type ConsensusRule } from './book-prices.ts';
export { consensusOf, type BookContribution, type BookState, type Consensus } from './consensus.ts';
