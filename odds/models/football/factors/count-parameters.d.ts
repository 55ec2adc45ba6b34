/** Law of one kind of incident that is counted per side: corners, yellow cards, sendings-off. */
export type CountParameters = Readonly<{
  /** Expected in 90 minutes, both sides together, between equal teams while the score is level. */
  mean: number;
  /** Added to the logarithm of the mean for each goal of absolute supremacy. */
  meanSlope: number;
  /** Log-odds of the home side's share at supremacy 0, and what each goal of home supremacy adds. */
  share: Readonly<{
    logit: number;
    slope: number;
  }>;
  /** Shape of the gamma-mixed level of the match; Infinity for none. */
  levelShape: number;
  /** Weight of the urn at kick-off, in incidents, and which side's weight an incident adds to. */
  urn: Readonly<{
    size: number;
    adds: 'own' | 'other';
  }>;
  /** Relative rate a minute in each quarter of an hour. */
  perMinute: readonly [number, number, number, number, number, number];
  /** Minutes of play which the last minute of each half stands for. */
  lastMinute: Readonly<{
    firstHalf: number;
    secondHalf: number;
  }>;
  /** While a half is being played, at least this many minutes are left in it. */
  residualMinutes: number;
  /** Factor on a side's rate by its own lead: two or more behind, one behind, level, one and two or more ahead. */
  leads: readonly [number, number, number, number, number];
  /** Factor per red card on the penalised side's own rate and on the opponent's. */
  redCard: Readonly<{
    own: number;
    opponent: number;
  }>;
}>;
