import { Refusal, type TailAnswer, type TailQuestion } from '#contracts/mod.ts';

const RISK = {
  bets: 3,
  stakedMinor: '30000',
  expectedMinor: '1500',
  var95Minor: '20000',
  var99Minor: '40000',
  cvar95Minor: '30000',
  cvar99Minor: '45000',
  worstMinor: '90000',
};

/** A risk service for tests: one fixed answer, what it was asked, and silence when told so. */
export class FakeTail {
  readonly asked: TailQuestion[] = [];
  answer: TailAnswer | 'away' = {
    ok: true,
    at: 5,
    houseCurrency: 'EUR',
    scenarios: 8192,
    pending: 1,
    unpriced: 0,
    risk: RISK,
    drivers: [],
    lines: [{ id: 'demo', risk: RISK }],
  };

  readonly ask = (question: TailQuestion): Promise<TailAnswer> => {
    this.asked.push(question);
    const { answer } = this;
    return answer === 'away' ? Promise.reject(new Refusal('UNAVAILABLE')) : Promise.resolve(answer);
  };
}
