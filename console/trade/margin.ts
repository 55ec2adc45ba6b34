export const LARGEST_MARGIN_BPS = 3000;

/** A margin as typed, in basis points of the book above 100 %; undefined unless a host would take it. */
export function marginOf(text: string): number | undefined {
  const bps = text.trim() === '' ? Number.NaN : Number(text);
  return Number.isInteger(bps) && bps >= 0 && bps <= LARGEST_MARGIN_BPS ? bps : undefined;
}
