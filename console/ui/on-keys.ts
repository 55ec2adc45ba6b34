import { isTyping } from './is-typing.ts';

type OnKeysOptions = Readonly<{
  /** Whether a key that is held down acts again and again. */
  repeats: boolean;
}>;

/** Acts on keys pressed anywhere but in a field, by `KeyboardEvent.key`; returns what stops it. */
export function onKeys(
  actions: Readonly<Record<string, () => void>>,
  { repeats }: OnKeysOptions,
): () => void {
  const press = (event: KeyboardEvent): void => {
    if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    const action = actions[event.key];
    if (action === undefined || (event.repeat && !repeats)) return;
    event.preventDefault();
    action();
  };
  addEventListener('keydown', press);
  return () => {
    removeEventListener('keydown', press);
  };
}
