import type { MarketKey, PublishedMarket } from '#contracts/mod.ts';

import { lineText, type MarketGroup } from '../format/market-groups.ts';
import type { Board } from '../stream/board.ts';
import { nameOfMarket, nameOfOutcome, type Teams } from '../ui/names.ts';
import { sideLine } from './board-view.tsx';
import { PriceButton } from './price-button.tsx';

type MarketCardProps = Readonly<{ group: MarketGroup; board: Board; teams: Teams }>;

/** All markets of one type: one row of prices, a ladder of lines, or the grid of scores. */
export function MarketCard({ group, board, teams }: MarketCardProps) {
  const markets = group.keys.flatMap((key) => board.markets.get(key) ?? []);
  const [first] = markets;
  if (first === undefined) return null;
  const isSuspended = markets.every(({ status }) => status !== 'active');
  const hasLines = lineText(first.key) !== '';
  const title = hasLines || markets.length > 1 ? group.title : nameOfMarket(first.key);
  return (
    <section className={`card market market-${group.type}`} aria-label={title}>
      <header className="market-head">
        <h2>{title}</h2>
        {isSuspended && <span className="tag tag-suspended">Suspended</span>}
      </header>
      {hasLines ? (
        <Ladder {...{ markets, board, teams }} />
      ) : (
        markets.map((market) => <Outcomes key={market.key} {...{ market, board, teams }} />)
      )}
    </section>
  );
}

type OutcomesProps = Readonly<{ market: PublishedMarket; board: Board; teams: Teams }>;

function Outcomes({ market, board, teams }: OutcomesProps) {
  const { key, outcomes } = market;
  const isScores = outcomes.length > 6;
  const shown = isScores ? outcomes.filter(({ odds }) => odds !== null) : outcomes;
  return (
    <div className={isScores ? 'outcomes outcomes-scores' : 'outcomes'}>
      {shown.map(({ id }) => (
        <PriceButton
          key={id}
          fixtureId={board.fixtureId}
          marketKey={key}
          outcomeId={id}
          teams={teams}
          label={nameOfOutcome(key, id, teams)}
        />
      ))}
    </div>
  );
}

type LadderProps = Readonly<{ markets: readonly PublishedMarket[]; board: Board; teams: Teams }>;

/** One row a line, one column a side. */
function Ladder({ markets, board, teams }: LadderProps) {
  const [first] = markets;
  const isTotal = first?.outcomes.some(({ id }) => id === 'over') === true;
  const heads = isTotal ? ['Over', 'Under'] : [teams.home, teams.away];
  return (
    <div className="ladder">
      <div className="ladder-heads" aria-hidden="true">
        {heads.map((head) => (
          <span key={head}>{head}</span>
        ))}
      </div>
      {markets.map(({ key, outcomes }) => (
        <div key={key} className="ladder-row">
          {outcomes.map(({ id }) => (
            <PriceButton
              key={id}
              fixtureId={board.fixtureId}
              marketKey={key}
              outcomeId={id}
              teams={teams}
              label={sideLine(key satisfies MarketKey, id)}
            />
          ))}
        </div>
      ))}
    </div>
  );
}
