import type { BetMessage, FixtureEvent, TraderCommand } from '#contracts/mod.ts';
import type { PriceResult } from '#odds/mod.ts';

import type { HostInput, JournalEntry } from './inputs.ts';

/** A worker's answer without its arrays, which can be computed again from the question. */
export type JournaledInput =
  | Exclude<HostInput, { type: 'priced' }>
  | Readonly<{ type: 'priced'; result: Omit<PriceResult, 'table' | 'vector'> }>;

/** One input of one owner, or one part of an input that is too large for a message. */
export type JournalRecord = Readonly<{
  epoch: number;
  inputSeq: number;
  at: number;
  part: number;
  parts: number;
  input: JournaledInput;
}>;

/** On `journal.<fixture>`: what an owner has taken in, in its order. */
export type JournalMessage = readonly JournalRecord[];

/** What the journal keeps of an input. Only a rebuild can need more than one message of `maxBytes`. */
export function journalRecords(
  epoch: number,
  { inputSeq, at, input }: JournalEntry,
  maxBytes: number,
): readonly JournalRecord[] {
  const inputs = input.type === 'rebuild' ? partsOf(input, maxBytes) : [withoutArrays(input)];
  return inputs.map((each, part) => ({
    epoch,
    inputSeq,
    at,
    part,
    parts: inputs.length,
    input: each,
  }));
}

/** The records as JSON messages of `maxBytes` at most, in their order and as few as that takes; each must fit by itself. */
export function journalMessages(
  records: readonly JournalRecord[],
  maxBytes: number,
): readonly string[] {
  const messages: string[][] = [];
  let left = 0;
  for (const record of records) {
    const text = JSON.stringify(record);
    const bytes = Buffer.byteLength(text) + BRACKET_BYTES;
    if (bytes > left) {
      messages.push([]);
      left = maxBytes;
    }
    messages.at(-1)?.push(text);
    left -= bytes;
  }
  return messages.map((texts) => `[${texts.join(',')}]`);
}

function withoutArrays(input: HostInput): JournaledInput {
  if (input.type !== 'priced') return input;
  const { jobId, lambda, mu, maxFirst, maxSecond } = input.result;
  return { type: 'priced', result: { jobId, lambda, mu, maxFirst, maxSecond } };
}

type Rebuild = Extract<HostInput, { type: 'rebuild' }>;
type RebuildPart = { events: FixtureEvent[]; commands: TraderCommand[]; bets: BetMessage[] };

/** Room in each message for everything that is not an event, a command or a bet. */
const ENVELOPE_BYTES = 1_024;
/** Around a list, and more than between two of its items. */
const BRACKET_BYTES = 2;

function partsOf({ events, commands, bets, ...rest }: Rebuild, maxBytes: number): Rebuild[] {
  const parts: RebuildPart[] = [];
  let left = 0;
  const room = (item: object): RebuildPart => {
    const bytes = Buffer.byteLength(JSON.stringify(item)) + 1;
    let part = parts.at(-1);
    if (part === undefined || bytes > left) {
      part = { events: [], commands: [], bets: [] };
      parts.push(part);
      left = maxBytes - ENVELOPE_BYTES;
    }
    left -= bytes;
    return part;
  };
  for (const event of events) room(event).events.push(event);
  for (const command of commands) room(command).commands.push(command);
  for (const bet of bets) room(bet).bets.push(bet);
  if (parts.length === 0) return [{ events, commands, bets, ...rest }];
  return parts.map((part) => ({ ...rest, ...part }));
}
