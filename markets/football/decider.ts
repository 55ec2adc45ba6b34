import type { Score, Side } from '#contracts/mod.ts';

import { leader } from '../definition.ts';
import type { MatchRecord } from '../record/match-record.ts';
import { extraTime, regularTimeOver, scoreOf, shootOut } from '../record/views.ts';
import type { DeciderFacts } from './facts.ts';

const NOT_PLAYED = { extraTime: null, shootOut: null } as const;
const NONE: Score = { home: 0, away: 0 };
const SIDES: readonly Side[] = ['home', 'away'];
/** More goals of one side in extra time than any line of the catalogue. */
const FURTHER = 14;
const FURTHER_KICKS = 8;

const sum = (left: Score, right: Score): Score => ({
  home: left.home + right.home,
  away: left.away + right.away,
});

/** What a match over says of the tie; undefined when its score does not name a winner. */
function decided(record: MatchRecord): DeciderFacts | undefined {
  const { fullTime } = scoreOf(record);
  const extra = extraTime(record);
  const kicks = shootOut(record);
  const facts = { extraTime: extra, shootOut: kicks };
  const onPenalties = leader(kicks ?? NONE);
  if (onPenalties !== 'draw') return { ...facts, qualifies: onPenalties, method: 'penalties' };
  const inAll = leader(sum(fullTime, extra ?? NONE));
  if (inAll === 'draw') return undefined;
  return { ...facts, qualifies: inAll, method: extra === null ? 'regular-time' : 'extra-time' };
}

/** Every way in which the tie may still end, given the phase that the match is in. */
export function* deciderReachable(record: MatchRecord): Generator<DeciderFacts> {
  const known = record.phase === 'ended' ? decided(record) : undefined;
  if (known !== undefined) {
    yield known;
    return;
  }
  if (!regularTimeOver(record)) {
    for (const qualifies of SIDES) yield { ...NOT_PLAYED, qualifies, method: 'regular-time' };
  }
  const kicks = shootOut(record);
  const extras = [...extraTimeEnds(record)];
  if (kicks === null) yield* wonInExtraTime(record, extras);
  for (const extra of extras) {
    if (kicks === null && !isLevel(record, extra)) continue;
    for (const shot of furtherKicks(kicks ?? NONE)) {
      const qualifies = shot.home > shot.away ? 'home' : 'away';
      yield { qualifies, method: 'penalties', extraTime: extra, shootOut: shot };
    }
  }
}

/** Scores with which extra time may end; null where it is not played. */
function* extraTimeEnds(record: MatchRecord): Generator<Score | null> {
  const now = extraTime(record);
  const isOver = record.phase === 'extra-end' || shootOut(record) !== null;
  if (isOver || (now === null && record.decider === 'penalties')) {
    yield now;
    return;
  }
  for (let home = 0; home <= FURTHER; home += 1) {
    for (let away = 0; away <= FURTHER; away += 1) yield sum(now ?? NONE, { home, away });
  }
}

/** The lead after 90 minutes counts once extra time is on; before, only a level score leads there. */
const inAllWith = (record: MatchRecord, extra: Score): Score =>
  extraTime(record) === null ? extra : sum(scoreOf(record).fullTime, extra);

const isLevel = (record: MatchRecord, extra: Score | null): boolean =>
  extra === null || leader(inAllWith(record, extra)) === 'draw';

function* wonInExtraTime(
  record: MatchRecord,
  extras: readonly (Score | null)[],
): Generator<DeciderFacts> {
  for (const extra of extras) {
    if (extra === null) continue;
    const qualifies = leader(inAllWith(record, extra));
    if (qualifies === 'draw') continue;
    yield { qualifies, method: 'extra-time', extraTime: extra, shootOut: null };
  }
}

function* furtherKicks(now: Score): Generator<Score> {
  for (let home = 0; home <= FURTHER_KICKS; home += 1) {
    for (let away = 0; away <= FURTHER_KICKS; away += 1) {
      const shot = sum(now, { home, away });
      if (shot.home !== shot.away) yield shot;
    }
  }
}
