import type { DecideReply } from '#contracts/mod.ts';
import { connectNats, createPool } from '#platform/mod.ts';

import { offer } from '../load/helper-process.ts';
import { stepBack } from '../load/priority.ts';
import { BetWriter, type WrittenBet } from './written-bets.ts';

export type Writing = Readonly<{
  databaseUrl: string;
  natsUrl: string;
  /** In the order of the questions. */
  bets: readonly WrittenBet[];
  /** Answers come on `<answers>.<number of the question>`. */
  answers: string;
}>;

/** Does what the placement does with an acceptance, which is a program of its own there, too. */
const OFFERS = { write };
export type WriterOffers = typeof OFFERS;

stepBack();
offer(OFFERS);

/** Resolves when it listens; writes until the process ends. */
async function write({ databaseUrl, natsUrl, bets, answers }: Writing): Promise<void> {
  const nats = await connectNats({ url: natsUrl, name: 'bench-writer' });
  const writer = new BetWriter(createPool({ url: databaseUrl, maxConnections: 2 }), nats);
  nats.connection.subscribe(`${answers}.*`, {
    callback: (_, message) => {
      const bet = bets[Number(message.subject.slice(answers.length + 1))];
      if (bet === undefined || message.data.length === 0) return;
      if (message.json<DecideReply>().verdict === 'accept') writer.take(bet);
    },
  });
  await nats.connection.flush();
}
