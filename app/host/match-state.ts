import { parseMarketKey, type FixtureEvent, type MarketKey } from '#contracts/mod.ts';
import {
  definitionOf,
  redCards,
  regularTimeOver,
  scoreOf,
  type MatchRecord,
} from '#markets/mod.ts';
import type { FootballState } from '#odds/models/mod.ts';

const MINUTE_MS = 60_000;
const HALF_MINUTES = 45;

/** The match as the pricing model sees it; `full-time` when the 90 minutes are over, whatever follows. */
export function footballState(record: MatchRecord): FootballState {
  const { firstHalf, secondHalf } = scoreOf(record);
  const state = { firstHalf, secondHalf, redCards: redCards(record) };
  if (regularTimeOver(record)) return { ...state, phase: 'full-time', elapsedMinutes: 90 };
  const played = record.clock.elapsedMs / MINUTE_MS;
  switch (record.phase) {
    case 'first-half':
      return { ...state, phase: 'first-half', elapsedMinutes: played };
    case 'half-time':
      return { ...state, phase: 'half-time', elapsedMinutes: HALF_MINUTES };
    case 'second-half':
      return { ...state, phase: 'second-half', elapsedMinutes: HALF_MINUTES + played };
    default:
      return { ...state, phase: 'not-started', elapsedMinutes: 0 };
  }
}

/** What a market counts beside goals: a bet on corners waits for corners, too. */
function countsOf(record: MatchRecord, key: MarketKey): readonly number[] {
  const type = parseMarketKey(key)?.type;
  switch (type && definitionOf(type).group) {
    case 'corners':
      return [record.corners.length];
    case 'cards':
      return [record.cards.length];
    case 'decider':
      return [record.shootOutKicks.length, record.goals.length];
    default:
      return [];
  }
}

/**
 * What must be the same at the end of a bet's delay as at its receipt: goals by half, sendings-off, how
 * often the feed took something back, and what the market itself counts. Kick-offs and the clock may
 * move on.
 */
export function stateHash(record: MatchRecord, key: MarketKey): string {
  const { firstHalf, secondHalf } = scoreOf(record);
  const reds = redCards(record);
  return [
    `${String(firstHalf.home)}-${String(firstHalf.away)}`,
    `${String(secondHalf.home)}-${String(secondHalf.away)}`,
    `${String(reds.home)}-${String(reds.away)}`,
    String(record.cancelled.length),
    ...countsOf(record, key).map(String),
  ].join('|');
}

/** Whether an event changes the chances at one stroke, so that every waiting bet is a bet on the past. */
export function isMaterial(event: FixtureEvent): boolean {
  switch (event.kind) {
    case 'goal':
    case 'correction':
      return true;
    case 'card':
      return event.colour !== 'yellow';
    case 'fixture':
    case 'lineup':
    case 'substitution':
    case 'expectation':
    case 'phase':
    case 'clock':
    case 'corner':
    case 'penalty-missed':
    case 'shoot-out-kick':
    case 'bet-stop':
    case 'bet-start':
    case 'status':
    case 'result':
      return false;
  }
}
