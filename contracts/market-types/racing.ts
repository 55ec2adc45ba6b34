/** Market types of racing, in the order in which a board shows them. */
export const RACING_MARKET_TYPES = [
  'racing-win',
  'racing-place',
  'racing-finish-position',
  'racing-not-placed',
  'racing-winner-without',
  'racing-match-bet',
  'racing-group-bet',
  'racing-forecast',
  'racing-reverse-forecast',
  'racing-tricast',
  'racing-combination-tricast',
] as const;
