import { subjects, type MarketQuotes } from '#contracts/mod.ts';
import { trusted, type Nats } from '#platform/mod.ts';

/** The newest quotes of each market that the stream keeps of a producer. */
export async function keptQuotes(
  { jsm }: Nats,
  producer: string,
): Promise<readonly MarketQuotes[]> {
  const info = await jsm.streams.info('QUOTES', { subjects_filter: subjects.quotesOf(producer) });
  const names = Object.keys(info.state.subjects ?? {}).sort();
  const found = await Promise.all(
    names.map((name) => jsm.streams.getMessage('QUOTES', { last_by_subj: name })),
  );
  return found.flatMap((message) =>
    message === null ? [] : [trusted<MarketQuotes>()(message.json())],
  );
}
