import type { Side } from '#contracts/mod.ts';

import { penaltyStops, type Incident } from '../script-builder.ts';
import type { EventBody } from '../script.ts';
import type { WyscoutEvent } from './match-events.ts';

const TAG = { goal: 101, ownGoal: 102, red: 1701, yellow: 1702, secondYellow: 1703 } as const;
/** A keeper's save attempt carries the goal tag too; only these are the kick itself. */
const KICKS = ['Shot', 'Free Kick'];
/** A penalty is given for a foul at most this long before the kick; otherwise a usual wait is assumed. */
const FOUL_TO_KICK_MS = 240_000;
const USUAL_WAIT_MS = 45_000;
const KICK_TO_RESTART_MS = 10_000;

export type IncidentContext = Readonly<{
  sideOf: (teamId: number) => Side;
  playerName: (playerId: number) => string | undefined;
}>;

/** Canonical incidents of one period, from its provider events in playing order. */
export function incidentsOf(
  events: readonly WyscoutEvent[],
  context: IncidentContext,
): readonly Incident[] {
  return events.flatMap((event, index) => [
    ...stopsAround(event, events.slice(0, index)),
    ...bodiesOf(event, context).map((body, part) => ({
      eventId: part === 0 ? String(event.id) : `${event.id}-${body.kind}`,
      elapsedMs: event.sec * 1000,
      body,
    })),
  ]);
}

const isPenalty = (event: WyscoutEvent): boolean =>
  event.subEventName === 'Penalty' && event.period !== 'P';
const isGoal = (event: WyscoutEvent): boolean =>
  event.tags.includes(TAG.goal) && KICKS.includes(event.eventName);
const isOwnGoal = (event: WyscoutEvent): boolean => event.tags.includes(TAG.ownGoal);

function bodiesOf(event: WyscoutEvent, context: IncidentContext): readonly EventBody[] {
  const side = context.sideOf(event.teamId);
  const name = context.playerName(event.playerId);
  const player = name === undefined ? {} : { player: name };
  if (event.period === 'P' && event.subEventName === 'Penalty')
    return [{ kind: 'shoot-out-kick', side, scored: isGoal(event), ...player }];
  const bodies: EventBody[] = [];
  if (isGoal(event))
    bodies.push({ kind: 'goal', side, how: isPenalty(event) ? 'penalty' : 'play', ...player });
  else if (isPenalty(event)) bodies.push({ kind: 'penalty-missed', side, ...player });
  if (isOwnGoal(event))
    bodies.push({ kind: 'goal', side: other(side), how: 'own-goal', ...player });
  if (event.subEventName === 'Corner') bodies.push({ kind: 'corner', side });
  const colour = colourOf(event);
  if (colour !== undefined) bodies.push({ kind: 'card', side, colour, ...player });
  return bodies;
}

function colourOf({ tags }: WyscoutEvent): 'red' | 'second-yellow' | 'yellow' | undefined {
  if (tags.includes(TAG.red)) return 'red';
  if (tags.includes(TAG.secondYellow)) return 'second-yellow';
  return tags.includes(TAG.yellow) ? 'yellow' : undefined;
}

/** The provider sends no bet stop: it is put where the penalty was given and lifted after the kick. */
function stopsAround(kick: WyscoutEvent, before: readonly WyscoutEvent[]): readonly Incident[] {
  if (!isPenalty(kick)) return [];
  const kickMs = kick.sec * 1000;
  const lastStop = before.findLast(
    (event) => isGoal(event) || isOwnGoal(event) || isPenalty(event) || isFoulBy(event, kick),
  );
  const isGiven =
    lastStop !== undefined &&
    isFoulBy(lastStop, kick) &&
    kickMs - lastStop.sec * 1000 <= FOUL_TO_KICK_MS;
  const earliestMs = lastStop === undefined ? 0 : lastStop.sec * 1000;
  const stopMs = isGiven ? earliestMs : Math.max(earliestMs, kickMs - USUAL_WAIT_MS);
  return penaltyStops(String(kick.id), stopMs, kickMs + KICK_TO_RESTART_MS);
}

const isFoulBy = (event: WyscoutEvent, kick: WyscoutEvent): boolean =>
  event.eventName === 'Foul' && event.teamId !== kick.teamId;

const other = (side: Side): Side => (side === 'home' ? 'away' : 'home');
