import type { FixtureId } from '#contracts/mod.ts';

import { applyInput } from './apply-input.ts';
import type { HostState } from './host-state.ts';
import type { HostEffect, HostInput, HostReply, JournalEntry } from './inputs.ts';

/**
 * The mailbox of one fixture: numbers, stamps and journals each input, applies it at once, and hands the
 * effects out. JavaScript runs one input to its end before the next, which is the whole lock.
 */
export type Mailbox = Readonly<{
  fixtureId: FixtureId;
  state: Readonly<HostState>;
  /** Returns the reply, when the input was a request. */
  take(input: HostInput): HostReply | undefined;
}>;

export type MailboxPorts = Readonly<{
  /** UTC milliseconds with fractions. */
  now(): number;
  journal(entry: JournalEntry): void;
  perform(effect: Exclude<HostEffect, { type: 'reply' }>): void;
}>;

export function createMailbox(state: HostState, ports: MailboxPorts): Mailbox {
  return {
    fixtureId: state.fixtureId,
    state,
    take(input) {
      // Time never runs backwards inside a fixture, whatever the machine's clock does.
      const at = Math.max(state.fineNow, ports.now());
      const entry: JournalEntry = { inputSeq: state.inputSeq + 1, at, input };
      let reply: HostReply | undefined;
      for (const effect of applyInput(state, entry)) {
        if (effect.type === 'reply') reply = effect.reply;
        else ports.perform(effect);
      }
      ports.journal(entry);
      return reply;
    },
  };
}
