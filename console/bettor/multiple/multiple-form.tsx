import { useMutation } from '@tanstack/react-query';

import type { Currency, Odds } from '#contracts/mod.ts';

import { getMaxStakeOfLegs } from '../../api/max-stake.ts';
import { refreshAccount, useConfig, useMe } from '../../api/queries.ts';
import { session } from '../../api/session.ts';
import { moneyText, symbolOf } from '../../format/money-text.ts';
import { useValue } from '../../state.ts';
import { cellTopic } from '../../stream/cells.ts';
import { useCells, useConnection } from '../../stream/use-live.ts';
import { isOwnStake } from '../bonus.ts';
import { priceNow, type PriceNow } from '../leg-price.tsx';
import { PolicyChoice } from '../policy-choice.tsx';
import { retryKeyOf } from '../place.ts';
import { pricePolicy, type Entry } from '../slip.ts';
import { StakeHint } from '../stake-hint.tsx';
import { GrantChoice } from './grant-choice.tsx';
import { bonusOfGrant, fitsLegs } from './grant.ts';
import { KindChoice } from './kind-choice.tsx';
import { kindsOf, type Kind } from './kinds.ts';
import { MultipleLegs } from './multiple-legs.tsx';
import { MultipleProblem, MultipleStep } from './multiple-step.tsx';
import { relatedFixtures } from './related.ts';
import { change, mostOf, multiple, placeMultiple } from './state.ts';
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
  const { stake, phase, bankers, bonus } = useValue(multiple);
  const currency = useMe().data?.currency ?? 'EUR';
  const prices = usePrices(legs);
  const priced = legs.map(({ id, odds }, at) => ({
    odds: (prices[at]?.shown ?? odds) as Odds,
    banker: bankers.has(id),
  }));
  const asked = { legs: priced, kind, currency };
  const hasBonus = useConfig().data?.accumulatorBonus === true;
  const granted = bonus && bonusOfGrant(bonus, legs, currency);
  const sums = sumsOf(asked, stake, hasBonus, granted);
  const isFitting = bonus === null || fitsLegs(bonus, legs, kind);
  const isTriedBefore = retryKeyOf(phase) !== null;
  const isAgreed = prices.every(({ now, check }) => now !== null && check !== 'ask');
  return (
    <>
      <UnitStake legs={legs} kind={kind} currency={currency} isFixed={isTriedBefore} />
      <StakeHint isShown={stake.trim() !== '' && sums === undefined} />
      <GrantChoice legs={legs} kind={kind} isFixed={isTriedBefore} />
      <MultipleSums {...{ asked, sums, hasBonus, bonus }} />
      <PolicyChoice />
      {phase.step === 'open' && phase.problem !== null && (
        <MultipleProblem problem={phase.problem} legs={legs} kind={kind} currency={currency} />
      )}
      <PlaceButton
        legs={legs}
        kind={kind}
        total={sums && isOwnStake(bonus) ? moneyText(sums.stakeMinor, currency) : undefined}
        isReady={sums !== undefined && isFitting && !isRelated && (isTriedBefore || isAgreed)}
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

type UnitStakeProps = Readonly<{
  legs: readonly Entry[];
  kind: Kind;
  currency: Currency;
  isFixed: boolean;
}>;

function UnitStake({ legs, kind, currency, isFixed }: UnitStakeProps) {
  const { name, lines } = kind;
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
        {!isFixed && <MaxStake legs={legs} kind={kind} />}
      </label>
      <span className="multiple-lines">
        {lines === 1 ? 'one line' : `× ${String(lines)} lines`}
      </span>
    </div>
  );
}

/** Asks what the house would take now, and writes in what that is for each line. */
function MaxStake({ legs, kind }: Readonly<{ legs: readonly Entry[]; kind: Kind }>) {
  const token = useValue(session)?.token;
  const ask = useMutation({
    mutationFn: (bearer: string) => getMaxStakeOfLegs(bearer, mostOf({ legs, kind })),
    onSuccess: ({ unitStake, maxStake }) => {
      change({ stake: unitStake ?? maxStake });
    },
  });
  if (token === undefined) return null;
  return (
    <button
      type="button"
      className="text-button"
      disabled={ask.isPending}
      title={ask.error?.message ?? 'The largest stake that is accepted now'}
      onClick={() => ask.mutate(token)}
    >
      {ask.isError ? 'Max: none' : 'Max'}
    </button>
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
