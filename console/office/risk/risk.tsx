import type { BookMessage } from '#contracts/mod.ts';

import { houseMoney } from '../../format/money-text.ts';
import { useNamesOf } from '../../format/use-names.ts';
import { useBooks } from '../../stream/use-live.ts';
import { Meter } from '../../trade/blotter.tsx';
import { lossShare } from '../../trade/exposure.ts';
import { toneOf, Totals } from '../../trade/totals.tsx';
import { Link } from '../../ui/link.tsx';
import { nameOfFixture, nameOfMarket, nameOfOutcome } from '../../ui/names.ts';
import { byWorstCase, drivers, type Driver } from './drivers.ts';
import { LayOff } from './lay-off.tsx';
import { Tail } from './tail.tsx';

const MOST_DRIVERS = 12;

/** What the house stands to win and to lose, match by match, and which outcomes cost most. */
export function Risk() {
  const books = useBooks();
  useNamesOf(books.find(({ info }) => info.sport !== 'football')?.info.sport ?? 'football');
  if (books.length === 0)
    return (
      <>
        <Tail />
        <p className="card empty">
          No book is known yet. Each comes with the next change of a price of its match.
        </p>
        <LayOff />
      </>
    );
  return (
    <>
      <Totals />
      <Tail />
      <p className="hint">
        The worst cases are those of each match by itself; their sum is what is lost when all of
        them come at once.
      </p>
      <Fixtures books={byWorstCase(books)} />
      <Drivers books={books} />
      <LayOff />
    </>
  );
}

function Fixtures({ books }: Readonly<{ books: readonly BookMessage[] }>) {
  return (
    <section aria-label="By match">
      <h2>By match</h2>
      <div className="card office-scroll" role="region" aria-label="Exposure by match" tabIndex={0}>
        <table className="office-table">
          <thead>
            <tr>
              <th scope="col">Match</th>
              {['Open bets', 'Staked', 'Expected result', 'Worst case', 'Of the limit'].map(
                (name) => (
                  <th key={name} scope="col" className="number">
                    {name}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {books.map((book) => (
              <FixtureRow key={book.fixtureId} book={book} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function FixtureRow({ book }: Readonly<{ book: BookMessage }>) {
  const { fixtureId, info, bets, stakedMinor, expectedMinor, worstCaseMinor } = book;
  return (
    <tr>
      <th scope="row">
        <Link to={{ page: 'trade', fixtureId }}>{nameOfFixture(info)}</Link>
        <span className="office-sub">{info.competition}</span>
      </th>
      <td className="number figure">{bets}</td>
      <td className="number figure">{houseMoney(stakedMinor)}</td>
      <td className="number figure" data-tone={toneOf(expectedMinor)}>
        {houseMoney(expectedMinor)}
      </td>
      <td className="number figure" data-tone={toneOf(worstCaseMinor)}>
        {houseMoney(worstCaseMinor)}
      </td>
      <td className="number figure">
        {houseMoney(book.worstCaseLimitMinor)}
        <Meter share={lossShare(worstCaseMinor, book.worstCaseLimitMinor)} />
      </td>
    </tr>
  );
}

function Drivers({ books }: Readonly<{ books: readonly BookMessage[] }>) {
  const found = drivers(books, MOST_DRIVERS);
  return (
    <section aria-label="What costs most">
      <h2>What costs most</h2>
      {found.length === 0 ? (
        <p className="card empty">No single outcome would cost the house money.</p>
      ) : (
        <div
          className="card office-scroll"
          role="region"
          aria-label="Outcomes that cost most"
          tabIndex={0}
        >
          <table className="office-table">
            <thead>
              <tr>
                <th scope="col">Outcome</th>
                <th scope="col" className="number">
                  Chance
                </th>
                <th scope="col" className="number">
                  Market, if it wins
                </th>
              </tr>
            </thead>
            <tbody>
              {found.map((driver) => (
                <DriverRow
                  key={`${driver.fixtureId} ${driver.marketKey} ${driver.outcomeId}`}
                  driver={driver}
                  book={books.find(({ fixtureId }) => fixtureId === driver.fixtureId)}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

type DriverRowProps = Readonly<{ driver: Driver; book: BookMessage | undefined }>;

function DriverRow({ driver, book }: DriverRowProps) {
  const { fixtureId, marketKey, outcomeId, resultMinor, chance } = driver;
  const teams = book?.info ?? { home: fixtureId, away: '' };
  return (
    <tr>
      <th scope="row">
        <Link to={{ page: 'trade', fixtureId }}>{nameOfOutcome(marketKey, outcomeId, teams)}</Link>
        <span className="office-sub">
          {nameOfMarket(marketKey, teams)} · {nameOfFixture(teams)}
        </span>
      </th>
      <td className="number figure">{chance === null ? '–' : `${(100 * chance).toFixed(1)} %`}</td>
      <td className="number figure" data-tone="loss">
        {houseMoney(resultMinor.toString())}
      </td>
    </tr>
  );
}
