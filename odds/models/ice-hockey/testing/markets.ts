import type { IceHockeyMarketType, MarketIdentity, Specifiers } from '#contracts/mod.ts';

const market = (type: IceHockeyMarketType, specifiers: Specifiers = {}): MarketIdentity => ({
  type,
  specifiers,
});

/** At least one market of every type, with whole, half and quarter lines. */
export const SAMPLE_MARKETS: readonly MarketIdentity[] = [
  market('ice-hockey-match-result'),
  market('ice-hockey-moneyline'),
  ...['-1.5', '-0.25', '1'].flatMap((line) => [
    market('ice-hockey-puck-line', { line }),
    market('ice-hockey-regulation-handicap', { line }),
  ]),
  ...['5.5', '6', '6.25'].flatMap((line) => [
    market('ice-hockey-total', { line }),
    market('ice-hockey-regulation-total', { line }),
  ]),
  ...(['home', 'away'] as const).flatMap((team) => [
    market('ice-hockey-team-total', { team, line: '2.5' }),
    market('ice-hockey-regulation-team-total', { team, line: '3' }),
  ]),
  market('ice-hockey-moneyline-and-total', { line: '5.5' }),
  market('ice-hockey-double-chance'),
  market('ice-hockey-draw-no-bet'),
  market('ice-hockey-result-and-total', { line: '5.5' }),
  market('ice-hockey-both-teams-to-score'),
  market('ice-hockey-correct-score'),
  market('ice-hockey-winning-margin'),
  market('ice-hockey-odd-even'),
  market('ice-hockey-overtime'),
  market('ice-hockey-decided-in'),
  ...['1', '2', '3'].flatMap((period) => [
    market('ice-hockey-period-result', { period }),
    market('ice-hockey-period-draw-no-bet', { period }),
    market('ice-hockey-period-handicap', { period, line: '-0.5' }),
    market('ice-hockey-period-total', { period, line: '1.5' }),
    market('ice-hockey-period-both-teams-to-score', { period }),
    market('ice-hockey-period-odd-even', { period }),
  ]),
  market('ice-hockey-highest-scoring-period'),
  ...['1', '4', '6'].map((goal) => market('ice-hockey-next-goal', { goal })),
  ...['1', '3'].map((goals) => market('ice-hockey-race-to-goals', { goals })),
];
