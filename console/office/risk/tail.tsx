import { useState } from 'react';

import type { FixtureId, RiskView } from '#contracts/mod.ts';

import { useRisk, type RiskLines, type RiskQuestion } from '../../api/risk.ts';
import { HOUSE_CURRENCY } from '../../format/money-text.ts';
import { useLiveStore } from '../../stream/use-live.ts';
import { nameOfFixture, teamsOf } from '../../ui/names.ts';
import { QueryState } from '../query-state.tsx';
import { TailDrivers } from './tail-drivers.tsx';
import { amountText, TAIL_HEADS, tailFigures } from './tail-figures.ts';

const BOOK = { of: 'book' } as const;
const LINES: readonly (readonly [by: RiskLines, name: string])[] = [
  ['fixture', 'By match'],
  ['competition', 'By competition'],
  ['day', 'By day'],
  ['currency', 'By currency'],
];

/** What the open bets could cost: the whole book, its parts, and the bets that the tail of one of them rests on. */
export function Tail() {
  const [by, setBy] = useState<RiskLines>('fixture');
  const [scope, choose] = useState<RiskQuestion>(BOOK);
  const query = useRisk({ by });
  const { data } = query;
  return (
    <section aria-label="Tail of the book">
      <h2>Value at risk</h2>
      <div className="tabs" role="group" aria-label="Lines">
        {LINES.map(([each, name]) => (
          <button
            key={each}
            type="button"
            className="tab"
            aria-pressed={each === by}
            onClick={() => {
              setBy(each);
              choose(BOOK);
            }}
          >
            {name}
          </button>
        ))}
      </div>
      {data === undefined ? (
        <QueryState query={query} loading="Asking the risk service" />
      ) : (
        <TailTable view={data} {...{ by, scope, choose }} />
      )}
      {data !== undefined && <TailDrivers scope={scope} />}
    </section>
  );
}

type TailTableProps = Readonly<{
  view: RiskView;
  by: RiskLines;
  scope: RiskQuestion;
  choose: (scope: RiskQuestion) => void;
}>;

function TailTable({ view, by, scope, choose }: TailTableProps) {
  const store = useLiveStore();
  const nameOf = (id: string): string => {
    const fixture = { fixtureId: id as FixtureId, info: undefined };
    return by === 'fixture' ? fixtureText(teamsOf(store.board(fixture.fixtureId) ?? fixture)) : id;
  };
  const { risk, lines, scenarios, pending, unpriced } = view;
  return (
    <>
      <div
        className="card office-scroll"
        role="region"
        aria-label="Value at risk by line"
        tabIndex={0}
      >
        <table className="office-table">
          <thead>
            <tr>
              <th scope="col">Bets on</th>
              <th scope="col" className="number">
                Open bets
              </th>
              <th scope="col" className="number">
                Staked
              </th>
              {TAIL_HEADS.map(([name, meaning]) => (
                <th key={name} scope="col" className="number" title={meaning}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <TailRow {...{ risk, scope, choose }} name="Whole book" of={BOOK} />
            {lines.map((line) => (
              <TailRow
                key={line.id}
                {...{ scope, choose }}
                name={nameOf(line.id)}
                of={{ of: by, id: line.id }}
                risk={line.risk}
              />
            ))}
          </tbody>
        </table>
      </div>
      <p className="hint">
        Results of the house in {scenarios.toLocaleString('en')} common cases; a bet with legs in
        several places counts whole in each. Bets that wait for their decision count: {pending}.
        Matches without known chances: {unpriced}.
      </p>
    </>
  );
}

const fixtureText = (teams: ReturnType<typeof teamsOf>): string =>
  teams.away === '' ? teams.home : nameOfFixture(teams);

type TailRowProps = Pick<TailTableProps, 'scope' | 'choose'> &
  Readonly<{ name: string; of: RiskQuestion; risk: RiskView['risk'] }>;

function TailRow({ name, of, risk, scope, choose }: TailRowProps) {
  const currency = of.of === 'currency' ? (of.id ?? HOUSE_CURRENCY) : HOUSE_CURRENCY;
  const isChosen = of.of === scope.of && of.id === scope.id;
  return (
    <tr data-chosen={isChosen}>
      <th scope="row">
        <button
          type="button"
          className="row-button"
          aria-pressed={isChosen}
          onClick={() => {
            choose(of);
          }}
        >
          {name}
        </button>
      </th>
      <td className="number figure">{risk.bets}</td>
      <td className="number figure">{amountText(BigInt(risk.stakedMinor), currency)}</td>
      {tailFigures(risk, currency).map(({ text, tone }, at) => (
        <td key={at} className="number figure" data-tone={tone}>
          {text}
        </td>
      ))}
    </tr>
  );
}
