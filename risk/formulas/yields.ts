/** Mean share of the stake kept on a multiple whose legs each carry a margin: 1 − (1 + m)^−k. */
export const multipleHold = (legMargin: number, legs: number): number =>
  1 - (1 + legMargin) ** -legs;

/** Hold on a two-way market at equal odds when a share of the money backs a side that wins at a rate. */
export const flowHold = (odds: number, share: number, winRate: number): number =>
  1 - odds * (share * winRate + (1 - share) * (1 - winRate));

/** Exchange far price: what the backers' stakes and the layers' liability would settle at alone. */
export const farPrice = (backStakes: number, layLiability: number): number =>
  1 + layLiability / backStakes;
