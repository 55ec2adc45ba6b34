import { Type, type Static } from 'typebox';

import { closed, CountSchema, FixtureIdSchema, TimeSchema, words } from './schema.ts';

const NullableTime = Type.Union([TimeSchema, Type.Null()]);
const NullableCount = Type.Union([CountSchema, Type.Null()]);

/** Of live fixtures: `silent` when hosts hold their prices back because the feed does not speak. */
export const FEED_STATES = ['speaks', 'silent', 'idle'] as const;

const health = {
  state: words(FEED_STATES),
  events: CountSchema,
  /** Numbers that are missing between the first and the last event; 0 when all is well. */
  missing: CountSchema,
  /** When the last event was received; null before the first one. */
  lastReceivedAt: NullableTime,
  /** From our receipt to our publication, median and largest of the last events. */
  lagMs: NullableCount,
  lagMaxMs: NullableCount,
};

/** GET /v1/trading/feeds: what is stored of the feeds of open fixtures; traders only. */
export const FeedHealthSchema = closed({
  at: TimeSchema,
  producers: Type.Array(
    closed({
      producer: Type.String(),
      ...health,
      fixtures: CountSchema,
      live: CountSchema,
      /** Lines that did not validate since the feed service started; null when another process counts them. */
      deadLetters: NullableCount,
    }),
  ),
  fixtures: Type.Array(
    closed({
      fixtureId: FixtureIdSchema,
      fixture: Type.String(),
      producer: Type.String(),
      status: Type.String(),
      startsAt: TimeSchema,
      ...health,
    }),
  ),
});
export type FeedHealth = Static<typeof FeedHealthSchema>;
