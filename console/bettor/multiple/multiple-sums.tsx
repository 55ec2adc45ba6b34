import { ODDS_SCALE, type GrantView } from '#contracts/mod.ts';

import { moneyText } from '../../format/money-text.ts';
import { formatDecimal } from '../../format/odds-format.ts';
import { lineOdds, nextBonus, type Asked, type Sums } from './sums.ts';

type MultipleSumsProps = Readonly<{
  asked: Asked;
  sums: Sums | undefined;
  /** Whether the house gives accumulators their bonus. */
  hasBonus: boolean;
  /** The free bet or boost that the bet takes. */
  bonus: GrantView | null;
}>;

/** What the bet costs, and what it pays when every selection wins. */
export function MultipleSums({ asked, sums, hasBonus, bonus }: MultipleSumsProps) {
  const { legs, kind, currency } = asked;
  const isLine = kind.lines === 1;
  const rows: readonly (readonly [string, string])[] = [
    ...(isLine ? [['Odds', formatDecimal(lineOdds(legs))] as const] : []),
    ['Lines', String(kind.lines)],
    [
      bonus?.kind === 'free-bet' ? 'Stake, free' : 'Total stake',
      sums === undefined ? '–' : moneyText(sums.stakeMinor, currency),
    ],
    ...(sums !== undefined && sums.bonusMinor > 0n
      ? [
          [
            bonus === null ? 'Accumulator bonus' : 'Boost',
            moneyText(sums.bonusMinor, currency),
          ] as const,
        ]
      : []),
    ['Pays if all win', sums === undefined ? '–' : moneyText(sums.payoutMinor, currency)],
  ];
  return (
    <>
      <dl className="multiple-sums">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="figure">{value}</dd>
          </div>
        ))}
      </dl>
      {isLine && hasBonus && bonus === null && <NextBonus asked={asked} />}
    </>
  );
}

function NextBonus({ asked: { legs, currency } }: Readonly<{ asked: Asked }>) {
  const next = nextBonus(legs, currency);
  if (next === undefined) return null;
  const more = next.legs === 1 ? 'One more selection' : `${String(next.legs)} more selections`;
  return (
    <p className="hint">
      {more} at {formatDecimal(next.minOdds / ODDS_SCALE)} or better: {next.percent} % on top of the
      winnings.
    </p>
  );
}
