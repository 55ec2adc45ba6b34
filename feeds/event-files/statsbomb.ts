import { Type, type Static } from 'typebox';

import type { Score, Side } from '#contracts/mod.ts';
import { InvalidMessageError, parserOf } from '#platform/mod.ts';

import {
  buildScript,
  penaltyStops,
  type Incident,
  type Period,
  type PlayedPhase,
} from '../script-builder.ts';
import { recordOfScript } from '../script-record.ts';
import type { EventBody, MatchScript } from '../script.ts';

const Named = Type.Object({ name: Type.String({ maxLength: 80 }) });
const Id = Type.Integer({ minimum: 0 });
const Carded = Type.Optional(Type.Object({ card: Type.Optional(Named) }));

/** The parts that are read of one event of a StatsBomb-shaped file; other fields are ignored. */
const EventSchema = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 60 }),
  index: Type.Integer({ minimum: 0 }),
  period: Type.Integer({ minimum: 1, maximum: 5 }),
  timestamp: Type.String({ pattern: '^\\d{2}:[0-5]\\d:[0-5]\\d(?:\\.\\d{1,6})?$' }),
  type: Named,
  team: Type.Object({ id: Id }),
  player: Type.Optional(Named),
  shot: Type.Optional(Type.Object({ outcome: Named, type: Type.Optional(Named) })),
  pass: Type.Optional(Type.Object({ type: Type.Optional(Named) })),
  foul_committed: Carded,
  bad_behaviour: Carded,
});
type SourceEvent = Static<typeof EventSchema>;
const EventsSchema = Type.Array(EventSchema, { minItems: 1, maxItems: 20_000 });

const Goals = Type.Integer({ minimum: 0, maximum: 99 });
/** One match of a `matches` file of the same shape. */
const MatchSchema = Type.Object({
  match_id: Id,
  match_date: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
  kick_off: Type.Optional(
    Type.Union([Type.Null(), Type.String({ pattern: '^\\d{2}:\\d{2}(?::\\d{2})?' })]),
  ),
  competition: Type.Object({ competition_name: Type.String({ minLength: 1, maxLength: 80 }) }),
  home_team: Type.Object({ home_team_id: Id, home_team_name: Type.String({ minLength: 1 }) }),
  away_team: Type.Object({ away_team_id: Id, away_team_name: Type.String({ minLength: 1 }) }),
  home_score: Goals,
  away_score: Goals,
});
export type StatsbombMatch = Static<typeof MatchSchema>;

const parseEvents = parserOf(EventsSchema);
const parseMatch = parserOf(MatchSchema);
const PHASES: readonly PlayedPhase[] = [
  ...(['first-half', 'second-half', 'extra-first', 'extra-second', 'penalties'] as const),
];

/**
 * A match of two files in the shape of StatsBomb's open data: its events, and its entry of the list of matches,
 * whose score (extra time included) is the official one. `problems` says where the events do not explain it.
 * @throws InvalidMessageError with the path of what does not fit
 */
export function statsbombScript(events: unknown, match: unknown): MatchScript {
  const official = parseMatch(match);
  const ordered = [...parseEvents(events)].sort(
    (left, right) => left.period - right.period || left.index - right.index,
  );
  const sides = new Map<number, Side>([
    [official.home_team.home_team_id, 'home'],
    [official.away_team.away_team_id, 'away'],
  ]);
  const sideOf = ({ team }: SourceEvent): Side => {
    const side = sides.get(team.id);
    if (side === undefined)
      throw new InvalidMessageError(`event of team ${team.id}, which does not play`);
    return side;
  };
  const periods = PHASES.flatMap((phase, at): Period[] => {
    const own = ordered.filter(({ period }) => period === at + 1);
    if (own.length === 0) return [];
    const incidents = own.flatMap((event) => incidentsOf(event, sideOf(event)));
    return [{ phase, lengthMs: Math.max(...own.map(elapsedOf)), incidents }];
  });
  return scriptOf(official, periods);
}

