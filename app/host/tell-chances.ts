import { payoffContext } from '#markets/mod.ts';
import { packChances, type FixtureChances } from '#risk/mod.ts';

import type { HostState } from './host-state.ts';

/** Chances that move are told no more often than this, and the same ones again after the longer time. */
const TELL_MS = 2_000;
const REPEAT_MS = 10_000;
/** Without open bets nothing rides on them: they are told so that a first bet can be looked at before it is taken. */
const QUIET_MS = 30_000;

/** What the risk service must know to draw the match, when it is priced and it is time. */
export function nextChances(state: HostState): FixtureChances | undefined {
  const { vector, told, now, exposure, record, materialJob } = state;
  // Between a goal and its prices, the vector speaks of the match before it.
  if (vector === null || materialJob !== null) return undefined;
  const withBetsMs = vector === told.vector ? REPEAT_MS : TELL_MS;
  if (now - told.at < (exposure.bets === 0 ? QUIET_MS : withBetsMs)) return undefined;
  state.told = { vector, at: now };
  const { maxFirst, maxSecond } = exposure.index;
  return {
    fixtureId: state.fixtureId,
    epoch: state.epoch,
    seq: state.inputSeq,
    maxFirst,
    maxSecond,
    scorers: [...payoffContext(record).scorers],
    competition: record.info?.competition ?? '',
    startsAt: record.info?.startsAt ?? 0,
    core: packChances(vector),
  };
}
