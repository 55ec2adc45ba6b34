import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

import type { Side } from '#contracts/mod.ts';

import type { Pair } from '../../in-play-parameters.ts';

const DIR = path.join(import.meta.dirname, '../../../../../../shared/data/wyscout');
export const RECORDINGS_ABSENT = !existsSync(DIR);

/** What is counted, by half. */
export type Halves = Readonly<{ firstHalf: Pair; secondHalf: Pair }>;
export type RecordedMatch = Readonly<{
  at: number;
  home: string;
  away: string;
  goals: Halves;
  corners: Halves;
  yellow: Halves;
  dismissals: Halves;
}>;

type LeanEvent = readonly [
  id: number,
  period: string,
  sec: number,
  teamId: number,
  playerId: number,
  name: string,
  subName: string,
  tags: readonly number[],
];
type LeanMatch = Readonly<{ label: string; date: string; events: readonly LeanEvent[] }>;

const TAG = { goal: 101, ownGoal: 102, red: 1701, yellow: 1702, secondYellow: 1703 } as const;
const isGoal = ([, , , , , name, , tags]: LeanEvent): boolean =>
  tags.includes(TAG.goal) && (name === 'Shot' || name === 'Free Kick');

function recorded(line: string, names: ReadonlyMap<number, string>): RecordedMatch {
  const { label, date, events } = JSON.parse(line) as LeanMatch;
  const [teams = ''] = label.split(', ');
  const [home = '', away = ''] = teams.split(' - ');
  const sideOf = (teamId: number): Side => {
    const name = names.get(teamId);
    if (name !== home && name !== away) throw new Error(`${label} has no team ${String(name)}`);
    return name === home ? 'home' : 'away';
  };
  const halves = (holds: (event: LeanEvent) => boolean, swapped = false): Halves => {
    const of = (period: string): Pair => {
      const inside = events.filter((event) => event[1] === period && holds(event));
      const ours = inside.filter(
        ([, , , teamId]) => (sideOf(teamId) === 'home') !== swapped,
      ).length;
      return { home: ours, away: inside.length - ours };
    };
    return { firstHalf: of('1H'), secondHalf: of('2H') };
  };
  const tagged =
    (...tags: readonly number[]) =>
    (event: LeanEvent): boolean =>
      tags.some((tag) => event[7].includes(tag));
  const [scored, own] = [halves(isGoal), halves(tagged(TAG.ownGoal), true)];
  const sum = (left: Pair, right: Pair): Pair => ({
    home: left.home + right.home,
    away: left.away + right.away,
  });
  return {
    at: Date.parse(date.replace(' at ', ' ').replace(/GMT.*$/, 'GMT')),
    home,
    away,
    goals: {
      firstHalf: sum(scored.firstHalf, own.firstHalf),
      secondHalf: sum(scored.secondHalf, own.secondHalf),
    },
    corners: halves((event) => event[6] === 'Corner'),
    yellow: halves(tagged(TAG.yellow)),
    dismissals: halves(tagged(TAG.red, TAG.secondYellow)),
  };
}

/** All matches of the Premier League and the Bundesliga 2017/18 in the order of play. */
export function recordedMatches(): readonly RecordedMatch[] {
  const teams = JSON.parse(
    readFileSync(path.join(DIR, 'teams.json'), 'utf8'),
  ) as readonly Readonly<{
    wyId: number;
    name: string;
  }>[];
  // Names of the list hold `\\u00f6` as six characters; those of the matches are plain.
  const plain = (name: string): string => JSON.parse(`"${name}"`) as string;
  const names = new Map(teams.map(({ wyId, name }) => [wyId, plain(name)]));
  return ['England', 'Germany']
    .flatMap((league) =>
      gunzipSync(readFileSync(path.join(DIR, `lean-${league}.jsonl.gz`)))
        .toString('utf8')
        .trim()
        .split('\n'),
    )
    .map((line) => recorded(line, names))
    .sort((left, right) => left.at - right.at);
}
