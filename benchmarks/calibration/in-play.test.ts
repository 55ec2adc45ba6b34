import { describe, expect, test } from 'vitest';

import { runPriceJob, type PriceJob } from '#odds/mod.ts';

import { forecastInPlay, minuteScores, MINUTES, type ExpectedMatch } from './in-play.ts';

const goalless: ExpectedMatch = {
  league: 'test',
  goals: { lambda: 1.5, mu: 1.1, rho: 0 },
  match: {
    season: '2017/18',
    day: 1,
    home: 'A',
    away: 'B',
    homeGoals: 0,
    awayGoals: 0,
  },
  events: [],
};

const inline = {
  price: (job: PriceJob) => Promise.resolve(runPriceJob(job, new Map())),
  close: () => Promise.resolve(),
};

describe('forecasts in play', () => {
  test('of a match without goals lean to the draw, and agree before the kick-off', async () => {
    const forecasts = await forecastInPlay([goalless], inline, () => undefined);
    expect(forecasts.map(({ minute }) => minute)).toEqual(MINUTES);
    for (const kind of ['live', 'plain'] as const) {
      const draws = forecasts.map((forecast) => forecast[kind].chances.draw);
      expect(draws.toSorted((left, right) => left - right)).toEqual(draws);
      for (const forecast of forecasts) {
        const { home, draw, away } = forecast[kind].chances;
        expect(home + draw + away).toBeCloseTo(1, 9);
        expect(home).toBeGreaterThan(away);
      }
    }
    const [before] = forecasts;
    expect(before?.live.chances.home).toBeCloseTo(before?.plain.chances.home ?? 0, 1);
  });

  test('with goals beyond the classes of a half still know who leads', async () => {
    const event = (side: 'home' | 'away', minute: number) => ({
      eventId: `${side}-${minute}`,
      atMs: 0,
      clock: { phase: 'first-half', elapsedMs: minute * 60_000 } as const,
      body: { kind: 'goal', side, how: 'play' } as const,
    });
    const wild = [1, 2, 3, 4, 5, 6].map((minute) => event('home', minute));
    const events = [...wild, ...wild.map((_, at) => event('away', 10 + at)), event('home', 20)];
    const [, , , halfTime] = await forecastInPlay(
      [{ ...goalless, events }],
      inline,
      () => undefined,
    );
    const chances = halfTime?.live.chances ?? { home: 0, draw: 0, away: 0 };
    expect(chances.home).toBeGreaterThan(0.6);
    expect(chances.home + chances.draw + chances.away).toBeCloseTo(1, 9);
  });

  test('are scored minute by minute', async () => {
    const forecasts = await forecastInPlay([goalless], inline, () => undefined);
    const scores = minuteScores(forecasts);
    expect(scores.map(({ matches }) => matches)).toEqual(MINUTES.map(() => 1));
    for (const { live, plain, difference } of scores) {
      expect(difference.mean).toBeCloseTo(live - plain, 12);
    }
  });
});
