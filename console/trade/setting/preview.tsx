import type { UseQueryResult } from '@tanstack/react-query';

import { oddsFromDecimal, type WhatIf } from '#contracts/mod.ts';

import { houseMoney } from '../../format/money-text.ts';
import { formatPrice } from '../../format/odds-format.ts';
import { nameOfMarket, nameOfOutcome, type Teams } from '../../ui/names.ts';
import { directionOf, factsOf, summaryOf } from './preview-text.ts';

type PreviewProps = Readonly<{
  whatIf: Pick<UseQueryResult<WhatIf>, 'data' | 'error'>;
  teams: Teams;
  /** Whether there is anything to ask. */
  isSound: boolean;
}>;

/** What the setting would do, or why that is not known. */
export function Preview({ whatIf: { data, error }, teams, isSound }: PreviewProps) {
  const words = !isSound
    ? 'A margin is a whole number from 0 to 3000.'
    : error !== null
      ? `${error.message} What the setting would do is not known; it can be applied all the same.`
      : data === undefined
        ? 'Asking the host…'
        : summaryOf(data);
  return (
    <div className="setting-preview">
      <p role="status" className={error === null ? 'hint' : 'problem'}>
        {words}
      </p>
      {isSound && data !== undefined && <Effects whatIf={data} teams={teams} />}
    </div>
  );
}

type EffectsProps = Readonly<{ whatIf: WhatIf; teams: Teams }>;

function Effects({ whatIf, teams }: EffectsProps) {
  return (
    <div className="setting-scroll" role="region" aria-label="What it would do" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col" rowSpan={2}>
              Outcome
            </th>
            <th scope="colgroup" colSpan={2}>
              Price
            </th>
            <th scope="colgroup" colSpan={2}>
              Worst case after one more bet of {houseMoney(whatIf.betMinor)}
            </th>
          </tr>
          <tr>
            {['Now', 'Then', 'Now', 'Then'].map((name, at) => (
              <th key={at} scope="col" className="number">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        {whatIf.markets.map((market) => (
          <MarketEffect key={market.marketKey} market={market} teams={teams} />
        ))}
      </table>
    </div>
  );
}

type Side = WhatIf['markets'][number]['outcomes'][number]['before'];
function oddsText({ odds }: Side): string {
  const exact = odds === null ? undefined : oddsFromDecimal(odds);
  return exact === undefined ? '–' : formatPrice(exact, 'decimal');
}
const worstText = ({ worstCaseMinor }: Side): string =>
  worstCaseMinor === null ? '–' : houseMoney(worstCaseMinor);

type MarketEffectProps = Readonly<{ market: WhatIf['markets'][number]; teams: Teams }>;

function MarketEffect({ market, teams }: MarketEffectProps) {
  const { marketKey, outcomes } = market;
  return (
    <tbody>
      <tr className="setting-market">
        <th colSpan={5} scope="rowgroup">
          {nameOfMarket(marketKey, teams)}
          <span className="hint figure">{factsOf(market)}</span>
        </th>
      </tr>
      {outcomes.map(({ outcomeId, before, after }) => (
        <tr key={outcomeId}>
          <th scope="row">{nameOfOutcome(marketKey, outcomeId, teams)}</th>
          <td className="number figure">{oddsText(before)}</td>
          <td className="number figure" data-skew={directionOf(before.odds, after.odds)}>
            {oddsText(after)}
          </td>
          <td className="number figure">{worstText(before)}</td>
          <td className="number figure">{worstText(after)}</td>
        </tr>
      ))}
    </tbody>
  );
}
