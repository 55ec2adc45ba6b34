import { memo, useState } from 'react';

import type { FixtureId, MarketKey, OutcomeId, PublishedMarket } from '#contracts/mod.ts';

import type { MarketGroup } from '../format/market-groups.ts';
import { rowLabels } from '../format/market-search.ts';
import { useLiveStore } from '../stream/use-live.ts';
import { nameOfOutcome, type Teams } from '../ui/names.ts';
import { columnHead, pairsOf, sideLine, widthOf, type PairTable } from './market-layout.ts';
import { OutcomeButton } from './outcome-button.tsx';
import { useMarket } from './use-match.ts';

type LayoutProps = Readonly<{ type: MarketGroup; fixtureId: FixtureId; teams: Teams }>;
type RowProps = Readonly<{
  fixtureId: FixtureId;
  marketKey: MarketKey;
  teams: Teams;
  /** What tells the market from the others on its card; empty when the heading does. */
  label: string;
}>;

/** One row a line, one column a side. */
export function Ladder({ type, fixtureId, teams }: LayoutProps) {
  return (
    <div className="ladder">
      <Heads {...{ type, fixtureId, teams }} isLabelled={false} />
      {type.keys.map((key) => (
        <LadderRow key={key} marketKey={key} label="" {...{ fixtureId, teams }} />
      ))}
    </div>
  );
}

const LadderRow = memo(function LadderRow({ fixtureId, marketKey, teams }: RowProps) {
  const market = useMarket(fixtureId, marketKey);
  return (
    <div className="ladder-row">
      {market?.outcomes.map(({ id }) => (
        <OutcomeButton
          key={id}
          outcomeId={id}
          label={sideLine(marketKey, id)}
          {...{ fixtureId, marketKey, teams }}
        />
      ))}
    </div>
  );
});

/** One row a market, with its start, its minutes or its player before the prices. */
export function Rows({ type, fixtureId, teams }: LayoutProps) {
  const labels = rowLabels(type, teams);
  return (
    <div className="market-rows">
      <Heads {...{ type, fixtureId, teams }} isLabelled />
      {type.keys.map((key, at) => (
        <Row key={key} marketKey={key} label={labels[at] ?? ''} {...{ fixtureId, teams }} />
      ))}
    </div>
  );
}

const Row = memo(function Row({ fixtureId, marketKey, teams, label }: RowProps) {
  const market = useMarket(fixtureId, marketKey);
  return (
    <div className="market-row">
      <span className="market-row-label">{label}</span>
      {market?.outcomes.map(({ id }) => (
        <OutcomeButton key={id} outcomeId={id} {...{ fixtureId, marketKey, teams }} />
      ))}
    </div>
  );
});

function Heads({
  type,
  fixtureId,
  teams,
  isLabelled,
}: LayoutProps & Readonly<{ isLabelled: boolean }>) {
  const [first] = type.keys;
  const store = useLiveStore();
  const market = first && store.board(fixtureId)?.markets.get(first);
  return (
    <div className="heads" aria-hidden="true">
      {isLabelled && <b />}
      {market?.outcomes.map(({ id }) => (
        <span key={id}>{columnHead(market.key, id, teams)}</span>
      ))}
    </div>
  );
}

/** A block of prices for each market, under its line where there are several. */
export function Blocks({ type, fixtureId, teams }: LayoutProps) {
  const labels = rowLabels(type, teams);
  return type.keys.map((key, at) => (
    <Block key={key} marketKey={key} label={labels[at] ?? ''} {...{ fixtureId, teams }} />
  ));
}

const Block = memo(function Block({ fixtureId, marketKey, teams, label }: RowProps) {
  const market = useMarket(fixtureId, marketKey);
  const shown = useShown(market);
  const answers = shown.map((id) => ({ id, name: nameOfOutcome(marketKey, id, teams) }));
  const table = pairsOf(answers);
  const props = { fixtureId, marketKey, teams };
  return (
    <>
      {label !== '' && table === undefined && <h3 className="block-label">{label}</h3>}
      {table === undefined ? (
        <div className={`outcomes outcomes-${widthOf(answers.map(({ name }) => name))}`}>
          {answers.map(({ id, name }) => (
            <OutcomeButton key={id} outcomeId={id} label={name} {...props} />
          ))}
        </div>
      ) : (
        <Pairs table={table} label={label} {...props} />
      )}
    </>
  );
});

type PairsProps = RowProps & Readonly<{ table: PairTable }>;

/** Two questions in one market: a row for each answer to the first, a column for each to the second. */
function Pairs({ table, label, ...props }: PairsProps) {
  return (
    <div className="market-rows">
      <div className="heads" aria-hidden="true">
        <b>{label}</b>
        {table.columns.map((column) => (
          <span key={column}>{column}</span>
        ))}
      </div>
      {table.rows.map(({ name, cells }) => (
        <div key={name} className="market-row">
          <span className="market-row-label">{name}</span>
          {cells.map((id, at) =>
            id === undefined ? (
              <span key={table.columns[at]} className="price" data-open="false" />
            ) : (
              <OutcomeButton key={id} outcomeId={id} {...props} />
            ),
          )}
        </div>
      ))}
    </div>
  );
}

const MANY = 6;

/**
 * The outcomes to show: of a long list those that have had a price since the card was opened, so that
 * impossible scores are left out and none goes while it is looked at.
 */
function useShown(market: PublishedMarket | undefined): readonly OutcomeId[] {
  const outcomes = market?.outcomes ?? [];
  const [priced, setPriced] = useState<ReadonlySet<OutcomeId>>(new Set());
  const fresh = outcomes.filter(({ id, odds }) => odds !== null && !priced.has(id));
  if (fresh.length > 0) setPriced(new Set([...priced, ...fresh.map(({ id }) => id)]));
  const isShort = outcomes.length <= MANY || priced.size + fresh.length === 0;
  return outcomes
    .filter(({ id, odds }) => isShort || odds !== null || priced.has(id))
    .map(({ id }) => id);
}
