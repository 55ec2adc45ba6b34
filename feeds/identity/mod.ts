/** Which fixtures, teams and competitions of different providers are one. */
export {
  decideIdentity,
  entityOf,
  IDENTITY_KINDS,
  identityHistory,
  undoIdentity,
  type DecisionBy,
  type IdentityDecision,
  type IdentityKind,
  type ProviderThing,
} from './decisions.ts';
export {
  matchFixtures,
  type FixtureMatching,
  type FixturePair,
  type MatchingOptions,
  type NamedFixture,
} from './match-fixtures.ts';
export { readEngineFixtures } from './engine-fixtures.ts';
export { fixturesOfExchangeFile, teamsOfEvent } from './exchange-fixtures.ts';
export { answerMatch, keepMatching } from './keep-matching.ts';
export { nameSimilarity } from './names.ts';
export { idOfQuoted, matchQuoted, namedByQuotes, type QuotedFixture } from './quoted-fixture.ts';
export { closeReview, openReview, openReviews, type Review } from './reviews.ts';
