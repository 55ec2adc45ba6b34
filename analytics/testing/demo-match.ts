import {
  subjects,
  type BetMessage,
  type MarketKey,
  type MatchPhase,
  type OutcomeResult,
  type Score,
} from '#contracts/mod.ts';
import { publishJson, type Nats } from '#platform/mod.ts';

import {
  betMessage,
  feedEvent,
  FIXTURE,
  fixtureEvent,
  ledgerEntry,
  MATCH_RESULT,
  oddsMessage,
  OVER_UNDER,
  resultMessage,
  START,
  type BetFields,
} from './facts.ts';

/** Publishes a small match, 2-1, with its odds, bets and money: the same every time. Returns the messages sent. */
export async function publishDemoMatch(nats: Nats): Promise<number> {
  const messages = [...feed(), ...odds(), ...bets(), ...money(), ...results()];
  for (const [subject, body] of messages) await publishJson(nats, subject, body);
  return messages.length;
}

type Message = readonly [subject: string, body: unknown];

const MINUTE_MS = 60_000;
const minute = (number: number): number => START + number * MINUTE_MS;

type GoalMoment = Readonly<{ phase: MatchPhase; minute: number; clock: number }>;

function feed(): Message[] {
  const subject = subjects.feed('football', FIXTURE);
  const phase = (version: number, name: MatchPhase, at: number) =>
    feedEvent(version, 'phase', {}, { phase: name, minute: at });
  const goal = (version: number, side: 'home' | 'away', moment: GoalMoment) =>
    feedEvent(version, 'goal', { side, how: 'play' }, moment);
  return [
    fixtureEvent(),
    phase(2, 'first-half', 0),
    goal(3, 'home', { phase: 'first-half', minute: 23, clock: 23 }),
    phase(4, 'half-time', 46),
    phase(5, 'second-half', 61),
    goal(6, 'away', { phase: 'second-half', minute: 70, clock: 9 }),
    goal(7, 'home', { phase: 'second-half', minute: 97, clock: 36 }),
    phase(8, 'ended', 108),
  ].map((event) => [subject, event]);
}

function odds(): Message[] {
  const subject = subjects.odds('football', FIXTURE);
  const prices = (at: number, home: number, over: number, moment: Moment = {}) => ({
    at,
    ...moment,
    markets: { [MATCH_RESULT]: { home, draw: 3.4, away: 4 }, [OVER_UNDER]: { over, under: 1.95 } },
  });
  return [
    prices(minute(-60), 2.1, 1.95, { phase: 'not-started' }),
    prices(minute(-30), 2, 1.9, { phase: 'not-started' }),
    prices(minute(1), 2.02, 1.92),
    prices(minute(23) + 300, 1.45, 1.5, { score: { home: 1, away: 0 } }),
    prices(minute(70) + 300, 2.7, 1.3, { score: { home: 1, away: 1 }, phase: 'second-half' }),
    prices(minute(97) + 300, 1.2, 1.01, { score: { home: 2, away: 1 }, phase: 'second-half' }),
  ].map((fields, at) => [subject, oddsMessage({ seq: at + 1, ...fields })]);
}

type Moment = Readonly<{ phase?: MatchPhase; score?: Score }>;

const SETTLED_AT = minute(110);
const PLACED: readonly (BetFields & { market: MarketKey; outcome: string; odds: number })[] = [
  { number: 1, account: 1, stakeMinor: 2_000, market: MATCH_RESULT, outcome: 'home', odds: 2.1 },
  { number: 2, account: 1, stakeMinor: 1_000, market: OVER_UNDER, outcome: 'over', odds: 1.95 },
  { number: 3, account: 2, stakeMinor: 5_000, market: MATCH_RESULT, outcome: 'away', odds: 4 },
  { number: 4, account: 2, stakeMinor: 1_500, market: OVER_UNDER, outcome: 'under', odds: 1.95 },
  { number: 5, account: 3, stakeMinor: 2_500, market: MATCH_RESULT, outcome: 'home', odds: 1.9 },
];

const WINNERS: Readonly<Record<string, string>> = { [MATCH_RESULT]: 'home', [OVER_UNDER]: 'over' };

function bets(): Message[] {
  const placed = PLACED.flatMap((bet): BetMessage[] => {
    const receivedAt = minute(bet.number < 5 ? -45 : 5);
    const result: OutcomeResult = WINNERS[bet.market] === bet.outcome ? 'won' : 'lost';
    const payoutMinor = result === 'won' ? Math.round((bet.stakeMinor ?? 0) * bet.odds) : 0;
    const settled = { version: 2, status: 'settled', result, payoutMinor } as const;
    const at = SETTLED_AT + 400 + bet.number * 10;
    return [betMessage({ ...bet, receivedAt }), betMessage({ ...bet, ...settled, receivedAt, at })];
  });
  const refused = (number: number, reason: string, stakeMinor: number) =>
    betMessage({ number, status: 'rejected', reason, stakeMinor, receivedAt: minute(70) });
  const refusals = [
    refused(6, 'MARKET_SUSPENDED', 1_000),
    refused(7, 'MARKET_SUSPENDED', 3_000),
    refused(8, 'STAKE_ABOVE_LIMIT', 90_000),
  ];
  return [...placed, ...refusals].map((bet) => [subjects.bet(bet.status), bet]);
}

const money = (): Message[] =>
  PLACED.map(({ number, stakeMinor = 0 }) => [subjects.ledger, ledgerEntry(number, -stakeMinor)]);

function results(): Message[] {
  const subject = subjects.result('football', FIXTURE);
  const markets = [
    ...resultMessage(SETTLED_AT, { home: 'won', draw: 'lost', away: 'lost' }).markets,
    ...resultMessage(SETTLED_AT, { over: 'won', under: 'lost' }, OVER_UNDER).markets,
  ];
  return [[subject, { ...resultMessage(SETTLED_AT, {}), markets }]];
}
