/** The virtual league: matches that follow from seeds alone, their true chances, and the proof of a round. */
export { virtualChances, type VirtualChances } from './chances.ts';
export { resultsOfRound, termsOfRound, type RoundSeeds } from './round.ts';
export { clientSeedOf, commitmentOf } from './seed-stream.ts';
export { pairingOf } from './teams.ts';
export { verifyRound, type FairnessVerdict } from './verify-round.ts';
