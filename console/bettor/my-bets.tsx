import { lazy, Suspense, useState } from 'react';

import { oddsFromDecimal, type BetView } from '#contracts/mod.ts';

import { useBets } from '../api/queries.ts';
import { session } from '../api/session.ts';
import { clock } from '../clock.ts';
import { moneyFromApi } from '../format/money-text.ts';
import { startText } from '../format/match-time.ts';
import { formatPrice } from '../format/odds-format.ts';
import { oddsFormat } from '../preferences.ts';
import { useValue } from '../state.ts';
import { BetLegs } from './bet-legs.tsx';
import { Referred } from './referred.tsx';
import { CashOutValue } from './cash-out-value.tsx';

const BetExplanation = lazy(async () => ({
  default: (await import('./bet-explanation.tsx')).BetExplanation,
}));

export function MyBets({ limit }: Readonly<{ limit?: number }>) {
  const isLoggedIn = useValue(session) !== null;
  const { data, error } = useBets();
  if (!isLoggedIn) return <p className="empty">Log in to see your bets.</p>;
  if (data === undefined)
    return <p className="empty">{error === null ? 'Loading…' : error.message}</p>;
  if (data.bets.length === 0) return <p className="empty">You have no bets yet.</p>;
  return (
    <ul className="bets">
      {data.bets.slice(0, limit).map((bet) => (
        <BetCard key={bet.betId} bet={bet} />
      ))}
    </ul>
  );
}

type Outcome = Readonly<{ text: string; tone: 'open' | 'won' | 'lost' | 'void' | 'rejected' }>;

const STATES: Readonly<Record<string, Outcome>> = {
  delayed: { text: 'Waiting', tone: 'open' },
  referred: { text: 'With a trader', tone: 'open' },
  accepted: { text: 'Open', tone: 'open' },
  rejected: { text: 'Rejected', tone: 'rejected' },
  void: { text: 'Void', tone: 'void' },
  'cashed-out': { text: 'Cashed out', tone: 'void' },
};

const outcomeOf = ({ status, result }: BetView): Outcome =>
  STATES[status] ?? RESULTS[result ?? 'lost'];

const RESULTS: Readonly<Record<NonNullable<BetView['result']>, Outcome>> = {
  won: { text: 'Won', tone: 'won' },
  'half-won': { text: 'Half won', tone: 'won' },
  void: { text: 'Void', tone: 'void' },
  'half-lost': { text: 'Half lost', tone: 'lost' },
  lost: { text: 'Lost', tone: 'lost' },
};

function BetCard({ bet }: Readonly<{ bet: BetView }>) {
  const format = useValue(oddsFormat);
  const { text, tone } = outcomeOf(bet);
  const odds = oddsFromDecimal(bet.odds ?? bet.requestedOdds);
  const isOpen = tone === 'open';
  return (
    <li className="bet" data-tone={tone}>
      <div className="bet-head">
        <b>{bet.legs.length > 1 ? bet.type : bet.outcome}</b>
        <b className="figure">{odds === undefined ? '–' : formatPrice(odds, format)}</b>
      </div>
      {bet.legs.length > 1 ? (
        <BetLegs bet={bet} />
      ) : (
        <p className="bet-market">
          {bet.market} · {bet.fixture}
        </p>
      )}
      <div className="bet-foot">
        <span className={`tag tag-${tone}`}>{text}</span>
        <span className="figure">
          Stake {moneyFromApi(bet.stake, bet.currency)}
          {bet.status !== 'rejected' && (
            <>
              {isOpen ? ' · Returns ' : ' · Paid '}
              <b>
                {moneyFromApi(isOpen ? bet.potentialPayout : (bet.payout ?? '0'), bet.currency)}
              </b>
            </>
          )}
        </span>
      </div>
      {bet.bonus !== undefined && bet.status !== 'rejected' && <BonusLine bet={bet} />}
      {bet.cashedOut !== undefined && <CashedOut bet={bet} />}
      {bet.status === 'accepted' && (bet.bonus?.bonusId ?? null) === null && (
        <CashOutValue bet={bet} />
      )}
      {bet.status === 'referred' && <Referred bet={bet} />}
      {bet.reason !== null && <p className="bet-why">{bet.reason.message}</p>}
      {bet.explanation !== null && <Settled bet={bet} />}
      <span className="bet-time">{startText(bet.placedAt, clock.now())}</span>
    </li>
  );
}

/** The sentence, and the figures behind it for whoever asks. */
function Settled({ bet }: Readonly<{ bet: BetView }>) {
  const [isOpen, setOpen] = useState(false);
  return (
    <div className="bet-why">
      <details>
        <summary>How this was settled</summary>
        {bet.explanation}
      </details>
      <button type="button" className="text-button" onClick={() => setOpen(true)}>
        In numbers
        <span className="visually-hidden">: {bet.outcome}</span>
      </button>
      {isOpen && (
        <Suspense>
          <BetExplanation bet={bet} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </div>
  );
}

function CashedOut({ bet: { cashedOut, currency, status } }: Readonly<{ bet: BetView }>) {
  if (cashedOut === undefined) return null;
  const { stake, paid, remainingStake } = cashedOut;
  return (
    <p className="bet-why">
      Cashed out {moneyFromApi(stake, currency)} of the stake for {moneyFromApi(paid, currency)}
      {status === 'accepted' && `; ${moneyFromApi(remainingStake, currency)} still rides`}
    </p>
  );
}

function BonusLine({ bet: { bonus, currency, payout } }: Readonly<{ bet: BetView }>) {
  if (bonus === undefined) return null;
  const isMore = Number(bonus.extra) > 0;
  return (
    <p className="bet-why">
      {bonus.text}
      {isMore && `: ${payout === null ? 'up to ' : ''}${moneyFromApi(bonus.extra, currency)} more`}
    </p>
  );
}
