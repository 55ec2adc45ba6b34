import { fixtureId } from '#contracts/mod.ts';

import { readLane, type StoredRun } from '../run-store.ts';
import { scriptEndMs, type MatchScript } from '../script.ts';
import { playStoredRun, untilDone, type Source, type SourceContext } from './source.ts';

export type RecordingsOptions = Readonly<{
  scripts: readonly MatchScript[];
  speed: number;
  /** How long a fixture is announced before kick-off, so that it has prices. */
  preMatchMs: number;
  /** Between the end of a run and the announcement of the next. */
  pauseMs: number;
}>;

const PRODUCER = 'recordings';
const USUAL_MATCH_MS = 115 * 60_000;

/**
 * Plays each recording again and again, every time as a new fixture (`milan-liverpool-2005-r3`). At the very
 * first start the recordings begin at different stages: most are in play, the others kick off soon.
 */
export const recordingsSource = (options: RecordingsOptions): Source => ({
  producer: PRODUCER,
  run: async (context) => {
    await Promise.all(
      options.scripts.map((script, index) =>
        playLane(context, script, {
          ...options,
          firstStartMs: firstStartMs(options, script, index),
        }),
      ),
    );
  },
});

/** Kick-off of the first run against the start of the service: negative for a match that is in play. */
function firstStartMs(
  { scripts, speed, preMatchMs }: RecordingsOptions,
  script: MatchScript,
  index: number,
): number {
  const isUpcoming = index % 3 === 2;
  const share = index / scripts.length;
  if (isUpcoming || scriptEndMs(script) === 0) return preMatchMs * (0.5 + share);
  return (-0.9 * share * scriptEndMs(script)) / speed;
}

type LaneOptions = RecordingsOptions & Readonly<{ firstStartMs: number }>;

async function playLane(
  context: SourceContext,
  script: MatchScript,
  options: LaneOptions,
): Promise<void> {
  const { clock, pool, signal } = context;
  const { speed, preMatchMs, pauseMs } = options;
  const state = await untilDone(context, 'reading a lane', () =>
    readLane(pool, PRODUCER, script.id),
  );
  for (const open of state.open) await playStoredRun(context, open, script);
  const isFirst = state.nextRound === 0;
  for (let round = state.nextRound; !signal.aborted; round += 1) {
    const now = clock.now();
    const leadMs = isFirst && round === 0 ? options.firstStartMs : preMatchMs;
    const run: StoredRun = {
      fixtureId: fixtureId(`${script.id}-r${round + 1}`),
      producer: PRODUCER,
      lane: script.id,
      round,
      announceAt: now,
      kickOffAt: Math.round(now + leadMs),
      speed,
    };
    await playStoredRun(context, run, script);
    // A match that is called off would come back too soon: it waits as long as others play.
    const isPlayed = scriptEndMs(script) > 0;
    await clock.sleep(isPlayed ? pauseMs : pauseMs + USUAL_MATCH_MS / speed, signal);
  }
}
