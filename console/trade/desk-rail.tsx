import { useState } from 'react';

import { oddsFromDecimal, type CommandBody, type FixtureId } from '#contracts/mod.ts';

import type { CommandList, Ticker } from '../api/api.ts';
import { useCommands, useTicker } from '../api/queries.ts';
import { houseMoney, moneyFromApi } from '../format/money-text.ts';
import { typeTitle } from '../format/market-groups.ts';
import { timeText } from '../format/time-text.ts';
import { formatPrice } from '../format/odds-format.ts';
import { useLiveStore } from '../stream/use-live.ts';
import { nameOfMarket, nameOfOutcome, teamsOf } from '../ui/names.ts';

/** What bettors and traders have just done. */
export function DeskRail({ fixtureId }: Readonly<{ fixtureId: FixtureId }>) {
  return (
    <aside className="desk-rail" aria-label="Bets and commands">
      <Bets fixtureId={fixtureId} />
      <Commands fixtureId={fixtureId} />
    </aside>
  );
}

function Bets({ fixtureId }: Readonly<{ fixtureId: FixtureId }>) {
  const [isAll, setAll] = useState(false);
  const { data, error } = useTicker(isAll ? undefined : fixtureId);
  const bets = data?.bets ?? [];
  return (
    <section className="card rail-list" aria-label="Bets" tabIndex={0}>
      <header>
        <h2>Bets</h2>
        <div className="tabs" role="group" aria-label="Bets of">
          <button
            type="button"
            className="tab"
            aria-pressed={!isAll}
            onClick={() => {
              setAll(false);
            }}
          >
            This fixture
          </button>
          <button
            type="button"
            className="tab"
            aria-pressed={isAll}
            onClick={() => {
              setAll(true);
            }}
          >
            All
          </button>
        </div>
      </header>
      {bets.length === 0 && <p className="empty">{error?.message ?? 'No bets yet.'}</p>}
      <ol>
        {bets.map((bet) => (
          <Bet key={bet.betId} bet={bet} showsFixture={isAll} />
        ))}
      </ol>
    </section>
  );
}

type BetProps = Readonly<{ bet: Ticker['bets'][number]; showsFixture: boolean }>;

function Bet({ bet, showsFixture }: BetProps) {
  const board = useLiveStore().board(bet.fixtureId);
  const teams = teamsOf(board ?? { fixtureId: bet.fixtureId, info: undefined });
  const odds = oddsFromDecimal(bet.odds);
  return (
    <li className="tick" data-status={bet.status}>
      <div>
        <b>{nameOfOutcome(bet.marketKey, bet.outcomeId, teams)}</b>
        <span className="figure">
          {moneyFromApi(bet.stake, bet.currency)}
          {odds !== undefined && ` @ ${formatPrice(odds, 'decimal')}`}
        </span>
      </div>
      <div className="tick-foot">
        <span>
          {nameOfMarket(bet.marketKey)}
          {showsFixture && ` · ${teams.home} – ${teams.away}`}
        </span>
        <span className={`tag tag-${bet.status}`} title={bet.reason ?? ''}>
          {bet.status}
        </span>
      </div>
      <time className="figure">{timeText(bet.at)}</time>
    </li>
  );
}

function Commands({ fixtureId }: Readonly<{ fixtureId: FixtureId }>) {
  const { data, error } = useCommands(fixtureId);
  const commands = data?.commands ?? [];
  return (
    <section className="card rail-list" aria-label="Commands" tabIndex={0}>
      <header>
        <h2>Commands</h2>
      </header>
      {commands.length === 0 && <p className="empty">{error?.message ?? 'No commands yet.'}</p>}
      <ol>
        {commands.map((each) => (
          <Command key={each.commandId} given={each} />
        ))}
      </ol>
    </section>
  );
}

function Command({ given }: Readonly<{ given: CommandList['commands'][number] }>) {
  return (
    <li className="tick">
      <div>
        <b>{commandText(given.command)}</b>
      </div>
      <div className="tick-foot">
        <span>{given.actor}</span>
      </div>
      <time className="figure">{timeText(given.at)}</time>
    </li>
  );
}

function commandText(command: CommandBody): string {
  switch (command.kind) {
    case 'suspend':
    case 'resume': {
      const what = command.marketKey === undefined ? 'fixture' : nameOfMarket(command.marketKey);
      return `${command.kind === 'suspend' ? 'Suspend' : 'Resume'} ${what}`;
    }
    case 'margin': {
      const { marketKey, marketType, marginBps } = command;
      const what = marketKey === undefined ? typeTitle(marketType) : nameOfMarket(marketKey);
      return `Margin ${String(marginBps)} bp: ${what}${untilText(command)}`;
    }
    case 'skew-mode': {
      const { marketKey, marketType, mode } = command;
      const what = marketKey === undefined ? typeTitle(marketType) : nameOfMarket(marketKey);
      const how = mode === 'off' ? 'No skew' : `Skew by ${mode}`;
      return `${how}: ${what}${untilText(command)}`;
    }
    case 'opening':
      return `${command.chances.length === 0 ? 'Take back' : 'Open'} ${nameOfMarket(command.marketKey)}${untilText(command)}`;
    case 'skew':
      return command.enabled ? 'Skew on' : 'Skew off';
    case 'worst-case-limit':
      return `Worst-case limit ${houseMoney(command.limitMinor)}`;
  }
}

const untilText = ({ until }: Readonly<{ until?: number }>): string =>
  until === undefined ? '' : ` until ${timeText(until)}`;
