import { memo, useEffect, useRef, type CSSProperties } from 'react';

import type { CommandBody, FixtureId, MarketKey, MarketType } from '#contracts/mod.ts';

import { suspensionText } from '../format/match-time.ts';
import { houseMoney } from '../format/money-text.ts';
import { formatDecimal, formatPrice } from '../format/odds-format.ts';
import { useCell } from '../stream/use-live.ts';
import { nameOfMarket, nameOfOutcome, type Teams } from '../ui/names.ts';
import { bookPercent, resultIfWon, type BookMarket } from './exposure.ts';
import { MarginInput } from './margin-input.tsx';
import { toneOf } from './totals.tsx';

type MarketProps = Readonly<{
  market: BookMarket;
  type: MarketType;
  fixtureId: FixtureId;
  teams: Teams;
  /** The largest result of the book: what full heat means. */
  scale: number;
  isSelected: boolean;
  select: (key: MarketKey) => void;
  explain: (key: MarketKey) => void;
  set: (key: MarketKey) => void;
  send: (body: CommandBody) => void;
}>;

/** One market with a row for each outcome; renders when its own book changes. */
export const MarketBody = memo(function MarketBody(props: MarketProps) {
  const { market, fixtureId, teams, scale, isSelected, select } = props;
  const { key } = market;
  const body = useRef<HTMLTableSectionElement>(null);
  useEffect(() => {
    if (isSelected) body.current?.scrollIntoView({ block: 'nearest' });
  }, [isSelected]);
  const shown = market.outcomes.filter(
    ({ odds, liabilityMinor }) => odds !== null || liabilityMinor !== '0',
  );
  const rows = shown.length === 0 ? market.outcomes : shown;
  return (
    <tbody
      ref={body}
      data-selected={isSelected}
      data-status={market.status}
      onClick={() => {
        select(key);
      }}
    >
      {rows.map((outcome, index) => (
        <tr key={outcome.id}>
          {index === 0 && (
            <th scope="rowgroup" rowSpan={rows.length} aria-current={isSelected}>
              <MarketCell {...props} />
            </th>
          )}
          <OutcomeCells
            {...{ market, outcome, fixtureId, scale }}
            name={nameOfOutcome(key, outcome.id, teams)}
          />
        </tr>
      ))}
    </tbody>
  );
});

function MarketCell({ market, type, teams, send, explain, set }: MarketProps) {
  const { key, suspendedBy, marginBps, stakedMinor } = market;
  const percent = bookPercent(market);
  const name = nameOfMarket(key, teams);
  const byTrader = suspendedBy.includes('trader');
  return (
    <div className="market-cell">
      <div className="market-cell-name">
        <b>{name}</b>
        {suspendedBy.map((reason) => (
          <span key={reason} className="tag tag-suspended" title={suspensionText(reason)}>
            {reason}
          </span>
        ))}
        <span className="market-cell-facts figure">
          {percent !== null && (
            <span title="Sum of the implied probabilities">{percent.toFixed(1)} %</span>
          )}
          {stakedMinor !== '0' && <span title="Staked">{houseMoney(stakedMinor)}</span>}
        </span>
      </div>
      <div className="market-cell-tools">
        <MarginInput
          label={`Margin of ${name} in basis points`}
          marginBps={marginBps}
          onChange={(next) => {
            send({ kind: 'margin', marketType: type, marketKey: key, marginBps: next });
          }}
        />
        <button
          type="button"
          className={byTrader ? 'chip chip-resume' : 'chip chip-suspend'}
          aria-keyshortcuts={byTrader ? 'R' : 'S'}
          aria-label={`${byTrader ? 'Resume' : 'Suspend'} ${name}`}
          onClick={() => {
            send({ kind: byTrader ? 'resume' : 'suspend', marketKey: key });
          }}
        >
          {byTrader ? 'Resume' : 'Suspend'}
        </button>
        <button
          type="button"
          className="chip"
          aria-keyshortcuts="E"
          aria-label={`Explain ${name}`}
          onClick={() => {
            explain(key);
          }}
        >
          Explain
        </button>
        <button
          type="button"
          className="chip"
          aria-keyshortcuts="W"
          aria-label={`Set ${name}`}
          onClick={() => {
            set(key);
          }}
        >
          Set
        </button>
      </div>
    </div>
  );
}

type OutcomeCellsProps = Readonly<{
  market: BookMarket;
  outcome: BookMarket['outcomes'][number];
  fixtureId: FixtureId;
  scale: number;
  name: Teams['home'];
}>;

const fair = (decimal: number | null): string => (decimal === null ? '–' : formatDecimal(decimal));

function OutcomeCells({ market, outcome, fixtureId, scale, name }: OutcomeCellsProps) {
  const { id, model, skewed, odds, liabilityMinor } = outcome;
  const cell = useCell(fixtureId, market.key, id);
  const result = resultIfWon(market, outcome);
  const hasBets = market.stakedMinor !== '0';
  const heat = hasBets ? Math.min(1, Math.abs(Number(result)) / scale) : 0;
  const moved = model === null || skewed === null ? 0 : skewed / model - 1;
  const style: CSSProperties & Record<'--heat', string> = { '--heat': heat.toFixed(3) };
  return (
    <>
      <td className="outcome">{name}</td>
      <td className="number figure faint">{fair(model)}</td>
      <td
        className="number figure"
        data-skew={Math.abs(moved) < 0.0005 ? undefined : moved > 0 ? 'up' : 'down'}
      >
        {fair(skewed)}
      </td>
      <td
        className="number figure grid-price"
        data-direction={cell?.direction ?? undefined}
        data-beat={cell === undefined || cell.moves === 0 ? undefined : cell.moves % 2}
      >
        <span className="arrow" aria-hidden="true">
          {cell?.direction === 'up' ? '▲' : cell?.direction === 'down' ? '▼' : ''}
        </span>
        {odds === null ? '–' : formatPrice(odds, 'decimal')}
      </td>
      <td className="number figure">{hasBets ? houseMoney(liabilityMinor) : ''}</td>
      <td className="number figure heat" data-tone={toneOf(result.toString())} style={style}>
        {hasBets ? houseMoney(result.toString()) : ''}
      </td>
    </>
  );
}
