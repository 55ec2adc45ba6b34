import { useMutation } from '@tanstack/react-query';

import { oddsFromDecimal, oddsToDecimal, type Currency, type Odds } from '#contracts/mod.ts';

import { getMaxStake } from '../api/api.ts';
import { refreshAccount, useMe } from '../api/queries.ts';
import { session } from '../api/session.ts';
import { moneyText, symbolOf } from '../format/money-text.ts';
import { formatPrice } from '../format/odds-format.ts';
import { oddsFormat } from '../preferences.ts';
import { useValue } from '../state.ts';
import { Icon } from '../ui/icons.tsx';
import { boostTaken } from './bonus.ts';
import { BonusChoice } from './bonus-choice.tsx';
import { Delay } from './delay.tsx';
import { LegPrice, usePriceNow } from './leg-price.tsx';
import { place } from './place.ts';
import {
  acceptPrice,
  mayBeReferred,
  pricePolicy,
  removeEntry,
  setStake,
  type Entry,
  type Problem,
} from './slip.ts';
import { StakeHint } from './stake-hint.tsx';
import { potentialReturn } from './stake.ts';
import { Waiting } from './waiting.tsx';

export function SlipEntry({ entry }: Readonly<{ entry: Entry }>) {
  const { id, phase, fixture, market, outcome } = entry;
  const isBusy = phase.step === 'placing' || phase.step === 'delayed';
  return (
    <li className="entry" data-step={phase.step}>
      <div className="entry-head">
        <div>
          <b>{outcome}</b>
          <span className="entry-market">{market}</span>
          <span className="entry-fixture">{fixture}</span>
        </div>
        {!isBusy && (
          <button
            type="button"
            className="icon-button"
            aria-label={`Take ${outcome} off the slip`}
            onClick={() => removeEntry(id)}
          >
            <Icon name="close" size={14} />
          </button>
        )}
      </div>
      <EntryBody entry={entry} />
    </li>
  );
}

function EntryBody({ entry }: Readonly<{ entry: Entry }>) {
  const format = useValue(oddsFormat);
  const { phase } = entry;
  switch (phase.step) {
    case 'open':
      return <OpenEntry entry={entry} problem={phase.problem} />;
    case 'placing':
      return <Waiting text="Sending" />;
    case 'delayed':
      return <Delay phase={phase} />;
    case 'accepted': {
      const odds = oddsFromDecimal(phase.bet.odds ?? phase.bet.requestedOdds);
      return (
        <p className="entry-accepted" role="status">
          <Icon name="check" size={16} />
          <span>
            Bet accepted at <b className="figure">{formatPrice(odds ?? entry.odds, format)}</b>
          </span>
        </p>
      );
    }
  }
}

function OpenEntry({ entry, problem }: Readonly<{ entry: Entry; problem: Problem | null }>) {
  const { id, stake, outcome } = entry;
  const currency = useMe().data?.currency ?? 'EUR';
  const { shown } = usePriceNow(entry);
  const back = potentialReturn(stake, shown, currency, entry.bonus);
  return (
    <>
      <LegPrice entry={entry} />
      <div className="entry-stake">
        <label className="stake">
          <span className="visually-hidden">
            Stake on {outcome} in {currency}
          </span>
          <span aria-hidden="true">{symbolOf(currency)}</span>
          <input
            inputMode="decimal"
            placeholder="Stake"
            value={stake}
            onChange={({ target }) => setStake(id, target.value)}
          />
          <MaxStake entry={entry} />
        </label>
        <span className="entry-return">
          <span>Returns</span>
          <b className="figure">{back === undefined ? '–' : moneyText(back, currency)}</b>
        </span>
      </div>
      <StakeHint isShown={stake.trim() !== '' && back === undefined} />
      <BonusChoice entry={entry} />
      {problem !== null && <ProblemNote entry={entry} problem={problem} currency={currency} />}
    </>
  );
}

/** Asks what the house would take now, and writes it in. */
function MaxStake({ entry }: Readonly<{ entry: Entry }>) {
  const token = useValue(session)?.token;
  const { id, fixtureId, marketKey, outcomeId, odds, bonus } = entry;
  const ask = useMutation({
    mutationFn: (bearer: string) =>
      getMaxStake(bearer, {
        ...{ fixtureId, marketKey, outcomeId, odds: oddsToDecimal(odds as Odds) },
        ...boostTaken(bonus),
      }),
    onSuccess: ({ maxStake }) => {
      setStake(id, maxStake);
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

/** The same bet once more, for a trader to look at. */
function AskTrader({ entry }: Readonly<{ entry: Entry }>) {
  const token = useValue(session)?.token;
  const policy = useValue(pricePolicy);
  if (token === undefined) return null;
  const ask = async (): Promise<void> => {
    await place(entry, token, { policy, refer: true });
    await refreshAccount();
  };
  return (
    <button type="button" className="chip" onClick={() => void ask()}>
      Ask a trader
    </button>
  );
}

type ProblemNoteProps = Readonly<{ entry: Entry; problem: Problem; currency: Currency }>;

/** What went wrong and the one press that mends it, where there is one. */
function ProblemNote({ entry, problem, currency }: ProblemNoteProps) {
  const format = useValue(oddsFormat);
  const { offered, maxStake } = problem.detail;
  const price = typeof offered === 'number' ? oddsFromDecimal(offered) : undefined;
  return (
    <div className="problem" role="alert">
      <p>
        {problem.message.replace(/; see `\w+`\.$/u, '.')}
        {problem.retryKey !== null &&
          ' It is not known yet whether the bet stands: place it again to ask.'}
      </p>
      {price !== undefined && price !== entry.odds && (
        <button type="button" className="chip" onClick={() => acceptPrice(entry.id, price)}>
          Take {formatPrice(price, format)}
        </button>
      )}
      {/* What the house would take at most helps only whoever asked for more. */}
      {typeof maxStake === 'string' && Number(maxStake) < Number(entry.stake) && (
        <button type="button" className="chip" onClick={() => setStake(entry.id, maxStake)}>
          Stake {symbolOf(currency)}
          {maxStake}
        </button>
      )}
      {mayBeReferred(problem) && <AskTrader entry={entry} />}
      <span className="code">{problem.code}</span>
    </div>
  );
}
