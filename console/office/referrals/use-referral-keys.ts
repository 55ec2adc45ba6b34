import { useEffect } from 'react';

import { onKeys } from '../../ui/on-keys.ts';

type Keys = Readonly<{
  ids: readonly string[];
  chosen: string | null;
  choose: (id: string | null) => void;
  decide: (id: string, verdict: 'accept' | 'reject') => void;
}>;

/** The id that an arrow leads to; from none to the first or the last. */
export function stepTo(ids: readonly string[], chosen: string | null, by: 1 | -1): string | null {
  if (ids.length === 0) return null;
  const at = chosen === null ? -1 : ids.indexOf(chosen);
  if (at === -1) return (by === 1 ? ids[0] : ids.at(-1)) ?? null;
  return ids[at + by] ?? chosen;
}

/** The keyboard of the queue. Nothing is decided unless a bet was chosen first. */
export function useReferralKeys({ ids, chosen, choose, decide }: Keys): void {
  const joined = ids.join();
  useEffect(() => {
    const all = joined === '' ? [] : joined.split(',');
    const actions: Readonly<Record<string, () => void>> = {
      ArrowDown: () => {
        choose(stepTo(all, chosen, 1));
      },
      ArrowUp: () => {
        choose(stepTo(all, chosen, -1));
      },
      a: () => {
        if (chosen !== null) decide(chosen, 'accept');
      },
      r: () => {
        if (chosen !== null) decide(chosen, 'reject');
      },
      o: () => {
        const field = document.querySelector('[data-chosen="true"] input[data-offer]');
        if (field instanceof HTMLInputElement) field.select();
      },
      Escape: () => {
        choose(null);
      },
    };
    return onKeys(actions, { repeats: false });
  }, [joined, chosen, choose, decide]);
}
