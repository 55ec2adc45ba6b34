import { useBonuses } from '../api/queries.ts';
import { useValue } from '../state.ts';
import { fits, grantName } from './bonus.ts';
import { chooseBonus, slip, type Entry } from './slip.ts';

/** The free bets and boosts that a bet of the slip could take; a second press takes one back. */
export function BonusChoice({ entry }: Readonly<{ entry: Entry }>) {
  const { data } = useBonuses();
  const entries = useValue(slip);
  const elsewhere = new Set(
    entries.filter(({ id }) => id !== entry.id).map(({ bonus }) => bonus?.bonusId),
  );
  const chosen = entry.bonus?.bonusId;
  const choices = (data?.bonuses ?? []).filter(
    (grant) => fits(grant, entry) && !elsewhere.has(grant.bonusId),
  );
  if (choices.length === 0) return null;
  return (
    <div className="entry-bonuses">
      {choices.map((grant) => (
        <button
          key={grant.bonusId}
          type="button"
          className="chip"
          aria-pressed={grant.bonusId === chosen}
          onClick={() => chooseBonus(entry.id, grant.bonusId === chosen ? null : grant)}
        >
          {grantName(grant)}
        </button>
      ))}
    </div>
  );
}
