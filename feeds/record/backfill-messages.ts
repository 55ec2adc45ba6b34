import {
  MarketQuotesSchema,
  subjects,
  type FixtureId,
  type MarketQuotes,
  type ProvidedSettlement,
} from '#contracts/mod.ts';
import { InvalidMessageError, parserOf, publishJson, trusted, type Nats } from '#platform/mod.ts';

import type { EventDraft } from '../script.ts';
import type { Adapted } from './adapted.ts';
import { bringAll, type BackfillOptions, type Gaps, type Session } from './session.ts';

type MessagesReport = Readonly<{
  messages: number;
  /** Facts, markets with quotes and claims that are new to the engine. */
  events: number;
  quotes: number;
  claims: number;
  /** Those of them that it had already. */
  known: number;
  /** Messages that went to the dead letters. */
  unreadable: number;
  /** Messages from before or behind what was asked for. */
  outside: number;
  gaps: Gaps;
}>;

/** Markets whose newest quotes are held before they are sent. */
const MOST_HELD = 5_000;
const SENT_TOGETHER = 50;
const parseQuotes = parserOf(MarketQuotesSchema);

/** Whether bets flow is about the moment: nothing that is over may stop them now, or let them flow. */
const isFact = ({ kind }: EventDraft): boolean => kind !== 'bet-stop' && kind !== 'bet-start';

/**
 * Brings in what an adapter makes of recorded messages. What is known already is left out: facts by their ids, quotes by
 * the provider's time, claims by what they say. Of the quotes the newest of each market remain, none of them active, as a
 * live source leaves them that has ended.
 */
export async function backfillMessages(
  messages: AsyncIterable<Adapted>,
  options: BackfillOptions,
): Promise<MessagesReport> {
  const report = {
    ...{ messages: 0, events: 0, quotes: 0, claims: 0 },
    ...{ known: 0, unreadable: 0, outside: 0 },
  };
  const count = (what: 'events' | 'quotes' | 'claims', isNew: boolean): void => {
    report[isNew ? what : 'known'] += 1;
  };
  const quotes = makeQuotesKeeper(options, (isNew) => {
    count('quotes', isNew);
  });
  const claims = makeClaimsSender(options);
  const makeTake = ({ isAskedFor, publish, reject }: Session) => {
    /** Announcements from before what is asked for: nothing can be told of a fixture without. */
    const announced = new Map<FixtureId, EventDraft>();
    const tell = async (draft: EventDraft): Promise<void> => {
      const announcement = announced.get(draft.fixtureId);
      announced.delete(draft.fixtureId);
      if (announcement !== undefined) count('events', await publish(announcement));
      count('events', await publish(draft));
    };
    return async ({ at, poison, drafts, settlements, ...adapted }: Adapted): Promise<void> => {
      report.messages += 1;
      if (poison !== undefined) {
        reject(poison.line, poison.reason, poison.receivedAt);
        report.unreadable += 1;
      } else if (at === null) return;
      else if (isAskedFor(at)) {
        for (const draft of drafts.filter(isFact)) await tell(draft);
        for (const claim of settlements) count('claims', await claims(claim));
        await quotes.take(adapted.quotes, reject);
      } else {
        report.outside += 1;
        for (const draft of drafts)
          if (draft.kind === 'fixture') announced.set(draft.fixtureId, draft);
      }
    };
  };
  const gaps = await bringAll(messages, options, makeTake, quotes.flush);
  return { ...report, gaps };
}

type Place = Readonly<{ nats: Nats; producer: string }>;

/** Holds the newest quotes of each market, and sends those that are newer than what the stream has. */
function makeQuotesKeeper({ nats, producer }: Place, onSent: (isNew: boolean) => void) {
  const held = new Map<string, MarketQuotes>();
  async function send(quotes: MarketQuotes): Promise<void> {
    const subject = subjects.quotes(producer, quotes.marketUrn);
    const kept = await nats.jsm.streams.getMessage('QUOTES', { last_by_subj: subject });
    const isNew = kept === null || trusted<MarketQuotes>()(kept.json()).at < quotes.at;
    if (isNew) await publishJson(nats, subject, quotes);
    onSent(isNew);
  }
  async function flush(): Promise<void> {
    const all = [...held.values()];
    held.clear();
    for (let from = 0; from < all.length; from += SENT_TOGETHER)
      await Promise.all(all.slice(from, from + SENT_TOGETHER).map(send));
  }
  const hold = (one: MarketQuotes, reject: Session['reject']): void => {
    try {
      const status = one.status === 'active' ? 'suspended' : one.status;
      held.set(one.marketUrn, parseQuotes({ ...one, status }));
    } catch (error) {
      if (!(error instanceof InvalidMessageError)) throw error;
      reject(JSON.stringify(one), error.reason, null);
    }
  };
  return {
    flush,
    take: async (quotes: readonly MarketQuotes[], reject: Session['reject']): Promise<void> => {
      for (const one of quotes) hold(one, reject);
      if (held.size > MOST_HELD) await flush();
    },
  };
}

/** Sends claims that the stream has not yet; resolves with whether it had it not. */
function makeClaimsSender({ nats, producer }: Place) {
  const subject = subjects.claims(producer);
  let known: Promise<Set<string>> | undefined;
  return async (claim: ProvidedSettlement): Promise<boolean> => {
    known ??= claimsOf(nats, subject);
    const [ids, id] = [await known, idOf(claim)];
    if (ids.has(id)) return false;
    await publishJson(nats, subject, claim);
    ids.add(id);
    return true;
  };
}

async function claimsOf({ jsm }: Nats, subject: string): Promise<Set<string>> {
  const ids = new Set<string>();
  for (let seq = 1; ; seq += 1) {
    const message = await jsm.direct.getMessage('FEED', { seq, next_by_subj: subject });
    if (message === null) return ids;
    ids.add(idOf(trusted<ProvidedSettlement>()(message.json())));
    ({ seq } = message);
  }
}

/** A claim without the times of its way to us. */
const idOf = ({ provenance: { source, createdAt }, ...said }: ProvidedSettlement): string =>
  JSON.stringify(
    Object.entries({ ...said, source, createdAt }).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
