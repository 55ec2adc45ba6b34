import {
  Refusal,
  type BuilderQuote,
  type CashOutQuote,
  type ErrorCode,
  type Explanation,
  type Odds,
  type QuoteRequest,
  type QuoteRequestOf,
  type WhatIf,
} from '#contracts/mod.ts';

import type { QuotePort } from '../quote-port.ts';

const ID = { epoch: 3, oddsSeq: 41, expiresAt: 5_000 };

/** A host's quotes for tests: fixed answers that last five seconds, what it was asked, and a refusal when told so. */
export class FakeQuotes implements QuotePort {
  readonly asked: QuoteRequest[] = [];
  refusal: ErrorCode | null = null;
  builderQuote: BuilderQuote = {
    ...ID,
    odds: 45_000 as Odds,
    contradictory: false,
    correlation: 1.2,
    combinable: [],
  };
  /** Told what a selection is worth; `away` makes the call fail as an unreachable host does. */
  onCashOut: (request: QuoteRequestOf<'cash-out'>) => CashOutQuote | 'away' = () =>
    this.cashOutQuote;
  readonly #now: () => number;

  constructor(now: () => number = () => 0) {
    this.#now = now;
  }

  cashOutQuote: CashOutQuote = {
    ...ID,
    epoch: 0,
    valueMinor: '1234',
    fairMinor: '1300',
    remainingStakeMinor: '0',
    factorBillionths: '1300000000',
    marginBps: 500,
    stateHash: 'state',
    delayMs: 0,
  };
  explanation: Explanation = {
    ...ID,
    marketKey: 'match-result' as Explanation['marketKey'],
    model: { lambda: 1.4 },
    exposure: { bets: 0 },
    margin: {
      askedBps: 500,
      from: 'default',
      carriedBps: 500,
      method: 'odds-ratio',
      fairSum: 1,
      bookSum: 1.05,
    },
    outcomes: [],
  };

  effect: WhatIf = {
    ...ID,
    worstCaseMinor: '-1000',
    limitMinor: '5000000',
    betMinor: '10000',
    markets: [],
  };

  builder(request: QuoteRequest): Promise<BuilderQuote> {
    return this.#answer(request, this.builderQuote);
  }

  async cashOut(request: QuoteRequestOf<'cash-out'>): Promise<CashOutQuote> {
    const quote = this.onCashOut(request);
    if (quote === 'away') throw new Refusal('HOST_UNAVAILABLE');
    const lastsMs = quote.expiresAt;
    return this.#answer(request, { ...quote, expiresAt: this.#now() + lastsMs });
  }

  explain(request: QuoteRequest): Promise<Explanation> {
    return this.#answer(request, this.explanation);
  }

  whatIf(request: QuoteRequest): Promise<WhatIf> {
    return this.#answer(request, this.effect);
  }

  #answer<Answer>(request: QuoteRequest, answer: Answer): Promise<Answer> {
    this.asked.push(request);
    return this.refusal === null
      ? Promise.resolve(answer)
      : Promise.reject(new Refusal(this.refusal));
  }
}
