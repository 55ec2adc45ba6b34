import { PassThrough } from 'node:stream';

import { fixtureId } from '#contracts/mod.ts';
import { ANNOUNCED, makeLeague, playRun, scriptEndMs, type Run } from '#feeds/mod.ts';
import { seededRandom, type Clock } from '#platform/mod.ts';

export type LiveOptions = Readonly<{
  clock: Clock;
  producers: readonly string[];
  /** In play at any time, over all producers. */
  fixtures: number;
  /** Match milliseconds per real millisecond. */
  rate: number;
  signal: AbortSignal;
}>;

/** Breaks included; simulated matches are not much longer. */
const MATCH_MS = 110 * 60_000;

/**
 * Simulated matches as providers push them: canonical lines by producer, each when its event is due. At the start the
 * matches are at even distances between kick-off and the end, and the next one kicks off where one ends.
 */
export function liveMatches(options: LiveOptions): ReadonlyMap<string, PassThrough> {
  const { clock, producers, fixtures, rate, signal } = options;
  const league = makeLeague({ name: 'live', random: seededRandom('live'), teams: 24 });
  const streams = new Map(
    producers.map((name) => [
      name,
      new PassThrough({ objectMode: true, highWaterMark: 1_000_000 }),
    ]),
  );
  const startedAt = clock.now();

  async function lane(at: number): Promise<void> {
    const producer = producers[at % producers.length] ?? '';
    let kickOffAt = startedAt - ((at / fixtures) * MATCH_MS) / rate;
    for (let match = at; !signal.aborted; match += fixtures) {
      const whole = league.matchAt(match);
      const events = whole.events.filter(
        ({ atMs }) => atMs === ANNOUNCED || kickOffAt + atMs / rate >= startedAt,
      );
      const run: Run = {
        ...{ fixtureId: fixtureId(whole.id), producer, script: { ...whole, events } },
        ...{ announceAt: clock.now(), kickOffAt: Math.round(kickOffAt), speed: rate },
      };
      await playRun(run, {
        ...{ clock, signal },
        emit: ({ receivedAt: _receivedAt, ...draft }) => {
          streams.get(producer)?.write(JSON.stringify(draft));
          return Promise.resolve();
        },
      });
      kickOffAt = Math.max(clock.now(), kickOffAt + scriptEndMs(whole) / rate);
    }
  }

  const playing = Array.from({ length: fixtures }, (_, at) => lane(at).catch(() => undefined));
  void Promise.all(playing).then(() => {
    for (const stream of streams.values()) stream.end();
  });
  return streams;
}
