import {
  accountId,
  fixtureId,
  outcomeId,
  type CommandBody,
  type DecideRequestOf,
  type MarketKey,
  type Odds,
} from '#contracts/mod.ts';

import type { HostReply } from './inputs.ts';
import type { HostPolicy } from './host-state.ts';
import type { QuotedMarket } from './quoted-market.ts';
import { betNumber, EventBook, HostRig, MATCH_RESULT } from './test-fixture.ts';

const ACCOUNT = accountId('01900000-0000-7000-8000-000000000001');
export const RESULT = ['home', 'draw', 'away'].map(outcomeId);
export const FAIR = [0.5, 0.28, 0.22] as const;

type Said = Readonly<{
  key?: MarketKey;
  outcomes?: readonly ReturnType<typeof outcomeId>[];
  fair?: readonly number[];
  books?: readonly string[];
  more?: Partial<QuotedMarket>;
}>;

/** What other books say of a market now, without margin: the match result at `FAIR` by two of them. */
export function quote(rig: HostRig, said: Said = {}): void {
  const { key = MATCH_RESULT, outcomes = RESULT, fair = FAIR, books = ['a', 'b'], more } = said;
  const markets = books.map((book): QuotedMarket => ({
    book,
    marketKey: key,
    at: rig.now,
    inPlay: rig.state.record.phase !== 'not-started',
    isOffered: true,
    odds: outcomes.map((id, at) => [id, 1 / (fair[at] ?? 1)] as const),
    method: null,
    ...more,
  }));
  rig.take({ type: 'quotes', markets });
}

/** A match of which nobody has said what to expect, before kick-off. */
export function quotedOnly(policy: Partial<HostPolicy> = {}): Readonly<{
  rig: HostRig;
  book: EventBook;
}> {
  const rig = new HostRig({ scoreHoldMs: 0, inPlayDelayMs: 0, ...policy });
  const book = new EventBook();
  const [known] = new EventBook().opening();
  const { kind = 'fixture', ...fixture } = known ?? {};
  const events = [book.make({ ...fixture, kind, version: 1, eventId: 'e1' })];
  rig.take({ type: 'rebuild', events, commands: [], bets: [] });
  return { rig, book };
}

type Asked = Readonly<{
  number: number;
  key?: MarketKey;
  outcome?: string;
  stakeMinor?: string;
  odds?: Odds;
}>;

export function requestOf(rig: HostRig, asked: Asked): DecideRequestOf<'receive'> {
  const { number, key = MATCH_RESULT, outcome = 'home', stakeMinor = '1000' } = asked;
  const id = outcomeId(outcome);
  const odds = asked.odds ?? rig.offered(key, id);
  const selection = { fixtureId: fixtureId('test-match'), marketKey: key, outcomeId: id, odds };
  return {
    op: 'receive',
    betId: betNumber(number),
    accountId: ACCOUNT,
    selection,
    stakeMinor,
    currency: 'EUR',
    policy: 'any',
    receivedAt: rig.now,
  };
}

/** The answer to a bet: refused at its receipt, or what is decided at once. */
export function place(rig: HostRig, asked: Asked): HostReply | undefined {
  const request = requestOf(rig, asked);
  rig.alive();
  const received = rig.take({ type: 'decide', request });
  if (received?.verdict !== 'received') return received;
  const { stateHash } = received;
  return rig.take({
    type: 'decide',
    request: { ...request, op: 'decide', stateHash, dueAt: rig.now },
  });
}

export function command(rig: HostRig, body: CommandBody): void {
  rig.take({
    type: 'command',
    command: {
      commandId: '01900000-0000-7000-8000-0000000000aa',
      fixtureId: rig.state.fixtureId,
      actor: 'trader',
      at: rig.now,
      ...body,
    },
  });
}
