import '../styles/multiple.css';

import { useEffect } from 'react';

import type { Currency } from '#contracts/mod.ts';

import { refreshAccount, useMe } from '../api/queries.ts';
import { session } from '../api/session.ts';
import { moneyText } from '../format/money-text.ts';
import { useValue } from '../state.ts';
import { useCells, useConnection } from '../stream/use-live.ts';
import { cellTopic } from '../stream/cells.ts';
import { isOwnStake } from './bonus.ts';
import { MultipleForm } from './multiple/multiple-form.tsx';
import { clearSlip, forgetAccepted, legsOf, multiple, slipMode } from './multiple/state.ts';
import { place } from './place.ts';
import { PolicyChoice } from './policy-choice.tsx';
import { checkPrice, pricePolicy, slip, type Entry } from './slip.ts';
import { SlipEntry } from './slip-entry.tsx';
import { stakeOf } from './stake.ts';

/** A slip with something on it: each selection for itself, or one bet of them all. */
export function SlipPanel() {
  const entries = useValue(slip);
  const now = useValue(multiple);
  const mode = useValue(slipMode);
  const legs = legsOf(entries, now);
  const isGone = now.phase.step === 'accepted' && legs.length === 0;
  useEffect(() => {
    if (isGone) forgetAccepted();
  }, [isGone]);
  // One selection makes no multiple; a bet that is on its way stays in sight.
  const isSeveral = legs.length > 1 && !isGone;
  return (
    <div className="slip">
      {isSeveral && <Modes />}
      {isSeveral && mode === 'multiple' ? (
        <MultipleForm legs={legs} />
      ) : (
        <>
          <ul className="slip-entries">
            {entries.map((entry) => (
              <SlipEntry key={entry.id} entry={entry} />
            ))}
          </ul>
          <SlipFoot entries={entries} />
        </>
      )}
    </div>
  );
}

const MODES = [
  ['singles', 'Singles'],
  ['multiple', 'Multiple or system'],
] as const;

function Modes() {
  const mode = useValue(slipMode);
  return (
    <div className="segments slip-modes" role="radiogroup" aria-label="Bet on the selections">
      {MODES.map(([value, text]) => (
        <label key={value}>
          <input
            type="radio"
            name="slip-mode"
            checked={mode === value}
            onChange={() => slipMode.set(value)}
          />
          <span>{text}</span>
        </label>
      ))}
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
      <button type="button" className="button ghost wide" onClick={clearSlip}>
        Clear the slip
      </button>
    );
  const placeAll = async (): Promise<void> => {
    if (user === null) return;
    await Promise.all(ready.map((entry) => place(entry, user.token, { policy })));
    await refreshAccount();
  };
  const what = ready.length > 1 ? `Place ${String(ready.length)} bets` : 'Place bet';
  return (
    <div className="slip-foot">
      <PolicyChoice />
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
