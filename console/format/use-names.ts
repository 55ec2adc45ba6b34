import { useEffect } from 'react';

import { useValue } from '../state.ts';
import { definitions, loadNamesOf } from './definitions.ts';

/** Sees to it that the markets of a sport have names; what names them renders again when they come. */
export function useNamesOf(sport: string): unknown {
  useEffect(() => {
    void loadNamesOf(sport);
  }, [sport]);
  return useValue(definitions);
}
