import type { Currency, PricePolicy } from '#contracts/mod.ts';

import { refreshAccount, useMe } from '../api/queries.ts';
import { session } from '../api/session.ts';
import { moneyText } from '../format/money-text.ts';
import { useValue } from '../state.ts';
import { useCells, useConnection } from '../stream/use-live.ts';
import { cellTopic } from '../stream/cells.ts';
import { Icon } from '../ui/icons.tsx';
import { isOwnStake } from './bonus.ts';
import { place } from './place.ts';
import { checkPrice, pricePolicy, slip, type Entry } from './slip.ts';
import { SlipEntry } from './slip-entry.tsx';
import { stakeOf } from './stake.ts';

const POLICIES: readonly (readonly [PricePolicy, string, string])[] = [
  ['none', 'This price', 'Place only at the price shown'],
  ['higher', 'Or better', 'Also place at a higher price'],
  ['any', 'Any price', 'Place at whatever the price is'],
];

export function SlipPanel() {
  const entries = useValue(slip);
  if (entries.length === 0)
    return (
      <div className="slip-empty">
        <Icon name="ticket" size={28} />
        <p>Press a price to put it on your slip.</p>
      </div>
    );
  return (
    <div className="slip">
      <ul className="slip-entries">
        {entries.map((entry) => (
          <SlipEntry key={entry.id} entry={entry} />
        ))}
      </ul>
      <SlipFoot entries={entries} />
    </div>
  );
}

function SlipFoot({ entries }: Readonly<{ entries: readonly Entry[] }>) {
  const policy = useValue(pricePolicy);
  const user = useValue(session);
  const currency = useMe().data?.currency ?? 'EUR';
  const isLive = useConnection() === 'live';
  const ready = useReady(entries, currency);
  const open = entries.filter(({ phase }) => phase.step === 'open');
  const totalMinor = ready
    .filter(({ bonus }) => isOwnStake(bonus))
    .reduce((sum, { stake }) => sum + (stakeOf(stake, currency) ?? 0n), 0n);
  if (open.length === 0)
    return (
      <button type="button" className="button ghost wide" onClick={() => slip.set([])}>
        Clear the slip
      </button>
    );
  const placeAll = async (): Promise<void> => {
    if (user === null) return;
    await Promise.all(ready.map((entry) => place(entry, user.token, policy)));
    await refreshAccount();
  };
  const what = ready.length > 1 ? `Place ${String(ready.length)} bets` : 'Place bet';
  return (
    <div className="slip-foot">
      <div>
        <p className="policy-title" id="policy-title">
          If the price changes
        </p>
        <div className="segments" role="radiogroup" aria-labelledby="policy-title">
          {POLICIES.map(([value, text, title]) => (
            <label key={value} title={title}>
              <input
                type="radio"
                name="price-policy"
                checked={policy === value}
                onChange={() => pricePolicy.set(value)}
              />
              <span>{text}</span>
            </label>
          ))}
        </div>
      </div>
      {user === null ? (
        <p className="hint">Log in or register to place bets. The demo pays with play money.</p>
      ) : (
        <button
          type="button"
          className="button primary wide place"
          disabled={ready.length === 0 || !isLive}
          onClick={() => void placeAll()}
        >
          {what}
          {totalMinor > 0n && <b className="figure">{moneyText(totalMinor, currency)}</b>}
        </button>
      )}
    </div>
  );
}

/** The entries that could be placed as they stand: with a stake, open, and at a price that was agreed to. */
function useReady(entries: readonly Entry[], currency: Currency): readonly Entry[] {
  const policy = useValue(pricePolicy);
  const cells = useCells(
    entries.map(({ fixtureId, marketKey, outcomeId }) =>
      cellTopic(fixtureId, marketKey, outcomeId),
    ),
  );
  return entries.filter(({ phase, stake, odds }, index) => {
    if (phase.step !== 'open' || stakeOf(stake, currency) === undefined) return false;
    if (phase.problem !== null && phase.problem.retryKey !== null) return true;
    const cell = cells[index];
    if (cell?.status !== 'active' || cell.odds === null) return false;
    return checkPrice(odds, cell.odds, policy) !== 'ask';
  });
}
