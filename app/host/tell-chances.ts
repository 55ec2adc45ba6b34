import { payoffContext } from '#markets/mod.ts';
import { packChances, type FixtureChances } from '#risk/mod.ts';

import type { HostState } from './host-state.ts';

/** Chances that move are told no more often than this, and the same ones again after the longer time. */
const TELL_MS = 2_000;
const REPEAT_MS = 10_000;

/** What the risk service must know to draw the match: of a fixture with open bets, when it is priced and it is time. */
export function nextChances(state: HostState): FixtureChances | undefined {
  const { vector, told, now, exposure, record, materialJob } = state;
  // Between a goal and its prices, the vector speaks of the match before it.
  if (vector === null || materialJob !== null || exposure.bets === 0) return undefined;
  if (now - told.at < (vector === told.vector ? REPEAT_MS : TELL_MS)) return undefined;
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
