import { GROUP_NAMES, type Group } from '../format/market-groups.ts';
import { houseMoney } from '../format/money-text.ts';
import { Icon } from '../ui/icons.tsx';
import { worstResult, type BookMarket } from './exposure.ts';
import { toneOf } from './totals.tsx';

type GroupHeadProps = Readonly<{
  group: Group;
  markets: readonly BookMarket[];
  isOpen: boolean;
  toggle: (group: Group) => void;
}>;

/** A line that folds a group away and says what one would miss. */
export function GroupHead({ group, markets, isOpen, toggle }: GroupHeadProps) {
  const stopped = markets.filter(({ status }) => status !== 'active').length;
  const staked = markets.reduce((sum, { stakedMinor }) => sum + BigInt(stakedMinor), 0n).toString();
  const worst = worstResult(markets).toString();
  return (
    <tbody className="group-head">
      <tr>
        <th colSpan={7} scope="rowgroup">
          <div>
            <button
              type="button"
              className="fold"
              aria-expanded={isOpen}
              onClick={() => {
                toggle(group);
              }}
            >
              <Icon name="chevron" size={14} />
              {GROUP_NAMES[group]}
              <span className="count">{markets.length}</span>
            </button>
            {stopped > 0 && <span className="tag tag-suspended">{stopped} suspended</span>}
            {staked !== '0' && (
              <span className="group-facts figure">
                <span title="Staked on these markets">{houseMoney(staked)}</span>
                <span title="The worst result of one of these markets" data-tone={toneOf(worst)}>
                  {houseMoney(worst)}
                </span>
              </span>
            )}
          </div>
        </th>
      </tr>
    </tbody>
  );
}
