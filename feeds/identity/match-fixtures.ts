import { InputError } from '#contracts/mod.ts';

import { nameSimilarity } from './names.ts';

/** A fixture as some provider names it. */
export type NamedFixture = Readonly<{
  id: string;
  home: string;
  away: string;
  /** UTC milliseconds; midnight UTC of the day when `isDayOnly`. */
  startsAt: number;
  isDayOnly?: boolean;
}>;

export type FixturePair = Readonly<{
  left: string;
  right: string;
  confidence: number;
  why: string;
}>;
export type FixtureMatching = Readonly<{
  matched: readonly FixturePair[];
  /** Likely, but not certain enough to join without a person. */
  review: readonly FixturePair[];
  unmatched: Readonly<{ left: readonly string[]; right: readonly string[] }>;
}>;

export type MatchingOptions = Readonly<{
  /** Pairs from here on are joined; 0.8 unless given. */
  accept?: number;
  /** Pairs from here on are shown to a person; 0.5 unless given. */
  review?: number;
  /** Names that are known to be one, as `[left, right]`. */
  aliases?: readonly (readonly [string, string])[];
}>;

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** Two candidates that are closer than this to one another are told apart by a person. */
const CLEAR_BY = 0.1;

/**
 * Finds which fixtures of two providers are one: by the names of both teams and the time, each fixture at most
 * once. The order of the lists changes nothing. A pair with home and away exchanged, or with a second
 * candidate close to it, goes to review however alike its names are.
 */
export function matchFixtures(
  lefts: readonly NamedFixture[],
  rights: readonly NamedFixture[],
  options: MatchingOptions = {},
): FixtureMatching {
  const { accept = 0.8, review: show = 0.5, aliases = [] } = options;
  if (!(show > 0 && show <= accept && accept <= 1))
    throw new InputError('NUMBER_INVALID', 'accept', accept, 'must be 0 < review ≤ accept ≤ 1');
  const likeness = similarities(aliases);
  const candidates = lefts
    .flatMap((left) => rights.map((right) => pairOf(left, right, likeness)))
    .filter(({ confidence }) => confidence >= show)
    .sort((a, b) => b.confidence - a.confidence || (keyOf(a) < keyOf(b) ? -1 : 1));
  const [matched, review]: [FixturePair[], FixturePair[]] = [[], []];
  const taken = new Set<string>();
  for (const pair of candidates) {
    const [left, right] = [`l${pair.left}`, `r${pair.right}`];
    if (taken.has(left) || taken.has(right)) continue;
    const rival = candidates.find(
      (other) =>
        other !== pair &&
        (other.left === pair.left || other.right === pair.right) &&
        !taken.has(`l${other.left}`) &&
        !taken.has(`r${other.right}`) &&
        pair.confidence - other.confidence < CLEAR_BY,
    );
    taken.add(left).add(right);
    if (rival !== undefined) {
      const why = `${pair.why}; also like ${rival.left === pair.left ? rival.right : rival.left}`;
      review.push({ ...pair, why });
    } else if (pair.confidence >= accept) matched.push(pair);
    else review.push(pair);
  }
  return {
    matched,
    review,
    unmatched: {
      left: lefts.map(({ id }) => id).filter((id) => !taken.has(`l${id}`)),
      right: rights.map(({ id }) => id).filter((id) => !taken.has(`r${id}`)),
    },
  };
}

const keyOf = ({ left, right }: FixturePair): string => `${left}\n${right}`;

type Likeness = (left: string, right: string) => number;

/** The same two names come again in every round: each pair is compared once. */
function similarities(aliases: readonly (readonly [string, string])[]): Likeness {
  const known = new Map(aliases.map(([left, right]) => [`${left}\n${right}`, 1]));
  return (left, right) => {
    const key = `${left}\n${right}`;
    const found = known.get(key) ?? nameSimilarity(left, right);
    known.set(key, found);
    return found;
  };
}

function pairOf(left: NamedFixture, right: NamedFixture, likeness: Likeness): FixturePair {
  const pair = { left: left.id, right: right.id };
  const time = timeLikeness(left, right);
  if (time === 0) return { ...pair, confidence: 0, why: 'other days' };
  const straight = Math.sqrt(likeness(left.home, right.home) * likeness(left.away, right.away));
  const crossed = Math.sqrt(likeness(left.home, right.away) * likeness(left.away, right.home));
  // Exchanged grounds are the other match of the pair more often than a slip of the provider.
  return crossed > straight
    ? { ...pair, confidence: 0.6 * crossed * time, why: 'home and away are exchanged' }
    : {
        ...pair,
        confidence: straight * time,
        why: `names ${figure(straight)}, time ${figure(time)}`,
      };
}

/** 1 for the same kick-off, less for one that was moved, 0 beyond a day and a half. */
function timeLikeness(left: NamedFixture, right: NamedFixture): number {
  const apart = Math.abs(left.startsAt - right.startsAt);
  if (left.isDayOnly === true || right.isDayOnly === true) {
    const [day, other] = left.isDayOnly === true ? [left, right] : [right, left];
    const into = other.startsAt - day.startsAt;
    if (into >= 0 && into < DAY_MS) return 1;
    // A day of another time zone.
    return into >= -DAY_MS / 2 && into < 1.5 * DAY_MS ? 0.9 : 0;
  }
  if (apart <= 15 * MINUTE_MS) return 1;
  if (apart <= 180 * MINUTE_MS) return 0.95;
  return apart <= 1.5 * DAY_MS ? 0.75 : 0;
}

const figure = (value: number): string => value.toFixed(2);
