import type { RiskView } from '#contracts/mod.ts';

import { useRisk, type RiskQuestion } from '../../api/risk.ts';
import { formatDecimal } from '../../format/odds-format.ts';
import { HOUSE_CURRENCY, moneyFromApi } from '../../format/money-text.ts';
import { QueryState } from '../query-state.tsx';
import { amountText, shareOf } from './tail-figures.ts';

const MOST = 10;
type Driver = RiskView['drivers'][number];

/** The bets that CVaR 99 of the chosen line consists of, the largest part first. */
export function TailDrivers({ scope }: Readonly<{ scope: RiskQuestion }>) {
  const query = useRisk({ ...scope, drivers: MOST });
  const { data } = query;
  if (data === undefined) return <QueryState query={query} loading="Asking what drives it" />;
  const currency = scope.of === 'currency' ? (scope.id ?? HOUSE_CURRENCY) : HOUSE_CURRENCY;
  if (data.drivers.length === 0) return <p className="card empty">No open bet drives the tail.</p>;
  return (
    <div className="card office-scroll" role="region" aria-label="Bets that drive it" tabIndex={0}>
      <table className="office-table">
        <thead>
          <tr>
            <th scope="col">Bets that drive CVaR 99</th>
            <th scope="col">Customer</th>
            {['Stake', 'Pays up to', 'In CVaR 99', 'Part'].map((name) => (
              <th key={name} scope="col" className="number">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.drivers.map((driver) => (
            <DriverRow
              key={driver.betId}
              {...{ driver, currency }}
              cvar99Minor={data.risk.cvar99Minor}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

type DriverRowProps = Readonly<{ driver: Driver; currency: string; cvar99Minor: string }>;

function DriverRow({ driver, currency, cvar99Minor }: DriverRowProps) {
  const { legs, type, username, stake, potentialPayout, contributionMinor } = driver;
  const share = shareOf(contributionMinor, cvar99Minor);
  return (
    <tr>
      <th scope="row">
        {legs.slice(0, 3).map(({ outcome, market, fixture, odds }, at) => (
          <span key={at} className="tail-leg">
            {outcome} @ {formatDecimal(odds)}
            <span className="office-sub">
              {market} · {fixture}
            </span>
          </span>
        ))}
        {legs.length > 3 && <span className="office-sub">and {legs.length - 3} more</span>}
      </th>
      <td>
        {username}
        <span className="office-sub">{type}</span>
      </td>
      <td className="number figure">{moneyFromApi(stake, driver.currency)}</td>
      <td className="number figure">{moneyFromApi(potentialPayout, driver.currency)}</td>
      <td className="number figure" data-tone="loss">
        {amountText(-BigInt(contributionMinor), currency)}
      </td>
      <td className="number figure">{share === null ? '–' : `${(100 * share).toFixed(0)} %`}</td>
    </tr>
  );
}
