import { useEffect, useRef } from 'react';

import type { BookMessage, FixtureId } from '#contracts/mod.ts';

import { houseMoney } from '../format/money-text.ts';
import { minuteText } from '../format/match-time.ts';
import { useBoard, useBook, useFixtures } from '../stream/use-live.ts';
import { Link } from '../ui/link.tsx';
import { teamsOf } from '../ui/names.ts';
import { lossShare } from './exposure.ts';
import { toneOf } from './totals.tsx';

/** Every fixture in a line: where it stands, what is staked on it and what it could cost. */
export function Blotter({ chosen }: Readonly<{ chosen: FixtureId | undefined }>) {
  const fixtures = useFixtures();
  return (
    <nav className="card blotter" aria-label="Fixtures">
      <table>
        <thead>
          <tr>
            <th scope="col">Fixture</th>
            <th scope="col" className="number">
              Staked
            </th>
            <th scope="col" className="number">
              Worst case
            </th>
            <th scope="col" className="number">
              Bets
            </th>
          </tr>
        </thead>
        <tbody>
          {fixtures.map(({ fixtureId }) => (
            <Row key={fixtureId} fixtureId={fixtureId} isChosen={fixtureId === chosen} />
          ))}
        </tbody>
      </table>
    </nav>
  );
}

function Row({ fixtureId, isChosen }: Readonly<{ fixtureId: FixtureId; isChosen: boolean }>) {
  const board = useBoard(fixtureId);
  const book = useBook(fixtureId);
  const row = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (isChosen) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isChosen]);
  if (board === undefined) return null;
  const { state } = board;
  const teams = teamsOf(board);
  const isStopped = state.suspended.length > 0;
  return (
    <tr ref={row} data-chosen={isChosen} data-status={state.status}>
      <td>
        <Link to={{ page: 'trade', fixtureId }} className="blotter-link" isCurrent={isChosen}>
          <span className="blotter-time figure" data-status={state.status}>
            {state.status === 'not-started' ? 'Pre' : minuteText(state)}
          </span>
          <span className="blotter-teams">
            {(['home', 'away'] as const).map((side) => (
              <span key={side} className="blotter-team">
                <span>{teams[side]}</span>
                <b className="figure">{state.score[side]}</b>
              </span>
            ))}
          </span>
          {isStopped && (
            <span className="blotter-stop" title={state.suspended.join(', ')}>
              <span className="visually-hidden">suspended</span>S
            </span>
          )}
        </Link>
      </td>
      <Figures book={book} />
    </tr>
  );
}

function Figures({ book }: Readonly<{ book: BookMessage | undefined }>) {
  if (book === undefined)
    return (
      <>
        <td className="number">–</td>
        <td className="number">–</td>
        <td className="number">–</td>
      </>
    );
  const { stakedMinor, worstCaseMinor, worstCaseLimitMinor, bets } = book;
  const share = lossShare(worstCaseMinor, worstCaseLimitMinor);
  return (
    <>
      <td className="number figure">{houseMoney(stakedMinor)}</td>
      <td className="number figure" data-tone={toneOf(worstCaseMinor)}>
        {houseMoney(worstCaseMinor)}
        <Meter share={share} />
      </td>
      <td className="number figure">{bets}</td>
    </>
  );
}

/** How much of the worst-case limit is used. */
export function Meter({ share }: Readonly<{ share: number }>) {
  const percent = Math.min(100, Math.round(share * 100));
  return (
    <span className="meter" data-full={share >= 0.8} title={`${String(percent)} % of the limit`}>
      <span style={{ width: `${String(percent)}%` }} />
    </span>
  );
}
