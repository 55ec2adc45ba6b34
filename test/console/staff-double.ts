import {
  accountId,
  betId,
  fixtureId,
  httpStatusOf,
  marketKey,
  messageOf,
  outcomeId,
  type DecisionView,
  type ErrorCode,
  type FeedHealth,
  type ApprovalListSchema,
  type Referral,
  type Static,
} from '#contracts/mod.ts';

import type { Answer, StaffRequest } from './rest-double.ts';
import { riskDouble } from './risk-double.ts';

type Withdrawal = Static<typeof ApprovalListSchema>['payments'][number];

const FINAL = fixtureId('world-cup-final');
const RESULT = marketKey('match-result');
const ACCOUNT = accountId('00000000-0000-7000-8000-00000000000a');
const id = (last: number): string => `00000000-0000-7000-8000-${String(last).padStart(12, '0')}`;
const BET = betId(id(1));

const effect = {
  bets: 412,
  currencies: [
    {
      currency: 'EUR' as const,
      bets: 412,
      stakes: '48210.00',
      payoutsBefore: '121480.00',
      payoutsAfter: '38112.50',
      raised: '12040.00',
      lowered: '95407.50',
      receivable: '3120.40',
    },
  ],
  largest: [
    {
      betId: BET,
      accountId: ACCOUNT,
      currency: 'EUR' as const,
      stake: '1500.00',
      payoutBefore: '3525.00',
      payoutAfter: '0.00',
    },
  ],
};

const decisionOf = (last: number, changed: Partial<DecisionView>): DecisionView => ({
  decisionId: id(last),
  kind: 'market-result',
  fixtureId: FINAL,
  markets: [
    {
      marketKey: RESULT,
      outcomes: [
        { id: outcomeId('home'), result: 'lost' },
        { id: outcomeId('draw'), result: 'won' },
        { id: outcomeId('away'), result: 'lost' },
      ],
    },
  ],
  selections: [],
  effect,
  effectKey: 'effect-1',
  reason: 'The goal was taken back after the whistle',
  proposedBy: 'colleague',
  proposedAt: Date.UTC(2026, 5, 13, 19, 30),
  expiresAt: Date.UTC(2026, 5, 14, 19, 30),
  status: 'waiting',
  decidedBy: null,
  decidedAt: null,
  decisionReason: null,
  ...changed,
});

export const referralOf = (last: number, expiresAt: number, stake: string): Referral => ({
  betId: betId(id(last)),
  accountId: ACCOUNT,
  username: 'high-roller',
  type: 'Single',
  stake,
  currency: 'EUR',
  potentialPayout: (Number(stake) * 2.4).toFixed(2),
  code: 'STAKE_ABOVE_LIMIT',
  maxStake: '250.00',
  inPlay: true,
  receivedAt: expiresAt - 60_000,
  expiresAt,
  legs: [
    {
      fixtureId: FINAL,
      fixture: 'France – Croatia',
      marketKey: RESULT,
      market: 'Match result',
      outcomeId: outcomeId('home'),
      outcome: 'France',
      odds: 2.4,
      oddsNow: 2.35,
    },
  ],
  lines: 1,
  verdict: null,
  status: 'referred',
  reason: null,
});

const withdrawalOf = (last: number, username: string): Withdrawal => ({
  paymentId: id(last),
  kind: 'withdrawal',
  method: 'bank',
  provider: 'simulated',
  status: 'approval',
  amount: '1000.50',
  currency: 'EUR',
  done: '0.00',
  refunded: '0.00',
  chargedBack: '0.00',
  reason: null,
  requestedAt: Date.UTC(2026, 5, 13, 18, 5),
  updatedAt: Date.UTC(2026, 5, 13, 18, 5),
  username,
  accountId: ACCOUNT,
});

const health = (last: number, missing: number) => ({
  events: 118,
  missing,
  lastReceivedAt: last,
  lagMs: 2,
  lagMaxMs: 41,
});

const feeds = (at: number): FeedHealth => ({
  at,
  producers: [
    {
      producer: 'simulator',
      state: 'silent',
      fixtures: 2,
      live: 1,
      deadLetters: 3,
      ...health(at - 12_000, 4),
    },
    {
      producer: 'wyscout',
      state: 'speaks',
      fixtures: 1,
      live: 1,
      deadLetters: 0,
      ...health(at - 400, 0),
    },
  ],
  fixtures: [
    {
      fixtureId: FINAL,
      fixture: 'France – Croatia',
      producer: 'simulator',
      status: 'in-play',
      startsAt: at,
      state: 'silent',
      ...health(at - 12_000, 4),
    },
  ],
});

const refused = (code: ErrorCode): Answer => ({
  status: httpStatusOf(code),
  body: { code, message: messageOf(code) },
});

/** What operators and traders decide, in memory: every verdict that came, and lists that follow them. */
export class StaffDouble {
  readonly given: StaffRequest[] = [];
  decisions: readonly DecisionView[] = [
    decisionOf(1, {}),
    decisionOf(2, {
      kind: 'selection-void',
      proposedBy: 'operator',
      markets: [],
      selections: [{ betId: BET, leg: 0, basis: 'accepted 4 s after the goal' }],
    }),
  ];
  holds = [
    {
      holdId: id(7),
      fixtureId: FINAL,
      marketKey: RESULT,
      betId: null,
      reason: 'odd stakes from one town',
      heldBy: 'colleague',
      heldAt: 0,
      decisionId: null,
      releasedBy: null,
      releasedAt: null,
      releaseReason: null,
    },
  ];
  withdrawals = [withdrawalOf(41, 'high-roller'), withdrawalOf(42, 'operator')];
  referrals: readonly Referral[] = [];
  /** Refuses the next step with it. */
  refusal: ErrorCode | null = null;
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  readonly answer = (request: StaffRequest): Answer | null => {
    const { method, path } = request;
    if (
      !/^\/v1\/(?:operations\/(?:settlement|payments)|trading\/(?:referrals|feeds|risk))/u.test(
        path,
      )
    )
      return null;
    if (method === 'POST') return this.#step(request);
    const ok = (body: unknown): Answer => ({ status: 200, body });
    if (path.endsWith('/decisions')) return ok({ decisions: this.decisions });
    if (path.endsWith('/payments')) return ok({ payments: this.withdrawals });
    if (path.endsWith('/holds')) return ok({ holds: this.holds });
    if (path.endsWith('/feeds')) return ok(feeds(this.#now()));
    if (path.endsWith('/risk')) return ok(riskDouble(request.query));
    return ok({ referrals: this.referrals });
  };

  #step(request: StaffRequest): Answer {
    const { refusal } = this;
    this.refusal = null;
    if (refusal !== null) return refused(refusal);
    this.given.push(request);
    const { path } = request;
    const last = path.split('/').at(-1);
    if (last === 'approve' || last === 'reject') this.#decide(path, last);
    if (last === 'release') this.holds = [];
    this.withdrawals = this.withdrawals.filter(({ paymentId }) => !path.includes(paymentId));
    this.referrals = this.referrals.filter((each) => each.betId !== last);
    return { status: 200, body: {} };
  }

  #decide(path: string, verb: 'approve' | 'reject'): void {
    const status = verb === 'approve' ? 'applied' : 'rejected';
    this.decisions = this.decisions.map((each) =>
      path.includes(each.decisionId) ? { ...each, status, decidedBy: 'operator' } : each,
    );
  }
}
