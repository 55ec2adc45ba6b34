import type { BookMessage } from '#contracts/mod.ts';
import type { Logger } from '#platform/mod.ts';

import type { Mailbox } from './mailbox.ts';
import { bookOf } from './publish-step.ts';
import type { Turns } from './turns.ts';

type Ports = Readonly<{
  turns: Pick<Turns, 'addIdle'>;
  publishBook(message: BookMessage): void;
  log: Logger;
}>;

/**
 * Tells traders of books, one a turn and only when nothing else waits: a book is the largest message of all and the
 * least urgent. One that waits is told as it is when its turn comes, however often it moved meanwhile.
 */
export function bookTeller(
  { turns, publishBook, log }: Ports,
  isHere: (mailbox: Mailbox) => boolean,
): (mailbox: Mailbox) => void {
  const waiting = new Set<Mailbox>();
  const tell = (mailbox: Mailbox): void => {
    waiting.delete(mailbox);
    if (!isHere(mailbox)) return;
    try {
      publishBook(bookOf(mailbox.state));
    } catch (error) {
      log.error({ err: error, fixture: mailbox.fixtureId }, 'a book could not be told');
    }
  };
  return (mailbox) => {
    if (waiting.has(mailbox)) return;
    waiting.add(mailbox);
    turns.addIdle(() => {
      tell(mailbox);
    });
  };
}
