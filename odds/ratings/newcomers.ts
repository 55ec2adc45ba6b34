import type { PlayedMatch } from './played-match.ts';

/** A team that has not played for so many days comes from another division; a summer break is shorter. */
const ABSENCE_DAYS = 300;

/** A team that comes into the competition; nobody knows when those of the record's first days came. */
export type Entry = Readonly<{ team: string; newcomer: boolean }>;

/** Follows who comes and goes; takes matches in the order of their days. */
export type Attendance = Readonly<{
  /** The teams of a match that come in with it. */
  note: (match: PlayedMatch) => readonly Entry[];
  /** The teams that have been away for so long that they would come in anew. */
  absentOn: (day: number) => readonly string[];
}>;

export function attendance(): Attendance {
  const lastDays = new Map<string, number>();
  let firstDay: number | undefined;
  const isAway = (last: number, day: number): boolean => day - last > ABSENCE_DAYS;
  return {
    note: ({ day, home, away }) => {
      const first = (firstDay ??= day);
      return [home, away].flatMap((team): readonly Entry[] => {
        const last = lastDays.get(team);
        lastDays.set(team, day);
        const newcomer = isAway(last ?? first, day);
        return last === undefined || newcomer ? [{ team, newcomer }] : [];
      });
    },
    absentOn: (day) => [...lastDays].flatMap(([team, last]) => (isAway(last, day) ? [team] : [])),
  };
}

/** The matches before a day, in order; those of one day keep theirs. */
export const inOrderBefore = (
  matches: readonly PlayedMatch[],
  day: number,
): readonly PlayedMatch[] =>
  matches.filter((match) => match.day < day).sort((left, right) => left.day - right.day);

/** The teams that came in after the record began, or would if they played on the day. */
export function newcomersOn(matches: readonly PlayedMatch[], day: number): ReadonlySet<string> {
  const newcomers = new Set<string>();
  const { note, absentOn } = attendance();
  for (const match of inOrderBefore(matches, day)) {
    for (const { team, newcomer } of note(match)) if (newcomer) newcomers.add(team);
  }
  return new Set([...newcomers, ...absentOn(day)]);
}
