import { fixtureId, SIDES, type FixtureId, type Score } from '#contracts/mod.ts';

import { buildScript, type Period, type Result } from '../script-builder.ts';
import type { EventBody, MatchScript } from '../script.ts';
import { virtualChances } from './chances.ts';
import { idOf, playVirtualMatch, type PlayedMatch } from './play.ts';
import { clientSeedOf, seedStream } from './seed-stream.ts';
import { MATCHES_PER_ROUND, pairingOf, STARTERS, type VirtualTeam } from './teams.ts';

/** What is known of a match before its seeds are: who plays, and the true chances, to 6 decimals. */
export type VirtualTerms = Readonly<{
  match: number;
  fixtureId: FixtureId;
  home: string;
  away: string;
  chances: Readonly<{
    home: number;
    draw: number;
    away: number;
    over25: number;
    bothScore: number;
  }>;
}>;

/** What a match came to; every incident is one line, in its order. */
export type VirtualResult = Readonly<{
  match: number;
  firstHalf: Score;
  secondHalf: Score;
  events: readonly string[];
}>;

/** The seeds that decide a round; `contributions` are what bettors gave, in order. */
export type RoundSeeds = Readonly<{
  round: number;
  serverSeed: string;
  contributions: readonly string[];
}>;

const MATCHES = Array.from({ length: MATCHES_PER_ROUND }, (_, index) => index + 1);

const virtualFixtureId = (round: number, match: number): FixtureId =>
  fixtureId(`virtual-${round}-${match}`);

export const termsOfRound = (round: number): readonly VirtualTerms[] =>
  MATCHES.map((match) => {
    const pairing = pairingOf(round, match);
    const { home, draw, away, over25, bothScore } = virtualChances(pairing);
    return {
      match,
      fixtureId: virtualFixtureId(round, match),
      home: pairing.home.name,
      away: pairing.away.name,
      chances: {
        home: sixDecimals(home),
        draw: sixDecimals(draw),
        away: sixDecimals(away),
        over25: sixDecimals(over25),
        bothScore: sixDecimals(bothScore),
      },
    };
  });

/** Plays a round from its seeds: match n is played from the numbers of nonce n. */
export const resultsOfRound = (seeds: RoundSeeds): readonly VirtualResult[] =>
  MATCHES.map((match) => {
    const { firstHalf, secondHalf, periods } = played(seeds, match);
    return { match, firstHalf, secondHalf, events: periods.flatMap(linesOf) };
  });

/** The matches of a round as scripts of the feed, at real speed. */
export const scriptsOfRound = (seeds: RoundSeeds, startsAt: number): readonly MatchScript[] =>
  MATCHES.map((match) => {
    const { periods, ...result } = played(seeds, match);
    return scriptOf({ round: seeds.round, match, startsAt }, periods, result);
  });

/** The same scripts as far as they are known before the seeds: announced, with players and expectation. */
export const announcementsOfRound = (round: number, startsAt: number): readonly MatchScript[] =>
  MATCHES.map((match) => {
    const nil = { home: 0, away: 0 };
    const script = scriptOf({ round, match, startsAt }, [], { firstHalf: nil, secondHalf: nil });
    return {
      ...script,
      events: script.events.filter(({ atMs }) => atMs === Number.NEGATIVE_INFINITY),
    };
  });

const played = ({ round, serverSeed, contributions }: RoundSeeds, match: number): PlayedMatch =>
  playVirtualMatch(
    pairingOf(round, match),
    seedStream(serverSeed, clientSeedOf(contributions), match),
  );

type Place = Readonly<{ round: number; match: number; startsAt: number }>;

function scriptOf(
  { round, match, startsAt }: Place,
  periods: readonly Period[],
  result: Result,
): MatchScript {
  const pairing = pairingOf(round, match);
  const { goals } = virtualChances(pairing);
  const [home, away] = SIDES.map((side) =>
    pairing[side].players.map((name, at) => ({ id: idOf(name), name, starts: at < STARTERS })),
  );
  return buildScript({
    id: virtualFixtureId(round, match),
    competition: 'Overround Virtual League',
    teams: { home: publicOf(pairing.home), away: publicOf(pairing.away) },
    startsAt,
    covers: ['corners', 'cards', 'players'],
    lineups: { home: home ?? [], away: away ?? [] },
    expectation: {
      totalGoals: sixDecimals(goals.home + goals.away),
      supremacy: sixDecimals(goals.home - goals.away),
    },
    periods,
    result: { firstHalf: result.firstHalf, secondHalf: result.secondHalf },
  });
}

const linesOf = ({ phase, incidents }: Period): readonly string[] =>
  incidents.map(({ elapsedMs, body }) => `${phase} ${clockOf(elapsedMs)} ${wordsOf(body)}`);

function clockOf(elapsedMs: number): string {
  const sec = elapsedMs / 1000;
  return `${Math.floor(sec / 60)}:${String(sec % 60).padStart(2, '0')}`;
}

/** Kind, then the values of the other fields in their order: `goal home play Abend`. */
const wordsOf = (body: EventBody): string => Object.values(body).join(' ');

const sixDecimals = (value: number): number => Math.round(value * 1e6) / 1e6;

const publicOf = ({ id, name }: VirtualTeam): Readonly<{ id: string; name: string }> => ({
  id,
  name,
});
