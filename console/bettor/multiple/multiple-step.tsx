import type { Currency } from '#contracts/mod.ts';

import { refreshAccount } from '../../api/queries.ts';
import { session } from '../../api/session.ts';
import { moneyFromApi, symbolOf } from '../../format/money-text.ts';
import { formatPrice } from '../../format/odds-format.ts';
import { oddsFormat } from '../../preferences.ts';
import { useValue } from '../../state.ts';
import { Icon } from '../../ui/icons.tsx';
import { Delay } from '../delay.tsx';
import {
  acceptPrice,
  mayBeReferred,
  pricePolicy,
  type Entry,
  type Phase,
  type Problem,
} from '../slip.ts';
import { Waiting } from '../waiting.tsx';
import type { Kind } from './kinds.ts';
import { remedyOf } from './problem.ts';
import { change, clearSlip, placeMultiple } from './state.ts';

type StepProps = Readonly<{ phase: Exclude<Phase, { step: 'open' }>; kind: Kind }>;

/** A bet that was sent: on its way, waiting, or accepted. */
export function MultipleStep({ phase, kind }: StepProps) {
  switch (phase.step) {
    case 'placing':
      return <Waiting text="Sending" />;
    case 'delayed':
      return <Delay phase={phase} />;
    case 'accepted':
      return (
        <>
          <p className="entry-accepted" role="status">
            <Icon name="check" size={16} />
            <span>
              {kind.name} accepted, pays up to{' '}
              <b className="figure">
                {moneyFromApi(phase.bet.potentialPayout, phase.bet.currency)}
              </b>
            </span>
          </p>
          <button type="button" className="button ghost wide" onClick={clearSlip}>
            Clear the slip
          </button>
        </>
      );
  }
}

/** The same bet once more, for a trader to look at. */
function AskTrader({ legs, kind }: Readonly<{ legs: readonly Entry[]; kind: Kind }>) {
  const token = useValue(session)?.token;
  const policy = useValue(pricePolicy);
  if (token === undefined) return null;
  const ask = async (): Promise<void> => {
    await placeMultiple({ legs, kind, policy, refer: true }, token);
    await refreshAccount();
  };
  return (
    <button type="button" className="chip" onClick={() => void ask()}>
      Ask a trader
    </button>
  );
}

type ProblemProps = Readonly<{
  problem: Problem;
  legs: readonly Entry[];
  kind: Kind;
  currency: Currency;
}>;

/** What went wrong with which selection, and the one press that mends it, where there is one. */
export function MultipleProblem({ problem, legs, kind, currency }: ProblemProps) {
  const format = useValue(oddsFormat);
  const remedy = remedyOf(problem, kind.lines, currency);
  const { odds, unitStake } = remedy;
  const leg = remedy.leg === undefined ? undefined : legs[remedy.leg];
  return (
    <div className="problem multiple-problem" role="alert">
      <p>
        {leg !== undefined && (
          <b>
            {leg.outcome}, {leg.market}:{' '}
          </b>
        )}
        {problem.message.replace(/; see `\w+`\.$/u, '.')}
        {problem.retryKey !== null &&
          ' It is not known yet whether the bet stands: place it again to ask.'}
      </p>
      {leg !== undefined && odds !== undefined && odds !== leg.odds && (
        <button
          type="button"
          className="chip"
          onClick={() => {
            acceptPrice(leg.id, odds);
            change({});
          }}
        >
          Take {formatPrice(odds, format)}
        </button>
      )}
      {unitStake !== undefined && (
        <button type="button" className="chip" onClick={() => change({ stake: unitStake })}>
          Stake {symbolOf(currency)}
          {unitStake}
          {kind.lines > 1 && ' a line'}
        </button>
      )}
      {mayBeReferred(problem) && <AskTrader legs={legs} kind={kind} />}
      <span className="code">{problem.code}</span>
    </div>
  );
}
