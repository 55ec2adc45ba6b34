import type { Currency, Odds } from '#contracts/mod.ts';

import { refreshAccount, useConfig, useMe } from '../../api/queries.ts';
import { session } from '../../api/session.ts';
import { moneyText, symbolOf } from '../../format/money-text.ts';
import { useValue } from '../../state.ts';
import { cellTopic } from '../../stream/cells.ts';
import { useCells, useConnection } from '../../stream/use-live.ts';
import { priceNow, type PriceNow } from '../leg-price.tsx';
import { PolicyChoice } from '../policy-choice.tsx';
import { retryKeyOf } from '../place.ts';
import { pricePolicy, type Entry } from '../slip.ts';
import { StakeHint } from '../stake-hint.tsx';
import { KindChoice } from './kind-choice.tsx';
import { kindsOf, type Kind } from './kinds.ts';
import { MultipleLegs } from './multiple-legs.tsx';
import { MultipleProblem, MultipleStep } from './multiple-step.tsx';
import { relatedFixtures } from './related.ts';
import { change, multiple, placeMultiple } from './state.ts';
import { sumsOf } from './sums.ts';
import { MultipleSums } from './multiple-sums.tsx';

/** One bet of all selections: its legs, what kind of bet they make, its stake and what it would pay. */
export function MultipleForm({ legs }: Readonly<{ legs: readonly Entry[] }>) {
  const { kindId, bankers, phase } = useValue(multiple);
  const banked = legs.filter(({ id }) => bankers.has(id)).length;
  const kinds = kindsOf(legs.length - banked, banked);
  const kind = kinds.find(({ id }) => id === kindId) ?? kinds[0];
  const related = relatedFixtures(legs);
  if (kind === undefined) return null;
  return (
    <>
      <MultipleLegs legs={legs} related={related} isOpen={phase.step === 'open'} />
      {phase.step === 'open' ? (
        <div className="slip-foot">
          <KindChoice kinds={kinds} chosen={kind} />
          <Terms legs={legs} kind={kind} isRelated={related.size > 0} />
        </div>
      ) : (
        <MultipleStep phase={phase} kind={kind} />
      )}
    </>
  );
}

type TermsProps = Readonly<{ legs: readonly Entry[]; kind: Kind; isRelated: boolean }>;

function Terms({ legs, kind, isRelated }: TermsProps) {
  const { stake, phase, bankers } = useValue(multiple);
  const currency = useMe().data?.currency ?? 'EUR';
  const prices = usePrices(legs);
  const priced = legs.map(({ id, odds }, at) => ({
    odds: (prices[at]?.shown ?? odds) as Odds,
    banker: bankers.has(id),
  }));
  const asked = { legs: priced, kind, currency };
  const hasBonus = useConfig().data?.accumulatorBonus === true;
  const sums = sumsOf(asked, stake, hasBonus);
  const isTriedBefore = retryKeyOf(phase) !== null;
  const isAgreed = prices.every(({ now, check }) => now !== null && check !== 'ask');
  return (
    <>
      <UnitStake kind={kind} currency={currency} isFixed={isTriedBefore} />
      <StakeHint isShown={stake.trim() !== '' && sums === undefined} />
      <MultipleSums asked={asked} sums={sums} hasBonus={hasBonus} />
      <PolicyChoice />
      {phase.step === 'open' && phase.problem !== null && (
        <MultipleProblem problem={phase.problem} legs={legs} kind={kind} currency={currency} />
      )}
      <PlaceButton
        legs={legs}
        kind={kind}
        total={sums && moneyText(sums.stakeMinor, currency)}
        isReady={sums !== undefined && !isRelated && (isTriedBefore || isAgreed)}
      />
    </>
  );
}

function usePrices(legs: readonly Entry[]): readonly PriceNow[] {
  const policy = useValue(pricePolicy);
  const cells = useCells(
    legs.map(({ fixtureId, marketKey, outcomeId }) => cellTopic(fixtureId, marketKey, outcomeId)),
  );
  return legs.map(({ odds }, at) => priceNow(odds, cells[at], policy));
}

type UnitStakeProps = Readonly<{ kind: Kind; currency: Currency; isFixed: boolean }>;

function UnitStake({ kind: { name, lines }, currency, isFixed }: UnitStakeProps) {
  const { stake } = useValue(multiple);
  return (
    <div className="entry-stake">
      <label className="stake">
        <span className="visually-hidden">
          Stake of {lines === 1 ? 'the' : 'each line of the'} {name} in {currency}
        </span>
        <span aria-hidden="true">{symbolOf(currency)}</span>
        <input
          inputMode="decimal"
          placeholder={lines === 1 ? 'Stake' : 'Stake a line'}
          value={stake}
          disabled={isFixed}
          onChange={({ target }) => change({ stake: target.value.replace(',', '.') })}
        />
      </label>
      <span className="multiple-lines">
        {lines === 1 ? 'one line' : `× ${String(lines)} lines`}
      </span>
    </div>
  );
}

type PlaceButtonProps = Readonly<{
  legs: readonly Entry[];
  kind: Kind;
  total: string | undefined;
  isReady: boolean;
}>;

function PlaceButton({ legs, kind, total, isReady }: PlaceButtonProps) {
  const user = useValue(session);
  const policy = useValue(pricePolicy);
  const isLive = useConnection() === 'live';
  if (user === null)
    return <p className="hint">Log in or register to place bets. The demo pays with play money.</p>;
  const place = async (): Promise<void> => {
    await placeMultiple({ legs, kind, policy }, user.token);
    await refreshAccount();
  };
  return (
    <button
      type="button"
      className="button primary wide place"
      disabled={!isReady || !isLive}
      onClick={() => void place()}
    >
      Place {kind.name}
      {total !== undefined && <b className="figure">{total}</b>}
    </button>
  );
}
