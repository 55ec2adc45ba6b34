import type { Session } from '#contracts/mod.ts';

import { createState } from '../state.ts';
import { clock } from '../clock.ts';

const KEY = 'overround.session';

/** Who is logged in. Kept per tab, so that a trader and a bettor can sit side by side in one browser. */
export const session = createState<Session | null>(restore(), (value) => {
  if (value === null) sessionStorage.removeItem(KEY);
  else sessionStorage.setItem(KEY, JSON.stringify(value));
});

function restore(): Session | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Session | null;
    return kept !== null && kept.expiresAt > clock.now() ? kept : null;
  } catch {
    return null;
  }
}
