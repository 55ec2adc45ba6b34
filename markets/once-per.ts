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
