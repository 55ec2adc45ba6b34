/**
 * Works something out once for each pair of a model and a state, as long as the state object lives. Both are
 * immutable, so the answer cannot go stale.
 */
export declare function oncePerState<Model extends object, State extends object, Answer>(
  work: (model: Model, state: State) => Answer,
): (model: Model, state: State) => Answer;
