/** Chances of a player who scores each goal of his team with chance `share`, at constant rates. */
export type ScorerChances = Readonly<{ anytime: number; first: number; twoOrMore: number }>;

/** `ownRate` and `otherRate` are the goals expected of his team and of the other. */
export function scorerChances(ownRate: number, otherRate: number, share: number): ScorerChances {
  const own = share * ownRate;
  const all = ownRate + otherRate;
  return {
    anytime: -Math.expm1(-own),
    first: all === 0 ? 0 : (own / all) * -Math.expm1(-all),
    twoOrMore: -Math.expm1(-own) - own * Math.exp(-own),
  };
}
