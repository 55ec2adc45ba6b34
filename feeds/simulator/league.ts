import type { Random } from '#platform/mod.ts';

import type { MatchScript } from '../script.ts';
import { simulateMatch } from './match.ts';
import { pairingAt } from './schedule.ts';
import { makeTeams, MAX_TEAMS, type LeagueTeam } from './teams.ts';

export type LeagueOptions = Readonly<{
  /** Part of every fixture id: `league-<name>-<round>-<match>`. Letters, digits and hyphens. */
  name: string;
  random: Random;
  /** Even, 12 to 144. */
  teams: number;
}>;

export type League = Readonly<{
  teams: readonly LeagueTeam[];
  /** Match `index` of the endless league, from 0. Depends on nothing but the league and the index. */
  matchAt(index: number): MatchScript;
}>;

const MIN_TEAMS = 12;
/** Goals of average teams, home and away. */
const MEAN_GOALS = { home: 1.52, away: 1.2 };
/** Matches have a date of their own in the script; a replay gives them the day on which it plays them. */
const FIRST_KICK_OFF = Date.UTC(2026, 0, 1, 15);
const ROUND_MS = 7 * 86_400_000;

/** An endless round robin of fictional teams. The same stream gives the same league, byte for byte. */
export function makeLeague({ name, random, teams: count }: LeagueOptions): League {
  if (count % 2 !== 0 || count < MIN_TEAMS || count > MAX_TEAMS)
    throw new RangeError(`a league has ${MIN_TEAMS} to ${MAX_TEAMS} teams, an even number`);
  const teams = makeTeams(random, count);
  const team = (index: number): LeagueTeam => {
    const found = teams[index];
    if (found === undefined) throw new RangeError(`the league has no team ${index}`);
    return found;
  };
  return {
    teams,
    matchAt: (index) => {
      const { round, match, ...pairing } = pairingAt(index, count);
      const home = team(pairing.home);
      const away = team(pairing.away);
      return simulateMatch(
        {
          id: `league-${name}-${round}-${match}`,
          competition: 'Overround League (simulated)',
          teams: { home: publicOf(home), away: publicOf(away) },
          startsAt: FIRST_KICK_OFF + round * ROUND_MS,
          input: {
            home: {
              expectedGoals: MEAN_GOALS.home * home.attack * away.defence,
              squad: home.squad,
            },
            away: {
              expectedGoals: MEAN_GOALS.away * away.attack * home.defence,
              squad: away.squad,
            },
          },
        },
        random.fork(`match-${index}`),
      );
    },
  };
}

const publicOf = ({ id, name }: LeagueTeam): Readonly<{ id: string; name: string }> => ({
  id,
  name,
});
