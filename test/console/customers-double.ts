import {
  accountId,
  fixtureId,
  httpStatusOf,
  messageOf,
  type Customer,
  type CustomerView,
  type ErrorCode,
  type FindingKind,
} from '#contracts/mod.ts';

import type { Answer, StaffRequest } from './rest-double.ts';

const id = (last: number): string => `00000000-0000-7000-8000-${String(last).padStart(12, '0')}`;
const AT = Date.UTC(2026, 5, 13, 18, 5);
const WORDS =
  'The prices of 210 bets were 2.1 % better than the fair closing prices on average; a customer without an edge gets so far with a chance of at most 1 in 2,500, however long he bets.';

const findingOf = (last: number, kind: FindingKind): Customer['findings'][number] => ({
  findingId: id(last),
  kind,
  p: kind === 'duplicates' ? 1 : 0.0004,
  words: kind === 'sharp' ? WORDS : 'One of 3 accounts that hang together. They share a card.',
  figures: kind === 'sharp' ? { bets: 210, mean: 0.021 } : { accounts: 3, links: 2 },
  at: AT,
});

const untouched = { bps: 10_000, seq: 0, cause: null, actor: null, reason: null, at: null };

const customersOf = (): Customer[] => [
  {
    accountId: accountId(id(101)),
    username: 'closing-line',
    currency: 'EUR',
    status: 'open',
    factor: untouched,
    proposedBps: 5_000,
    range: { leastBps: 5_000, mostBps: 10_000 },
    findings: [findingOf(1, 'sharp')],
  },
  {
    accountId: accountId(id(102)),
    username: 'twin-two',
    currency: 'GBP',
    status: 'excluded',
    factor: {
      bps: 2_500,
      seq: 1,
      cause: 'flag',
      actor: 'engine',
      reason: 'One of 3 accounts that hang together.',
      at: AT,
    },
    proposedBps: null,
    range: { leastBps: 2_500, mostBps: 10_000 },
    findings: [findingOf(2, 'duplicates'), findingOf(3, 'ring')],
  },
];

const refused = (code: ErrorCode): Answer => ({
  status: httpStatusOf(code),
  body: { code, message: messageOf(code) },
});

/** Findings and factors in memory: what was asked for and done, and lists that follow. */
export class CustomersDouble {
  readonly given: StaffRequest[] = [];
  readonly asked: string[] = [];
  customers = customersOf();
  limits: Readonly<{ leastBps: number; mostStepBps: number }> | null = {
    leastBps: 1_000,
    mostStepBps: 5_000,
  };
  /** Answers everything with it. */
  away: ErrorCode | null = null;
  /** Refuses the next step with it. */
  refusal: ErrorCode | null = null;

  reset(): void {
    this.given.splice(0);
    this.asked.splice(0);
    this.customers = customersOf();
    this.away = null;
    this.refusal = null;
  }

  readonly answer = (request: StaffRequest): Answer | null => {
    const { method, path, query } = request;
    if (!/^\/v1\/trading\/(?:customers|integrity)/u.test(path)) return null;
    if (this.away !== null) return refused(this.away);
    if (path.endsWith('/integrity')) return { status: 200, body: { alerts: ALERTS } };
    const account = path.split('/')[4];
    if (account === undefined) {
      this.asked.push(query.toString());
      return { status: 200, body: this.#list(query) };
    }
    if (method === 'POST') return this.#step(request, account);
    return { status: 200, body: this.#view(account) };
  };

  #list(query: URLSearchParams) {
    const kind = query.get('kind');
    const customers = this.customers.filter(
      ({ username, findings, factor }) =>
        username.startsWith(query.get('name') ?? '') &&
        (kind === null || findings.some((each) => each.kind === kind)) &&
        (query.get('changed') === null || factor.bps !== 10_000),
    );
    return { limits: this.limits, customers, more: false };
  }

  #view(account: string): CustomerView | undefined {
    const customer = this.customers.find(({ accountId: each }) => each === account);
    if (customer === undefined) return undefined;
    const { seq, bps, reason, actor } = customer.factor;
    const change = { changeId: id(900), seq, fromBps: 10_000, toBps: bps, cause: 'flag' as const };
    return { customer, changes: [{ ...change, actor: actor ?? '', reason: reason ?? '', at: AT }] };
  }

  #step(request: StaffRequest, account: string): Answer {
    const { refusal } = this;
    this.refusal = null;
    if (refusal !== null) return refused(refusal);
    this.given.push(request);
    const body = request.body as Readonly<{ bps?: number; seq: number; reason: string }>;
    this.customers = this.customers.map((each) => {
      if (each.accountId !== account) return each;
      const by = { seq: body.seq + 1, actor: 'trader', reason: body.reason, at: AT };
      const factor =
        body.bps === undefined
          ? { ...by, bps: 10_000, cause: 'undo' as const }
          : { ...by, bps: body.bps, cause: 'person' as const };
      return { ...each, factor, proposedBps: null };
    });
    return { status: 200, body: this.#view(account) };
  }
}

const ALERTS = [
  {
    holdId: id(201),
    fixtureId: fixtureId('world-cup-final'),
    fixture: 'France – Croatia',
    words: '50 bets came on home within a quarter of an hour, where 4.2 are usual.',
    heldAt: AT,
    releasedBy: null,
    releasedAt: null,
    releaseReason: null,
  },
  {
    holdId: id(202),
    fixtureId: fixtureId('premier-2'),
    fixture: 'Arsenal – Tottenham Hotspur',
    words: '31 bets came on draw, where 3.0 are usual.',
    heldAt: AT,
    releasedBy: 'operator',
    releasedAt: AT,
    releaseReason: 'an offer of ours',
  },
];
