import type { Side } from '#contracts/mod.ts';

import type { PlayerLeg } from './legs.ts';

/** Chance of k of n by itself. */
function binomial(n: number, k: number, p: number): number {
  let chance = 1;
  for (let at = 0; at < k; at += 1) chance *= ((n - at) / (k - at)) * p;
  return chance * (1 - p) ** (n - k);
}

/**
 * The chance that further goals of a team fall to its players as the legs ask: each goal is a player's
 * with his share, whoever had the others (multinomial thinning).
 */
function chanceOf(goals: number, legs: readonly PlayerLeg[], at = 0, left = 1): number {
  const leg = legs[at];
  if (leg === undefined) return 1;
  const share = Math.min(1, leg.share / left);
  let sum = 0;
  for (let his = leg.least; his <= Math.min(goals, leg.most); his += 1) {
    sum += binomial(goals, his, share) * chanceOf(goals - his, legs, at + 1, left - leg.share);
  }
  return sum;
}

/** Several questions on one player become one; an impossible pair asks for more than `most`. */
function merged(legs: readonly PlayerLeg[]): readonly PlayerLeg[] {
  const byPlayer = new Map<string, PlayerLeg>();
  for (const leg of legs) {
    const other = byPlayer.get(leg.playerId);
    byPlayer.set(
      leg.playerId,
      other === undefined
        ? leg
        : {
            ...leg,
            least: Math.max(leg.least, other.least),
            most: Math.min(leg.most, other.most),
            first: leg.first || other.first,
          },
    );
  }
  return [...byPlayer.values()];
}

export type Remaining = Readonly<{ home: number; away: number; next: Side | 'none' }>;

/** The chance of all player legs, given how many goals each team still scores and who scores next. */
export function scorersChance(all: readonly PlayerLeg[]): (remaining: Remaining) => number {
  const legs = merged(all);
  const firsts = legs.filter(({ first }) => first);
  const [first] = firsts;
  const known = new Map<string, number>();
  const work = ({ home, away, next }: Remaining): number => {
    if (firsts.length > 1) return 0;
    if (first !== undefined && first.side !== next) return 0;
    let chance = first === undefined ? 1 : first.share;
    for (const side of ['home', 'away'] as const) {
      const his = first?.side === side ? first : undefined;
      const goals = (side === 'home' ? home : away) - (his === undefined ? 0 : 1);
      const asked = legs
        .filter((leg) => leg.side === side)
        .map((leg) =>
          leg === his ? { ...leg, least: Math.max(0, leg.least - 1), most: leg.most - 1 } : leg,
        );
      chance *= chanceOf(goals, asked);
    }
    return chance;
  };
  return (remaining) => {
    const key = `${remaining.home},${remaining.away},${remaining.next}`;
    const chance = known.get(key) ?? work(remaining);
    known.set(key, chance);
    return chance;
  };
}
