import type { Score, Side } from '#contracts/mod.ts';

import { leader } from '../definition.ts';
import type { MatchRecord } from '../record/match-record.ts';
import { extraTime, regularTimeOver, scoreOf, shootOut } from '../record/views.ts';
import type { DeciderFacts } from './facts.ts';

const NOT_PLAYED = { extraTime: null, shootOut: null } as const;
const SIDES: readonly Side[] = ['home', 'away'];
const FURTHER = 8;

const sum = (left: Score, right: Score): Score => ({
  home: left.home + right.home,
  away: left.away + right.away,
});

/** What a match over says of the tie; undefined when its score does not name a winner. */
function decided(record: MatchRecord): DeciderFacts | undefined {
  const { fullTime } = scoreOf(record);
  const extra = extraTime(record);
  const kicks = shootOut(record);
  const inAll = leader(extra === null ? fullTime : sum(fullTime, extra));
  const facts = { extraTime: extra, shootOut: kicks };
  if (kicks !== null && leader(kicks) !== 'draw') {
    return { ...facts, qualifies: leader(kicks) as Side, method: 'penalties' };
  }
  if (inAll === 'draw') return undefined;
  return { ...facts, qualifies: inAll, method: extra === null ? 'regular-time' : 'extra-time' };
}

/** Every way in which the tie may still end, given the phase that the match is in. */
export function* deciderReachable(record: MatchRecord): Generator<DeciderFacts> {
  if (record.phase === 'ended') {
    const facts = decided(record);
    if (facts !== undefined) {
      yield facts;
      return;
    }
  }
  const { fullTime } = scoreOf(record);
  const extra = extraTime(record);
  const kicks = shootOut(record);
  if (!regularTimeOver(record)) {
    for (const qualifies of SIDES) yield { ...NOT_PLAYED, qualifies, method: 'regular-time' };
  }
  if (kicks === null) yield* extraTimeEnds(fullTime, extra, record.phase === 'extra-end');
  const level = extra ?? { home: 0, away: 0 };
  for (const shot of shootOuts(kicks)) {
    const draws = kicks === null ? [0, 1, 2] : [0];
    for (const more of draws) {
      const after = { home: level.home + more, away: level.away + more };
      yield {
        qualifies: shot.home > shot.away ? 'home' : 'away',
        method: 'penalties',
        extraTime: kicks !== null || record.decider === 'penalties' ? extra : after,
        shootOut: shot,
      };
    }
  }
}

function* extraTimeEnds(
  fullTime: Score,
  extra: Score | null,
  over: boolean,
): Generator<DeciderFacts> {
  const now = extra ?? { home: 0, away: 0 };
  const most = over ? 0 : FURTHER;
  for (let home = 0; home <= most; home += 1) {
    for (let away = 0; away <= most; away += 1) {
      const after = { home: now.home + home, away: now.away + away };
      const winner = leader(extra === null ? after : sum(fullTime, after));
      if (winner === 'draw') continue;
      yield { qualifies: winner, method: 'extra-time', extraTime: after, shootOut: null };
    }
  }
}

function* shootOuts(kicks: Score | null): Generator<Score> {
  const now = kicks ?? { home: 0, away: 0 };
  for (let home = 0; home <= FURTHER; home += 1) {
    for (let away = 0; away <= FURTHER; away += 1) {
      const shot = { home: now.home + home, away: now.away + away };
      if (shot.home !== shot.away) yield shot;
    }
  }
}
