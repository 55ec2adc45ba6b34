import { useBonuses } from '../../api/queries.ts';
import { useValue } from '../../state.ts';
import { grantName } from '../bonus.ts';
import type { Entry } from '../slip.ts';
import { fitsLegs, unitStakeOf } from './grant.ts';
import type { Kind } from './kinds.ts';
import { chooseGrant, multiple } from './state.ts';

type GrantChoiceProps = Readonly<{ legs: readonly Entry[]; kind: Kind; isFixed: boolean }>;

/** The free bets and boosts that the bet could take, and the one that it has; a second press takes that back. */
export function GrantChoice({ legs, kind, isFixed }: GrantChoiceProps) {
  const { data } = useBonuses();
  const { bonus } = useValue(multiple);
  const choices = (data?.bonuses ?? []).filter(
    (grant) => grant.bonusId === bonus?.bonusId || fitsLegs(grant, legs, kind),
  );
  if (choices.length === 0) return null;
  return (
    <div className="entry-bonuses" role="group" aria-label="Bonus of the bet">
      {choices.map((grant) => {
        const isChosen = grant.bonusId === bonus?.bonusId;
        return (
          <button
            key={grant.bonusId}
            type="button"
            className="chip"
            aria-pressed={isChosen}
            disabled={isFixed}
            onClick={() => chooseGrant(isChosen ? null : grant, unitStakeOf(grant, kind))}
          >
            {grantName(grant)}
          </button>
        );
      })}
    </div>
  );
}
