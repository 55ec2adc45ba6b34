import { lazy, Suspense, useState, type ReactNode } from 'react';

import { useMe } from '../api/queries.ts';
import { session } from '../api/session.ts';
import { moneyFromApi } from '../format/money-text.ts';
import { ODDS_FORMATS, type OddsFormat } from '../format/odds-format.ts';
import { oddsFormat, theme } from '../preferences.ts';
import { useValue } from '../state.ts';
import { ConnectionPill } from './connection-pill.tsx';
import { Icon, Logo } from './icons.tsx';
import { Link } from './link.tsx';

// Nobody needs them to see prices.
const AuthDialog = lazy(async () => ({ default: (await import('./auth-dialog.tsx')).AuthDialog }));
const DepositDialog = lazy(async () => ({
  default: (await import('./deposit-dialog.tsx')).DepositDialog,
}));

type TopBarProps = Readonly<{ children: ReactNode; showsOddsFormat: boolean }>;

/** `children`: the links of the page. */
export function TopBar({ children, showsOddsFormat }: TopBarProps) {
  return (
    <header className="top-bar">
      <Link to={{ page: 'board' }} className="brand">
        <Logo />
        <span>Overround</span>
      </Link>
      <nav aria-label="Main" className="top-nav">
        {children}
      </nav>
      <div className="top-tools">
        <ConnectionPill />
        {showsOddsFormat && <OddsFormatSelect />}
        <ThemeButton />
        <Account />
      </div>
    </header>
  );
}

const FORMAT_NAMES: Readonly<Record<OddsFormat, string>> = {
  decimal: 'Decimal 2.50',
  fractional: 'Fractional 3/2',
  american: 'American +150',
};

function OddsFormatSelect() {
  const format = useValue(oddsFormat);
  return (
    <select
      className="select"
      aria-label="Odds format"
      value={format}
      onChange={({ target }) => {
        const chosen = ODDS_FORMATS.find((each) => each === target.value);
        if (chosen !== undefined) oddsFormat.set(chosen);
      }}
    >
      {ODDS_FORMATS.map((each) => (
        <option key={each} value={each}>
          {FORMAT_NAMES[each]}
        </option>
      ))}
    </select>
  );
}

function ThemeButton() {
  const isDark = useValue(theme) === 'dark';
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={isDark ? 'Light theme' : 'Dark theme'}
      onClick={() => {
        theme.set(isDark ? 'light' : 'dark');
      }}
    >
      <Icon name={isDark ? 'sun' : 'moon'} size={18} />
    </button>
  );
}

type Open = 'login' | 'register' | 'deposit' | null;

function Account() {
  const user = useValue(session);
  const [open, setOpen] = useState<Open>(null);
  const close = (): void => {
    setOpen(null);
  };
  return (
    <>
      {user === null ? (
        <>
          <button type="button" className="button ghost" onClick={() => setOpen('login')}>
            Log in
          </button>
          <button type="button" className="button primary" onClick={() => setOpen('register')}>
            Register
          </button>
        </>
      ) : (
        <LoggedIn onDeposit={() => setOpen('deposit')} />
      )}
      <Suspense>
        {(open === 'login' || open === 'register') && <AuthDialog start={open} onClose={close} />}
        {open === 'deposit' && <DepositDialog onClose={close} />}
      </Suspense>
    </>
  );
}

function LoggedIn({ onDeposit }: Readonly<{ onDeposit: () => void }>) {
  const user = useValue(session);
  const me = useMe().data;
  return (
    <>
      {me?.role === 'bettor' && (
        <button type="button" className="balance" onClick={onDeposit} title="Deposit">
          <span className="visually-hidden">Balance</span>
          <b className="figure">{moneyFromApi(me.balance, me.currency)}</b>
          <span className="balance-plus">
            <Icon name="plus" size={14} />
            <span className="visually-hidden">Deposit</span>
          </span>
        </button>
      )}
      <span className="user" title={user?.role}>
        <Icon name="user" size={16} />
        {user?.username}
      </span>
      <button type="button" className="button ghost" onClick={() => session.set(null)}>
        Log out
      </button>
    </>
  );
}
