import { seededRandom } from '#platform/mod.ts';

/** What a provider's stream can do wrong; each is a chance per message, 0 to 1. */
export type FaultRates = Readonly<{
  /** Held back until `lateBy` others have passed. */
  late: number;
  /** Comes again, at once or later. */
  duplicated: number;
  /** Changes places with the next. */
  reordered: number;
  missing: number;
  /** Followed by one that says otherwise. */
  contradictory: number;
}>;
export const FAULTS = ['late', 'duplicated', 'reordered', 'missing', 'contradictory'] as const;
export type Fault = (typeof FAULTS)[number];

export type FaultOptions<Message> = Readonly<{
  seed: number | string;
  rates: Partial<FaultRates>;
  /** How many messages overtake a late one at most; 20 unless given. */
  lateBy?: number;
  /** A message that contradicts this one; undefined when this one says nothing that could be contradicted. */
  contradict?: (message: Message) => Message | undefined;
  onFault?: (fault: Fault, message: Message) => void;
}>;

/**
 * Any stream of messages with faults of its provider in it. The same seed makes the same faults; without
 * rates the stream is untouched. @throws RangeError for a rate that is no chance.
 */
export async function* withFaults<Message>(
  messages: AsyncIterable<Message> | Iterable<Message>,
  options: FaultOptions<Message>,
): AsyncGenerator<Message, void, undefined> {
  const { seed, rates, lateBy = 20, contradict, onFault } = options;
  for (const fault of FAULTS) {
    const rate = rates[fault] ?? 0;
    if (!(rate >= 0 && rate <= 1)) throw new RangeError(`the rate of ${fault} must be 0 to 1`);
  }
  const random = seededRandom(`faults/${seed}`);
  let held: { message: Message; after: number }[] = [];
  for await (const message of messages) {
    // Every message draws the same numbers, so that one rate does not move the faults of another.
    const [draws, delay, again] = [
      FAULTS.map(() => random.next()),
      random.int(lateBy),
      random.int(3),
    ];
    const hits = FAULTS.filter((fault, at) => (draws[at] ?? 1) < (rates[fault] ?? 0));
    for (const fault of hits) onFault?.(fault, message);
    held = held.map((one) => ({ ...one, after: one.after - 1 }));
    if (!hits.includes('missing')) {
      const opposite = hits.includes('contradictory') ? contradict?.(message) : undefined;
      if (hits.includes('late')) held.push({ message, after: delay + 1 });
      else if (hits.includes('reordered')) held.push({ message, after: 1 });
      else yield message;
      if (opposite !== undefined) yield opposite;
      if (hits.includes('duplicated')) held.push({ message, after: again });
    }
    for (const { message: due } of held.filter(({ after }) => after <= 0)) yield due;
    held = held.filter(({ after }) => after > 0);
  }
  for (const { message } of held) yield message;
}
