/**
 * Works something out once for each object, as long as that lives: the market types of a board ask the same of
 * one record, one law or one table. What is given never changes, so the answer cannot go stale.
 */
export function oncePer<Given extends object, Answer>(
  work: (given: Given) => Answer,
): (given: Given) => Answer {
  const known = new WeakMap<Given, Readonly<{ answer: Answer }>>();
  return (given) => {
    const last = known.get(given);
    if (last !== undefined) return last.answer;
    const answer = work(given);
    known.set(given, { answer });
    return answer;
  };
}

const MOST_KEYS = 1_000;

/** The same for what a short text or a number decides, as the lines around a count; forgets all when it is full. */
export function oncePerKey<Key extends string | number, Answer extends object>(
  work: (key: Key) => Answer,
): (key: Key) => Answer {
  const known = new Map<Key, Answer>();
  return (key) => {
    const last = known.get(key);
    if (last !== undefined) return last;
    const answer = work(key);
    if (known.size >= MOST_KEYS) known.clear();
    known.set(key, answer);
    return answer;
  };
}
