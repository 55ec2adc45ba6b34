/**
 * Works something out once for each pair of a model and a state, as long as the state object lives. Both are
 * immutable, so the answer cannot go stale.
 */
export function oncePerState<Model extends object, State extends object, Answer>(
  work: (model: Model, state: State) => Answer,
): (model: Model, state: State) => Answer {
  const known = new WeakMap<State, Readonly<{ model: Model; answer: Answer }>>();
  return (model, state) => {
    const last = known.get(state);
    if (last?.model === model) return last.answer;
    const answer = work(model, state);
    known.set(state, { model, answer });
    return answer;
  };
}
