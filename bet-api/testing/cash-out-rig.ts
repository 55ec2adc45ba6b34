import {
  CashOutListSchema,
  CashOutViewSchema,
  BetViewSchema,
  type BetId,
  type BetView,
  type CashOut,
  type Static,
} from '#contracts/mod.ts';
import { newId, type Pool } from '#platform/mod.ts';

import type { BetApiConfig } from '../config.ts';
import { ApiRig, betBody, fits, type Reply } from './api-rig.ts';

export type CashOutView = Static<typeof CashOutViewSchema>;

/** One customer with 100.00 and an open bet of 10.00 at 2.50, whose selection is worth 1.30, less 5 %. */
export class CashOutRig {
  readonly api: ApiRig;
  readonly token: string;
  readonly betId: BetId;

  private constructor(api: ApiRig, token: string, betId: BetId) {
    this.api = api;
    this.token = token;
    this.betId = betId;
  }

  static async start(pool: Pool, config: Partial<BetApiConfig> = {}): Promise<CashOutRig> {
    const api = await ApiRig.start(pool, config);
    const token = await api.rich();
    const placed = await api.post('/v1/bets', { token, key: newId(), body: betBody() });
    return new CashOutRig(api, token, fits(BetViewSchema, placed).betId);
  }

  stop(): Promise<void> {
    return this.api.stop();
  }

  /** Sets what one unit on every open selection is worth, in billionths. */
  worth(factorBillionths: bigint, marginBps = 500): void {
    this.api.quotes.cashOutQuote = {
      ...this.api.quotes.cashOutQuote,
      factorBillionths: String(factorBillionths),
      marginBps,
    };
  }

  /** The in-play delay of the selections from now on. */
  delayMs(delayMs: number): void {
    this.api.quotes.cashOutQuote = { ...this.api.quotes.cashOutQuote, delayMs };
  }

  ask(partBps = 10_000): Promise<Reply> {
    const { token } = this;
    return this.api.get(`/v1/bets/${this.betId}/cash-out?partBps=${String(partBps)}`, { token });
  }

  async quote(partBps?: number): Promise<CashOutView> {
    return fits(CashOutViewSchema, await this.ask(partBps));
  }

  take(
    quoteId: string,
    { policy = 'higher', key = newId(), token = this.token } = {},
  ): Promise<Reply> {
    const body = { quoteId, pricePolicy: policy };
    return this.api.post(`/v1/bets/${this.betId}/cash-out`, { token, key, body });
  }

  async cashOuts(): Promise<readonly CashOut[]> {
    const { token } = this;
    const reply = await this.api.get(`/v1/bets/${this.betId}/cash-outs`, { token });
    return fits(CashOutListSchema, reply).cashOuts;
  }

  async bet(): Promise<BetView> {
    const { token } = this;
    return fits(BetViewSchema, await this.api.get(`/v1/bets/${this.betId}`, { token }));
  }

  async money(): Promise<Readonly<{ balance: string; staked: string }>> {
    const { balance, staked } = await this.api.me(this.token);
    return { balance, staked };
  }
}

export const codeIn = ({ body }: Reply): unknown =>
  typeof body === 'object' && body !== null && 'code' in body ? body.code : null;
