import { useMemo } from 'react';

import type { BookMessage, CommandBody, MarketKey } from '#contracts/mod.ts';

import type { MarketGroup } from '../format/market-groups.ts';
import { largestResult, type BookMarket } from './exposure.ts';
import { GroupHead } from './group-head.tsx';
import { MarketBody } from './market-body.tsx';
import { TypeHead } from './type-head.tsx';
import type { DeskView } from './use-desk-view.ts';

type MarketGridProps = Readonly<{
  book: BookMessage;
  view: DeskView;
  selected: MarketKey | null;
  send: (body: CommandBody) => void;
  explain: (key: MarketKey) => void;
  set: (key: MarketKey) => void;
}>;

/** The columns, with what each figure means. */
const FIGURES: readonly (readonly [name: string, meaning: string])[] = [
  ['Fair', "The model's price, without margin"],
  ['Skewed', 'Fair after the exposure moved it'],
  ['Price', 'Published, with margin'],
  ['Owed', 'Paid out when the outcome wins'],
  ['If it wins', 'Result of this market when the outcome wins'],
];

/** Every market of the fixture: groups that unfold, types with their margin, lines, outcomes. */
export function MarketGrid({ book, view, selected, send, explain, set }: MarketGridProps) {
  const { fixtureId, info } = book;
  const markets = new Map(book.markets.map((market) => [market.key, market]));
  const teams = useMemo(() => ({ home: info.home, away: info.away }), [info.home, info.away]);
  const scale = largestResult(book);
  const marketsOf = ({ keys }: MarketGroup): readonly BookMarket[] =>
    keys.flatMap((key) => markets.get(key) ?? []);
  const common = { fixtureId, teams, scale, send, explain, set, select: view.select };
  return (
    <div className="card grid-scroll" role="region" aria-label="Markets" tabIndex={0}>
      <table className="grid">
        <thead>
          <tr>
            <th scope="col">Market, margin, book %, staked</th>
            <th scope="col">Outcome</th>
            {FIGURES.map(([name, meaning]) => (
              <th key={name} scope="col" className="number" title={meaning}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        {view.groups.map(({ group, types, isOpen }) => [
          <GroupHead
            key={group}
            {...{ group, isOpen }}
            markets={types.flatMap(marketsOf)}
            toggle={view.toggle}
          />,
          ...(isOpen ? types : []).flatMap((each) => [
            <TypeHead
              key={`${group}/${each.type}`}
              type={each}
              markets={marketsOf(each)}
              send={send}
            />,
            ...marketsOf(each).map((market) => (
              <MarketBody
                key={market.key}
                {...{ market, ...common }}
                type={each.type}
                isSelected={market.key === selected}
              />
            )),
          ]),
        ])}
      </table>
    </div>
  );
}
