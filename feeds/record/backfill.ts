import { InvalidMessageError } from '#platform/mod.ts';

import { readFeedLine } from '../normaliser.ts';
import type { LineOfFile } from './open-recording.ts';
import { bringAll, type BackfillOptions, type Gaps } from './session.ts';

type BackfillReport = Readonly<{
  /** Events that are new to the engine. */
  events: number;
  /** Events that it had already. */
  known: number;
  /** Lines that went to the dead letters. */
  unreadable: number;
  /** Events that occurred before or behind what was asked for. */
  outside: number;
  gaps: Gaps;
}>;

/**
 * Brings lines in the canonical form into the engine, each with the time when it was received, which is now where nobody
 * has written that down. What is stored already is left out, so that it can be done twice.
 */
export async function backfill(
  lines: AsyncIterable<LineOfFile>,
  options: BackfillOptions,
): Promise<BackfillReport> {
  const { clock, producer } = options;
  const report = { events: 0, known: 0, unreadable: 0, outside: 0 };
  const gaps = await bringAll(lines, options, ({ isAskedFor, publish, reject }) => async (line) => {
    const { text, problem, receivedAt } = line;
    try {
      if (problem !== undefined) throw new InvalidMessageError(problem);
      const draft = readFeedLine(text, producer, receivedAt ?? clock.now());
      if (isAskedFor(draft.occurredAt)) report[(await publish(draft)) ? 'events' : 'known'] += 1;
      else report.outside += 1;
    } catch (error) {
      if (!(error instanceof InvalidMessageError)) throw error;
      reject(text, error.reason, receivedAt);
      report.unreadable += 1;
    }
  });
  return { ...report, gaps };
}
