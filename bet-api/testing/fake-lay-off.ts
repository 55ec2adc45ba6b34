import {
  fixtureId,
  marketKeyOf,
  outcomeId,
  Refusal,
  type LayOffAnswer,
  type LayOffOrder,
  type LayOffRequest,
  type Odds,
} from '#contracts/mod.ts';

const LAY_OFF_ORDER: LayOffOrder = {
  orderId: '0190a000-0001-7000-8000-000000000001',
  status: 'open',
  exchange: 'simulated',
  marketId: '1.5',
  selectionId: 47972,
  fixtureId: fixtureId('demo-1'),
  marketKey: marketKeyOf('match-result'),
  outcomeId: outcomeId('home'),
  side: 'back',
  odds: 30_000 as Odds,
  sizeMinor: '2000',
  riskMinor: '2000',
  currency: 'EUR',
  commissionBps: 200,
  cause: 'person',
  actor: 'anna',
  reason: 'too much on the home team',
  createdAt: 5,
  sentAt: 6,
  refusal: null,
  matchedMinor: '500',
  averageOdds: 3.05,
  remainingMinor: '1500',
  voidedMinor: '0',
  result: null,
  profitMinor: null,
};

/** A desk for tests: one fixed answer, what it was asked, and silence when told so. */
export class FakeLayOff {
  readonly asked: LayOffRequest[] = [];
  answer: Extract<LayOffAnswer, { ok: true }> | 'away' = {
    ok: true,
    limits: null,
    orders: [LAY_OFF_ORDER],
  };

  readonly ask = (request: LayOffRequest) => {
    this.asked.push(request);
    const { answer } = this;
    return answer === 'away' ? Promise.reject(new Refusal('UNAVAILABLE')) : Promise.resolve(answer);
  };
}
