import { useSyncExternalStore } from 'react';

/** A value outside of any component that components can follow. */
export type State<Value> = Readonly<{
  get: () => Value;
  set: (value: Value) => void;
  update: (change: (value: Value) => Value) => void;
  subscribe: (listener: () => void) => () => void;
}>;

export function createState<Value>(
  initial: Value,
  onChange?: (value: Value) => void,
): State<Value> {
  let value = initial;
  const listeners = new Set<() => void>();
  const set = (next: Value): void => {
    if (Object.is(next, value)) return;
    value = next;
    onChange?.(value);
    for (const listener of listeners) listener();
  };
  return {
    get: () => value,
    set,
    update: (change) => {
      set(change(value));
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export const useValue = <Value>({ subscribe, get }: State<Value>): Value =>
  useSyncExternalStore(subscribe, get);
