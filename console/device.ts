import { idempotencyKey } from './ids.ts';

const KEY = 'overround.device';

/** The id that this browser made for itself at random; undefined where nothing can be kept. */
export function deviceId(): string | undefined {
  try {
    const kept = localStorage.getItem(KEY) ?? '';
    if (/^[\w-]{16,64}$/.test(kept)) return kept;
    const made = idempotencyKey();
    localStorage.setItem(KEY, made);
    return made;
  } catch {
    return undefined;
  }
}
