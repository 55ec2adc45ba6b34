export { createBetApi, type BetApiApp } from './app.ts';
export { startBetApi, type BetApiServer, type BetApiServerOptions } from './server.ts';
export { DEFAULT_BET_API_CONFIG, type BetApiConfig, type RateLimit } from './config.ts';
export { createTokens, type Identity, type TokenOptions, type Tokens } from './accounts/tokens.ts';
export { DEMO_USERS, seedDemoUsers, type DemoUser } from './accounts/seed.ts';
export { registerUser, type NewUser, type User } from './accounts/users.ts';
export { depositMoney } from './accounts/deposits.ts';
export { FixtureBook, type FixtureView, type HostAlive } from './book/fixture-book.ts';
export { startBookFeed } from './book/book-feed.ts';
export { natsHost, type HostPort } from './host-port.ts';
export type { BetApiPorts } from './ports.ts';
// The steps of a placement, for tests that drive them in every order.
export * from './placement/mod.ts';
export { referringOf } from './referrals/referral.ts';
export { refusalBy } from './referrals/refusal.ts';
export { giveVerdict, verdictAt } from './referrals/verdicts.ts';
