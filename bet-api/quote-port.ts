import {
  Refusal,
  shardOf,
  subjects,
  type BuilderQuote,
  type CashOutQuote,
  type Explanation,
  type Quote,
  type QuoteReply,
  type QuoteRequest,
  type QuoteRequestOf,
  type WhatIf,
} from '#contracts/mod.ts';
import { requestJson, trusted, type Nats } from '#platform/mod.ts';

/** Questions to the host that owns a fixture. Every call throws the host's refusal, or HOST_UNAVAILABLE. */
export type QuotePort = Readonly<{
  builder(request: QuoteRequestOf<'builder'>): Promise<BuilderQuote>;
  cashOut(request: QuoteRequestOf<'cash-out'>): Promise<CashOutQuote>;
  explain(request: QuoteRequestOf<'explain'>): Promise<Explanation>;
  whatIf(request: QuoteRequestOf<'what-if'>): Promise<WhatIf>;
}>;

/** Asks the hosts over NATS. */
export function natsQuotes(nats: Nats, deadlineMs: number): QuotePort {
  const ask = async <Wanted extends Quote>(request: QuoteRequest): Promise<Wanted> => {
    const subject = subjects.quote(shardOf(request.fixtureId));
    const options = { deadlineMs, parse: trusted<QuoteReply>() };
    const reply = await requestJson(nats, subject, request, options).catch((error: unknown) => {
      throw new Refusal('HOST_UNAVAILABLE', {
        because: error instanceof Error ? error.message : String(error),
      });
    });
    if (!reply.ok) throw new Refusal(reply.code, reply.detail);
    return reply.quote as Wanted;
  };
  return { builder: ask, cashOut: ask, explain: ask, whatIf: ask };
}
