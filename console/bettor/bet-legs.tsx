import '../styles/bet-legs.css';

import { oddsFromDecimal, type BetView } from '#contracts/mod.ts';

import { formatPrice } from '../format/odds-format.ts';
import { oddsFormat } from '../preferences.ts';
import { useValue } from '../state.ts';

type LegView = BetView['legs'][number];

const RESULTS: Readonly<Record<NonNullable<LegView['result']>, string>> = {
  won: 'won',
  'half-won': 'half won',
  void: 'void',
  'half-lost': 'half lost',
  lost: 'lost',
};

/** The selections of a bet of several, each with its price and what became of it. */
export function BetLegs({ bet }: Readonly<{ bet: BetView }>) {
  const format = useValue(oddsFormat);
  const { lines, unitStake, legs } = bet;
  return (
    <>
      {lines > 1 && (
        <p className="bet-market">
          {lines} lines at {unitStake}
        </p>
      )}
      <ul className="bet-legs" aria-label="Selections">
        {legs.map((leg) => (
          <li key={leg.leg} className="bet-leg" data-result={leg.result ?? 'open'}>
            <span>
              {leg.outcome}
              {leg.banker && ' (banker)'}
            </span>
            <span className="figure">{priceText(leg, format)}</span>
            <span className="bet-market">
              {leg.market} · {leg.fixture}
            </span>
            {leg.result !== null && <span className="bet-leg-result">{RESULTS[leg.result]}</span>}
          </li>
        ))}
      </ul>
    </>
  );
}

function priceText(
  { odds, requestedOdds, builder }: LegView,
  format: Parameters<typeof formatPrice>[1],
): string {
  // The parts of a bet builder have one price together, which stands over them.
  if (builder !== null) return '';
  const price = oddsFromDecimal(odds ?? requestedOdds);
  return price === undefined ? '' : formatPrice(price, format);
}
