import '../styles/explanation.css';

import { useQuery } from '@tanstack/react-query';

import type { BetView, ExplanationView } from '#contracts/mod.ts';

import { call } from '../api/http.ts';
import { withToken } from '../api/queries.ts';
import { moneyFromApi } from '../format/money-text.ts';
import { Dialog } from '../ui/dialog.tsx';

const useBetExplanation = (betId: string) =>
  useQuery({
    queryKey: ['bet-explanation', betId],
    queryFn: () =>
      withToken((token) => call<ExplanationView>(`/v1/bets/${betId}/explanation`, { token })),
    retry: false,
  });

type BetExplanationProps = Readonly<{ bet: BetView; onClose: () => void }>;

/** How the payout of a bet came about: what decided each selection, its factor, and every sum. */
export function BetExplanation({ bet, onClose }: BetExplanationProps) {
  const { data, error, refetch } = useBetExplanation(bet.betId);
  return (
    <Dialog title="How this bet was settled" onClose={onClose} className="explanation">
      {data === undefined ? (
        <div className="empty" role="status">
          <p>{error === null ? 'Asking for the figures…' : error.message}</p>
          {error !== null && (
            <button type="button" className="button ghost" onClick={() => void refetch()}>
              Ask again
            </button>
          )}
        </div>
      ) : (
        <Figures view={data} />
      )}
    </Dialog>
  );
}

function Figures({ view }: Readonly<{ view: ExplanationView }>) {
  const { sentence, currency, stake, payout, bonus, steps, rulesVersion } = view;
  const sums: readonly (readonly [string, string])[] = [
    ['Stake', moneyFromApi(stake, currency)],
    ...(Number(bonus) > 0 ? [['Bonus', moneyFromApi(bonus, currency)] as const] : []),
    ['Paid', moneyFromApi(payout, currency)],
  ];
  return (
    <>
      <p>{sentence}</p>
      <dl className="explanation-sums">
        {sums.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="figure">{value}</dd>
          </div>
        ))}
      </dl>
      <Legs view={view} />
      {view.lines.length > 1 && <Lines view={view} />}
      <h3>The sums</h3>
      <ol className="explanation-steps">
        {steps.map((step) => (
          <li key={step} className="figure">
            {step}
          </li>
        ))}
      </ol>
      <p className="hint">
        By version {rulesVersion} of the house rules
        {view.settlementVersion > 1 &&
          `; settled anew, this is settlement ${String(view.settlementVersion)}`}
        .
      </p>
    </>
  );
}

function Legs({ view: { legs } }: Readonly<{ view: ExplanationView }>) {
  return (
    <div className="explanation-scroll" tabIndex={0} role="region" aria-label="Selections">
      <table>
        <thead>
          <tr>
            <th scope="col">Selection</th>
            <th scope="col">What decided it</th>
            <th scope="col" className="number">
              Odds
            </th>
            <th scope="col" className="number">
              Pays per 1
            </th>
          </tr>
        </thead>
        <tbody>
          {legs.map((leg, at) => (
            <tr key={`${String(at)} ${leg.outcome}`}>
              <th scope="row">
                {leg.outcome}
                <span className="bet-market">{leg.market}</span>
              </th>
              <td>
                {leg.basis}
                <span className="bet-market">{leg.result ?? 'final without it'}</span>
              </td>
              <td className="number figure">{leg.odds}</td>
              <td className="number figure">{leg.factor}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Each line by the numbers of its selections, as they stand in the table above. */
function Lines({ view: { lines } }: Readonly<{ view: ExplanationView }>) {
  return (
    <details className="explanation-lines">
      <summary>{lines.length} lines</summary>
      <ul>
        {lines.map(({ legs, factor }) => (
          <li key={legs.join()}>
            {legs.map((leg) => String(leg + 1)).join(' × ')}
            <span className="figure">{factor}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
