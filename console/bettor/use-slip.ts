import { useCallback, useSyncExternalStore } from 'react';

import { slip } from './slip.ts';

/** Whether an outcome is on the slip: only the buttons of what was added or removed render again. */
export function useIsPicked(id: string): boolean {
  const read = useCallback(
    () => slip.get().some((entry) => entry.id === id && entry.phase.step !== 'accepted'),
    [id],
  );
  return useSyncExternalStore(slip.subscribe, read);
}
