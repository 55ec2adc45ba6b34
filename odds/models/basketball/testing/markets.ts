import type { BasketballMarketType, MarketIdentity } from '#contracts/mod.ts';

const LINES: Readonly<Record<string, readonly string[]>> = {
  match: ['-6.5', '-3', '0', '4'],
  total: ['215.5', '224', '230.5'],
  team: ['110.5', '113'],
};

const market = (type: BasketballMarketType, specifiers: Record<string, string> = {}) => ({
  type,
  specifiers,
});
const each = <Value>(values: readonly Value[], of: (value: Value) => readonly MarketIdentity[]) =>
  values.flatMap(of);

const inSpan = (
  span: 'half' | 'quarter',
  counts: readonly string[],
  totals: Readonly<{ both: string; team: string }>,
): readonly MarketIdentity[] =>
  each(counts, (count) => {
    const which = { [span]: count };
    return [
      market(`basketball-${span}-result`, which),
      market(`basketball-${span}-draw-no-bet`, which),
      market(`basketball-${span}-spread`, { ...which, line: '-1' }),
      market(`basketball-${span}-total`, { ...which, line: totals.both }),
      market(`basketball-${span}-team-total`, { ...which, team: 'away', line: totals.team }),
      market(`basketball-${span}-odd-even`, which),
    ];
  });

/** At least one market of every type, with whole and half lines. */
export const SAMPLE_MARKETS: readonly MarketIdentity[] = [
  market('basketball-moneyline'),
  ...each(LINES['match'] ?? [], (line) => [
    market('basketball-spread', { line }),
    market('basketball-regulation-spread', { line }),
  ]),
  ...each(LINES['total'] ?? [], (line) => [
    market('basketball-total', { line }),
    market('basketball-regulation-total', { line }),
  ]),
  ...each(LINES['team'] ?? [], (line) => [
    market('basketball-team-total', { team: 'home', line }),
    market('basketball-team-total', { team: 'away', line }),
  ]),
  market('basketball-moneyline-and-total', { line: '223.5' }),
  market('basketball-winning-margin'),
  market('basketball-odd-even'),
  market('basketball-match-result'),
  market('basketball-double-chance'),
  market('basketball-draw-no-bet'),
  market('basketball-overtime'),
  ...inSpan('half', ['1', '2'], { both: '112', team: '55.5' }),
  ...inSpan('quarter', ['1', '2', '3', '4'], { both: '56', team: '27.5' }),
  market('basketball-half-time-full-time'),
  market('basketball-highest-scoring-half'),
  market('basketball-highest-scoring-quarter'),
  market('basketball-win-all-quarters'),
  market('basketball-race-to-points', { points: '40' }),
  market('basketball-race-to-points', { points: '110' }),
];