function scriptOf(official: StatsbombMatch, periods: readonly Period[]): MatchScript {
  const halves = PHASES.map((phase) => goalsIn(periods.find((period) => period.phase === phase)));
  const [firstHalf = NIL, played = NIL, extraFirst = NIL, extraSecond = NIL] = halves;
  const isExtra = periods.some(({ phase }) => phase === 'extra-first');
  const extraTime = {
    home: extraFirst.home + extraSecond.home,
    away: extraFirst.away + extraSecond.away,
  };
  // The list knows the final score only: what the events do not explain of it shows in the second half.
  const secondHalf = {
    home: official.home_score - firstHalf.home - (isExtra ? extraTime.home : 0),
    away: official.away_score - firstHalf.away - (isExtra ? extraTime.away : 0),
  };
  const isPossible = secondHalf.home >= 0 && secondHalf.away >= 0;
  const shootOut = kicksIn(periods.find(({ phase }) => phase === 'penalties'));
  const script = buildScript({
    id: `statsbomb-${official.match_id}`,
    competition: official.competition.competition_name,
    teams: {
      home: {
        id: `statsbomb:team:${official.home_team.home_team_id}`,
        name: official.home_team.home_team_name,
      },
      away: {
        id: `statsbomb:team:${official.away_team.away_team_id}`,
        name: official.away_team.away_team_name,
      },
    },
    startsAt: Date.parse(
      `${official.match_date}T${(official.kick_off ?? '00:00').slice(0, 5)}:00Z`,
    ),
    covers: ['corners', 'cards'],
    expectation: { totalGoals: 2.7, supremacy: 0.3 },
    periods,
    result: {
      firstHalf,
      secondHalf: isPossible ? secondHalf : played,
      ...(isExtra ? { extraTime } : {}),
      ...(shootOut === undefined ? {} : { shootOut }),
    },
  });
  const falls = isPossible
    ? []
    : [`${script.id}: the official score is below the goals of the events`];
  return { ...script, problems: [...falls, ...recordOfScript(script).contradictions] };
}

const NIL: Score = { home: 0, away: 0 };

function counted(period: Period, is: (body: EventBody) => Side | undefined): Score {
  const score = { home: 0, away: 0 };
  for (const { body } of period.incidents) {
    const side = is(body);
    if (side !== undefined) score[side] += 1;
  }
  return score;
}
const goalsIn = (period: Period | undefined): Score =>
  period === undefined
    ? NIL
    : counted(period, (body) => (body.kind === 'goal' ? body.side : undefined));
const kicksIn = (period: Period | undefined): Score | undefined =>
  period &&
  counted(period, (body) =>
    body.kind === 'shoot-out-kick' && body.scored ? body.side : undefined,
  );

function elapsedOf({ timestamp }: SourceEvent): number {
  const [hours, minutes, seconds] = timestamp.split(':').map(Number);
  return Math.round((((hours ?? 0) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0)) * 1000);
}

function incidentsOf(event: SourceEvent, side: Side): readonly Incident[] {
  const body = bodyOf(event, side);
  if (body === undefined) return [];
  const elapsedMs = elapsedOf(event);
  const incident = { eventId: event.id, elapsedMs, body };
  const isPenalty = event.period < 5 && event.shot?.type?.name === 'Penalty';
  if (!isPenalty) return [incident];
  // The shape has no word for the award of a penalty: bets stop the usual wait before the kick.
  const [stop, start] = penaltyStops(event.id, Math.max(0, elapsedMs - 45_000), elapsedMs + 10_000);
  return [stop, incident, start].filter((one) => one !== undefined);
}

const COLOURS: Readonly<Record<string, 'yellow' | 'second-yellow' | 'red'>> = {
  'Yellow Card': 'yellow',
  'Second Yellow': 'second-yellow',
  'Red Card': 'red',
};

function bodyOf(event: SourceEvent, side: Side): EventBody | undefined {
  const player =
    event.player === undefined || event.player.name === '' ? {} : { player: event.player.name };
  const { shot } = event;
  if (shot !== undefined) {
    const isGoal = shot.outcome.name === 'Goal';
    if (event.period === 5) return { kind: 'shoot-out-kick', side, scored: isGoal, ...player };
    const isPenalty = shot.type?.name === 'Penalty';
    if (isGoal) return { kind: 'goal', side, how: isPenalty ? 'penalty' : 'play', ...player };
    return isPenalty ? { kind: 'penalty-missed', side, ...player } : undefined;
  }
  // The side that an own goal counts for has an event of its own.
  if (event.type.name === 'Own Goal For') return { kind: 'goal', side, how: 'own-goal' };
  if (event.pass?.type?.name === 'Corner') return { kind: 'corner', side };
  const card = event.foul_committed?.card?.name ?? event.bad_behaviour?.card?.name;
  const colour = card === undefined ? undefined : COLOURS[card];
  return colour === undefined ? undefined : { kind: 'card', side, colour, ...player };
}
