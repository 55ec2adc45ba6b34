import type {
  FixtureId,
  FixtureInfo,
  FixtureState,
  MarketKey,
  PublishedMarket,
  Stamps,
} from '#contracts/mod.ts';

/** What the pages know of one fixture: the board of the stream's client, in the words of the engine. Never changed. */
export type Board = Readonly<{
  fixtureId: FixtureId;
  epoch: number;
  seq: number;
  info: FixtureInfo | undefined;
  state: FixtureState;
  markets: ReadonlyMap<MarketKey, PublishedMarket>;
  stamps: Stamps;
}>;
