import type { EffectView } from '#contracts/mod.ts';

import { moneyFromApi } from '../../format/money-text.ts';

/** What a decision does to money, by currency, and the bets that it moves most. */
export function EffectTable({ effect }: Readonly<{ effect: EffectView }>) {
  const { bets, currencies, largest } = effect;
  if (bets === 0) return <p className="hint">No bet changes what it pays.</p>;
  return (
    <>
      <div className="office-scroll" role="region" aria-label="Effect on money" tabIndex={0}>
        <table className="office-table">
          <thead>
            <tr>
              <th scope="col">Bets</th>
              <th scope="col" className="number">
                Stakes
              </th>
              <th scope="col" className="number">
                Paid now
              </th>
              <th scope="col" className="number">
                Paid then
              </th>
              <th scope="col" className="number">
                More to bettors
              </th>
              <th scope="col" className="number">
                Less to bettors
              </th>
              <th scope="col" className="number">
                Not in wallets
              </th>
            </tr>
          </thead>
          <tbody>
            {currencies.map((each) => (
              <tr key={each.currency}>
                <th scope="row">
                  {each.bets} in {each.currency}
                </th>
                {[
                  each.stakes,
                  each.payoutsBefore,
                  each.payoutsAfter,
                  each.raised,
                  each.lowered,
                  each.receivable,
                ].map((amount, at) => (
                  <td key={String(at)} className="number figure">
                    {moneyFromApi(amount, each.currency)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {largest.length > 0 && (
        <details className="decision-largest">
          <summary>The bets that move most</summary>
          <ul>
            {largest.map((bet) => (
              <li key={bet.betId}>
                <code>{bet.betId}</code>
                <span className="figure">
                  stake {moneyFromApi(bet.stake, bet.currency)}:{' '}
                  {moneyFromApi(bet.payoutBefore, bet.currency)} →{' '}
                  <b>{moneyFromApi(bet.payoutAfter, bet.currency)}</b>
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
