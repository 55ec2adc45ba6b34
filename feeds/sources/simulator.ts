import { fixtureId } from '#contracts/mod.ts';
import { seededRandom } from '#platform/mod.ts';

import { readLane, type StoredRun } from '../run-store.ts';
import type { MatchScript } from '../script.ts';
import { makeLeague, type League } from '../simulator/league.ts';
import { playStoredRun, untilDone, type Source, type SourceContext } from './source.ts';

export type SimulatorOptions = Readonly<{
  /** The league is a function of its seed and its number of teams. */
  seed: number | string;
  speed: number;
  /** Fixtures that are in play at any time, at least. */
  inPlay: number;
  /** Fixtures that are announced and wait for kick-off. */
  upcoming: number;
}>;

const PRODUCER = 'simulator';
const USUAL_TEAMS = 24;
/** No match is shorter: two halves and the break. */
const SHORTEST_MS = 105 * 60_000;
/** No match is longer than this by much; a team must not play two at a time. */
const LONGEST_MS = 125 * 60_000;

/** Kick-offs at even distances, for ever, so that `inPlay` matches are always in play. */
export function simulatorSource(options: SimulatorOptions): Source {
  const lane = laneOf(options);
  return {
    producer: PRODUCER,
    run: (context) => playLeague(context, options, lane),
  };
}

type Lane = Readonly<{ name: string; league: League }>;

/** Leagues of different size are different leagues, so the size is part of the name unless it is usual. */
function laneOf({ seed, inPlay }: SimulatorOptions): Lane {
  const together = Math.ceil((inPlay * LONGEST_MS) / SHORTEST_MS) + 1;
  const teams = Math.max(USUAL_TEAMS, 2 * (together + 2));
  const name = teams === USUAL_TEAMS ? String(seed) : `${seed}-${teams}`;
  if (!/^[a-z0-9][a-z0-9-]{0,23}$/.test(name))
    throw new RangeError(`the seed ${JSON.stringify(seed)} cannot be part of a fixture id`);
  return { name, league: makeLeague({ name, random: seededRandom(`league/${name}`), teams }) };
}

async function playLeague(
  context: SourceContext,
  options: SimulatorOptions,
  lane: Lane,
): Promise<void> {
  const { clock, pool, signal } = context;
  const { speed, inPlay, upcoming } = options;
  const spacingMs = SHORTEST_MS / speed / inPlay;
  const state = await untilDone(context, 'reading the league', () =>
    readLane(pool, PRODUCER, lane.name),
  );
  const failed = new AbortController();
  const stopped = AbortSignal.any([signal, failed.signal]);
  const start = (run: StoredRun, script: MatchScript): void => {
    playStoredRun({ ...context, signal: stopped }, run, script).catch((error: unknown) => {
      failed.abort(error);
    });
  };
  for (const open of state.open) start(open, lane.league.matchAt(open.round));
  // After a long stop the league does not catch up with what nobody saw: it fills the present.
  let kickOffAt = Math.max(
    (state.lastKickOffAt ?? -Infinity) + spacingMs,
    clock.now() - SHORTEST_MS / speed + spacingMs,
  );
  for (let index = state.nextRound; ; index += 1) {
    const announceAt = kickOffAt - upcoming * spacingMs;
    const waitMs = announceAt - clock.now();
    if (waitMs > 0) await clock.sleep(waitMs, stopped);
    stopped.throwIfAborted();
    const script = lane.league.matchAt(index);
    const run: StoredRun = {
      fixtureId: fixtureId(script.id),
      producer: PRODUCER,
      lane: lane.name,
      round: index,
      announceAt: clock.now(),
      kickOffAt: Math.round(kickOffAt),
      speed,
    };
    start(run, script);
    kickOffAt += spacingMs;
  }
}
