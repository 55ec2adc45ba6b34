import type { Score, Side } from '#contracts/mod.ts';

import { penaltyStops, type Incident, type Period } from '../script-builder.ts';
import type { EventBody } from '../script.ts';
import {
  ADDED,
  GOAL_KINDS,
  HALF_MINUTES,
  isStop,
  MAX_STOPS,
  MILLION,
  minuteChances,
  type GoalKind,
  type MinuteChance,
} from './law.ts';
import type { SeedStream } from './seed-stream.ts';
import { STARTERS, type VirtualPairing } from './teams.ts';

type Counts = Record<Side, number>;

type Play = {
  readonly stream: SeedStream;
  readonly pairing: VirtualPairing;
  readonly goals: Counts;
  readonly reds: Counts;
  readonly onField: Record<Side, readonly string[]>;
  readonly bench: Record<Side, readonly string[]>;
  readonly booked: Set<string>;
  incidents: Incident[];
  stops: number;
  nextId: number;
};

export type PlayedMatch = Readonly<{
  periods: readonly Period[];
  firstHalf: Score;
  secondHalf: Score;
}>;

/** Plays a match from its stream of numbers; nothing else decides anything. */
export function playVirtualMatch(pairing: VirtualPairing, stream: SeedStream): PlayedMatch {
  const play: Play = {
    stream,
    pairing,
    goals: { home: 0, away: 0 },
    reds: { home: 0, away: 0 },
    onField: {
      home: pairing.home.players.slice(0, STARTERS),
      away: pairing.away.players.slice(0, STARTERS),
    },
    bench: {
      home: pairing.home.players.slice(STARTERS),
      away: pairing.away.players.slice(STARTERS),
    },
    booked: new Set(),
    incidents: [],
    stops: 0,
    nextId: 1,
  };
  const first = playHalf(play, 'first');
  const firstHalf = { ...play.goals };
  const second = playHalf(play, 'second');
  const secondHalf = {
    home: play.goals.home - firstHalf.home,
    away: play.goals.away - firstHalf.away,
  };
  return { periods: [first, second], firstHalf, secondHalf };
}

function playHalf(play: Play, half: 'first' | 'second'): Period {
  play.incidents = [];
  play.stops = 0;
  const before = half === 'first' ? 0 : HALF_MINUTES;
  const { least, lengths } = ADDED[half];
  const added = least + play.stream.below(lengths);
  for (let minute = 0; minute < HALF_MINUTES; minute += 1)
    playMinute(play, before + minute, minute);
  // Stops of stoppage time itself lengthen nothing.
  const length = HALF_MINUTES + added + Math.min(MAX_STOPS, play.stops);
  for (let minute = HALF_MINUTES; minute < length; minute += 1)
    playMinute(play, before + HALF_MINUTES, minute);
  return { phase: `${half}-half`, lengthMs: length * 60_000, incidents: play.incidents };
}

function playMinute(play: Play, matchMinute: number, minute: number): void {
  let drawn = play.stream.below(MILLION);
  const hit = minuteChances(play.pairing, matchMinute, play).find(
    ({ millionths }) => (drawn -= millionths) < 0,
  );
  if (hit === undefined) return;
  // Whatever follows from it is over before the next minute begins.
  happen(play, hit, minute * 60 + play.stream.below(20));
}

function happen(play: Play, { side, happening }: MinuteChance, sec: number): void {
  if (happening === 'goal') {
    goal(play, side, sec);
    return;
  }
  if (isStop(happening)) play.stops += 1;
  const player = play.stream.pick(play.onField[side]);
  switch (happening) {
    case 'disallowed':
      reviewed(play, sec, add(play, sec, { kind: 'goal', side, how: 'play', player }), true);
      return;
    case 'penalty-missed':
      add(play, sec + 25, { kind: 'penalty-missed', side, player }, stopsOf(play, sec));
      return;
    case 'yellow':
      // Who is booked already is only warned: all sendings-off have a chance of their own.
      if (play.booked.has(player)) return;
      play.booked.add(player);
      add(play, sec, { kind: 'card', side, colour: 'yellow', player });
      return;
    case 'sending-off':
      add(play, sec, {
        kind: 'card',
        side,
        colour: play.booked.has(player) ? 'second-yellow' : 'red',
        player,
      });
      play.reds[side] += 1;
      play.onField[side] = play.onField[side].filter((name) => name !== player);
      return;
    case 'corner':
      add(play, sec, { kind: 'corner', side });
      return;
    case 'injury':
      injury(play, side, player, sec);
  }
}

function goal(play: Play, side: Side, sec: number): void {
  const kind = goalKind(play.stream.below(100));
  const scorers = play.onField[kind === 'own-goal' ? (side === 'home' ? 'away' : 'home') : side];
  const player = play.stream.pick(scorers);
  play.goals[side] += 1;
  if (kind === 'penalty' || kind === 'reviewed') play.stops += 1;
  if (kind === 'penalty') {
    add(play, sec + 25, { kind: 'goal', side, how: 'penalty', player }, stopsOf(play, sec));
    return;
  }
  const how = kind === 'own-goal' ? 'own-goal' : 'play';
  const id = add(play, sec, { kind: 'goal', side, how, player });
  if (kind === 'reviewed') reviewed(play, sec, id, false);
}

function goalKind(drawn: number): GoalKind {
  let left = drawn;
  return GOAL_KINDS.find(([, share]) => (left -= share) < 0)?.[0] ?? 'play';
}

function reviewed(play: Play, sec: number, goalId: string, isCancelled: boolean): void {
  add(play, sec + 5, { kind: 'bet-stop', reason: 'var' });
  if (isCancelled) add(play, sec + 30, { kind: 'correction', cancels: goalId });
  add(play, sec + 32, { kind: 'bet-start' });
}

function injury(play: Play, side: Side, player: string, sec: number): void {
  add(play, sec, { kind: 'bet-stop', reason: 'injury' });
  const [on, ...bench] = play.bench[side];
  if (on !== undefined) {
    play.bench[side] = bench;
    play.onField[side] = play.onField[side].map((name) => (name === player ? on : name));
    add(play, sec + 28, { kind: 'substitution', side, on: idOf(on), off: idOf(player) });
  }
  add(play, sec + 30, { kind: 'bet-start' });
}

export const idOf = (player: string): string => player.toLowerCase();

const stopsOf = (play: Play, sec: number): readonly Incident[] =>
  penaltyStops(`penalty-${play.nextId}`, sec * 1000, (sec + 35) * 1000);

function add(play: Play, sec: number, body: EventBody, around: readonly Incident[] = []): string {
  const eventId = `${body.kind}-${play.nextId}`;
  play.nextId += 1;
  const [before, after] = around;
  const incident = { eventId, elapsedMs: sec * 1000, body };
  play.incidents.push(...[before, incident, after].filter((one) => one !== undefined));
  return eventId;
}
