import { SIDES, type Side } from '#contracts/mod.ts';
import type { Random } from '#platform/mod.ts';

import { penaltyStops, type Incident } from '../script-builder.ts';
import type { EventBody } from '../script.ts';
import { goalRate } from './rates.ts';

export type SideInput = Readonly<{ expectedGoals: number; squad: readonly string[] }>;
export type MatchInput = Readonly<Record<Side, SideInput>>;

type Counts = Record<Side, number>;
/** Everything that one match carries from one second to the next. */
export type Play = {
  readonly random: Random;
  readonly input: MatchInput;
  readonly goals: Counts;
  readonly reds: Counts;
  readonly booked: Readonly<Record<Side, Set<string>>>;
  readonly sentOff: Readonly<Record<Side, Set<string>>>;
  /** Of the half that is being played. */
  incidents: Incident[];
  nextId: number;
};

export const newPlay = (random: Random, input: MatchInput): Play => ({
  random,
  input,
  goals: { home: 0, away: 0 },
  reds: { home: 0, away: 0 },
  booked: { home: new Set(), away: new Set() },
  sentOff: { home: new Set(), away: new Set() },
  incidents: [],
  nextId: 1,
});

/** Usual counts of one side in a match of 97 minutes, per second. */
const PER_SECOND = {
  penalty: 0.13 / 5820,
  corner: 5 / 5820,
  yellow: 1.7 / 5820,
  red: 0.035 / 5820,
};
const PENALTY_SCORED = 0.77;
const VAR = { overturned: 0.07, confirmed: 0.04 };
/** Of all goals that count, those from open play; and what must be added for the overturned ones. */
const OPEN_PLAY = 0.925 / (1 - VAR.overturned);

/** Something of a side at a second of the half; returns the second at which the ball is in play again. */
type Happening = (play: Play, side: Side, sec: number) => number;
type Hazard = Readonly<{ perSecond: number; side: Side; happen: Happening }>;

/** What can happen at a minute of the match, with how often. */
function hazardsAt(play: Play, minute: number): readonly Hazard[] {
  const state = { minute, goals: play.goals, reds: play.reds };
  return SIDES.flatMap((side) => {
    const goals = goalRate(side, play.input[side].expectedGoals, state);
    return [
      { perSecond: (goals * OPEN_PLAY) / 60, side, happen: openPlayGoal },
      { perSecond: PER_SECOND.penalty, side, happen: penalty },
      { perSecond: PER_SECOND.corner, side, happen: corner },
      { perSecond: PER_SECOND.yellow, side, happen: yellowCard },
      { perSecond: PER_SECOND.red, side, happen: redCard },
    ];
  });
}

/**
 * Plays on from a second of the half until something has happened, at most to the end of that minute,
 * within which the rates are constant. Returns the second from which to go on.
 */
export function playOn(play: Play, minute: number, fromSec: number): number {
  const hazards = hazardsAt(play, minute);
  const total = hazards.reduce((sum, { perSecond }) => sum + perSecond, 0);
  const minuteEndSec = (Math.floor(fromSec / 60) + 1) * 60;
  const sec = Math.ceil(fromSec + play.random.exponential(total));
  if (sec >= minuteEndSec) return minuteEndSec;
  let chance = play.random.next() * total;
  const hit = hazards.find(({ perSecond }) => (chance -= perSecond) < 0);
  return hit === undefined ? sec : Math.max(sec + 1, hit.happen(play, hit.side, sec));
}

function openPlayGoal(play: Play, side: Side, sec: number): number {
  const player = play.random.pick(playersOn(play, side));
  const goalId = add(play, sec, { kind: 'goal', side, how: 'play', player });
  const review = play.random.next();
  if (review >= VAR.overturned + VAR.confirmed) {
    play.goals[side] += 1;
    return sec + 55;
  }
  const stopSec = sec + 8;
  const answerSec = stopSec + 45 + play.random.int(90);
  add(play, stopSec, { kind: 'bet-stop', reason: 'var' });
  if (review < VAR.overturned) add(play, answerSec, { kind: 'correction', cancels: goalId });
  else play.goals[side] += 1;
  add(play, answerSec + 2, { kind: 'bet-start' });
  return answerSec + 20;
}

function penalty(play: Play, side: Side, sec: number): number {
  const kickSec = sec + 45 + play.random.int(66);
  const player = play.random.pick(playersOn(play, side));
  const isScored = play.random.next() < PENALTY_SCORED;
  const kick: EventBody = isScored
    ? { kind: 'goal', side, how: 'penalty', player }
    : { kind: 'penalty-missed', side, player };
  play.incidents.push(...penaltyStops(`penalty-${play.nextId}`, sec * 1000, (kickSec + 10) * 1000));
  add(play, kickSec, kick);
  if (isScored) play.goals[side] += 1;
  return kickSec + 30;
}

function corner(play: Play, side: Side, sec: number): number {
  add(play, sec, { kind: 'corner', side });
  return sec + 15;
}

function yellowCard(play: Play, side: Side, sec: number): number {
  const player = play.random.pick(playersOn(play, side));
  const isSecond = play.booked[side].has(player);
  play.booked[side].add(player);
  if (isSecond) sendOff(play, side, player);
  add(play, sec, { kind: 'card', side, colour: isSecond ? 'second-yellow' : 'yellow', player });
  return sec + 25;
}

function redCard(play: Play, side: Side, sec: number): number {
  const player = play.random.pick(playersOn(play, side));
  sendOff(play, side, player);
  add(play, sec, { kind: 'card', side, colour: 'red', player });
  return sec + 60;
}

function sendOff(play: Play, side: Side, player: string): void {
  play.reds[side] += 1;
  play.sentOff[side].add(player);
}

const playersOn = (play: Play, side: Side): readonly string[] =>
  play.input[side].squad.filter((player) => !play.sentOff[side].has(player));

function add(play: Play, sec: number, body: EventBody): string {
  const eventId = `${body.kind}-${play.nextId}`;
  play.nextId += 1;
  play.incidents.push({ eventId, elapsedMs: sec * 1000, body });
  return eventId;
}
