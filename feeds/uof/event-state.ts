import type { Score } from '#contracts/mod.ts';
import { InvalidMessageError } from '#platform/mod.ts';

import { decimal, integer, needed, text, worded } from './attributes.ts';
import { eachChild, type UnknownElements } from './unknown-elements.ts';
import { EVENT_STATUSES, REPORTING, type Reporting, type UofEventStatus } from './words.ts';
import type { XmlElement } from './xml.ts';

export const STATISTICS = ['yellow_cards', 'red_cards', 'yellow_red_cards', 'corners'] as const;
export type Statistic = (typeof STATISTICS)[number];

/** How the event stands, whole in each message that has it. */
export type EventState = Readonly<{
  status: UofEventStatus | null;
  reporting: Reporting | null;
  /** The phase by the provider's code, 6 for the first half; its list is a REST answer. */
  matchStatus: number | null;
  score: Score | null;
  clock: Readonly<{ matchMs: number | null; stoppageMs: number | null }> | null;
  periods: readonly Readonly<{ matchStatus: number; score: Score }>[];
  statistics: Readonly<Partial<Record<Statistic, Score>>>;
}>;

/** Scores of some sports have fractions; ours count. */
const pair = (element: XmlElement, home: string, away: string): Score | null => {
  const [first, second] = [decimal(element, home), decimal(element, away)];
  if (first === null || second === null) return null;
  if (first < 0 || second < 0) throw new InvalidMessageError(`${element.name} is below 0`);
  return { home: Math.floor(first), away: Math.floor(second) };
};

/** "75:02" as milliseconds. @throws InvalidMessageError */
function clockMs(element: XmlElement, name: string): number | null {
  const value = text(element, name);
  if (value === null) return null;
  const match = /^(\d{1,4}):([0-5]\d)$/u.exec(value);
  if (match === null) throw new InvalidMessageError(`${element.name}/@${name} must be mm:ss`);
  return (Number(match[1]) * 60 + Number(match[2])) * 1_000;
}

/** A `sport_event_status`. @throws InvalidMessageError */
export function readEventState(element: XmlElement, unknown: UnknownElements): EventState {
  let clock: EventState['clock'] = null;
  const periods: EventState['periods'][number][] = [];
  const statistics: Partial<Record<Statistic, Score>> = {};
  const statistic = (child: XmlElement): void => {
    const score = pair(child, 'home', 'away');
    if (score !== null) statistics[child.name as Statistic] = score;
  };
  eachChild(element, unknown, {
    clock: (child) => {
      const stoppageMs = clockMs(child, 'stoppage_time');
      clock = { matchMs: clockMs(child, 'match_time'), stoppageMs };
    },
    period_scores: (child) =>
      eachChild(child, unknown, {
        period_score: (period) => {
          const score = pair(period, 'home_score', 'away_score');
          const matchStatus = needed(integer, period, 'match_status_code');
          if (score !== null) periods.push({ matchStatus, score });
        },
      }),
    statistics: (child) =>
      eachChild(child, unknown, Object.fromEntries(STATISTICS.map((name) => [name, statistic]))),
    results: null,
  });
  return {
    ...{ clock, periods, statistics },
    status: worded(EVENT_STATUSES, element, 'status'),
    reporting: worded(REPORTING, element, 'reporting'),
    matchStatus: integer(element, 'match_status'),
    score: pair(element, 'home_score', 'away_score'),
  };
}
