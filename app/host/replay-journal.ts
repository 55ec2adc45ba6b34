import { shardOf, type FixtureId } from '#contracts/mod.ts';
import { runPriceJob, type CalibrationCache, type PriceJob, type PriceResult } from '#odds/mod.ts';

import { applyInput } from './apply-input.ts';
import { createHostState, type HostPolicy } from './host-state.ts';
import type { HostEffect, HostInput } from './inputs.ts';
import type { JournaledInput, JournalMessage, JournalRecord } from './journal.ts';

/**
 * Applies what the journal says that one owner of a fixture took in, in its order, and gives what came out:
 * on the same Node version and processor, bit for bit what was published, apart from the time of publication.
 * @throws RangeError when an input is missing, or answers a question that was never asked.
 */
export function replayJournal(
  fixtureId: FixtureId,
  messages: readonly JournalMessage[],
  policy: HostPolicy,
): readonly HostEffect[] {
  const records = messages.flat();
  const epoch = records[0]?.epoch ?? 0;
  const state = createHostState({ fixtureId, shard: shardOf(fixtureId), epoch }, policy);
  const asked = new Map<number, PriceJob>();
  const cache: CalibrationCache = new Map();
  const effects: HostEffect[] = [];
  for (const { inputSeq, at, input } of whole(records)) {
    if (inputSeq !== state.inputSeq + 1) {
      throw new RangeError(`the journal goes on with ${inputSeq} after ${state.inputSeq}`);
    }
    const entry = { inputSeq, at, input: complete(input, asked, cache) };
    for (const effect of applyInput(state, entry)) {
      if (effect.type === 'price') asked.set(effect.job.jobId, effect.job);
      effects.push(effect);
    }
  }
  return effects;
}

/** Puts a rebuild that took several records together again. */
function whole(records: readonly JournalRecord[]): readonly JournalRecord[] {
  const joined: JournalRecord[] = [];
  let expected = 0;
  for (const record of records) {
    const { part, parts, inputSeq } = record;
    if (part !== expected) throw new RangeError(`input ${inputSeq} lacks part ${expected}`);
    expected = (part + 1) % parts;
    const before = joined.at(-1);
    if (part === 0 || before === undefined) joined.push(record);
    else joined[joined.length - 1] = { ...before, input: join(before.input, record.input) };
  }
  return joined;
}

function join(before: JournaledInput, after: JournaledInput): JournaledInput {
  if (before.type !== 'rebuild' || after.type !== 'rebuild') return after;
  return {
    ...after,
    events: [...before.events, ...after.events],
    commands: [...before.commands, ...after.commands],
    bets: [...before.bets, ...after.bets],
  };
}

/** A worker's answer is computed again from its question. */
function complete(
  input: JournaledInput,
  asked: ReadonlyMap<number, PriceJob>,
  cache: CalibrationCache,
): HostInput {
  if (input.type !== 'priced') return input;
  const job = asked.get(input.result.jobId);
  if (job === undefined) throw new RangeError(`no job ${input.result.jobId} was asked for`);
  const result: PriceResult = runPriceJob(job, cache);
  return { type: 'priced', result };
}
