/** Football's market types, in the order in which a board shows them. */
export const FOOTBALL_MARKET_TYPES = [
  'match-result',
  'draw-no-bet',
  'total-goals',
  'asian-handicap',
  'both-teams-to-score',
  'correct-score',
  'half-time-result',
  'next-goal',
] as const;
