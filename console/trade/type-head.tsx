import type { CommandBody } from '#contracts/mod.ts';

import type { MarketGroup } from '../format/market-groups.ts';
import type { BookMarket } from './exposure.ts';
import { MarginInput } from './margin-input.tsx';

type TypeHeadProps = Readonly<{
  type: MarketGroup;
  markets: readonly BookMarket[];
  send: (body: CommandBody) => void;
}>;

/**
 * The margin of a type, which holds for lines that come later as well. A type that is always one market has
 * no line of its own: the margin of the market is the same.
 */
export function TypeHead({ type, markets, send }: TypeHeadProps) {
  const isOneMarket = markets.length === 1 && markets[0]?.key === (type.type as string);
  if (isOneMarket) return null;
  const [first] = markets;
  const isMixed = markets.some(({ marginBps }) => marginBps !== first?.marginBps);
  return (
    <tbody className="type-head">
      <tr>
        <th colSpan={7} scope="rowgroup">
          <div>
            <span className="type-title">{type.title}</span>
            <MarginInput
              label={`Margin of all ${type.title} in basis points`}
              marginBps={isMixed ? null : (first?.marginBps ?? null)}
              onChange={(marginBps) => {
                send({ kind: 'margin', marketType: type.type, marginBps });
              }}
            />
            <span className="type-note">
              all {markets.length === 1 ? '' : `${String(markets.length)} `}of this type, and those
              to come
            </span>
          </div>
        </th>
      </tr>
    </tbody>
  );
}
