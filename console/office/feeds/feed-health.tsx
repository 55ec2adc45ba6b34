import { useQuery } from '@tanstack/react-query';

import type { FeedHealth as Health } from '#contracts/mod.ts';

import { call } from '../../api/http.ts';
import { withToken } from '../../api/queries.ts';
import { durationText } from '../../format/time-text.ts';
import { Link } from '../../ui/link.tsx';
import { QueryState } from '../query-state.tsx';

const ASK_MS = 3000;

const useFeedHealth = () =>
  useQuery({
    queryKey: ['feed-health'],
    queryFn: () => withToken((token) => call<Health>('/v1/trading/feeds', { token })),
    refetchInterval: ASK_MS,
  });

/** Whether the feeds speak, how late they are and what is missing, by producer and by match. */
export function FeedHealth() {
  const query = useFeedHealth();
  const { data } = query;
  if (data === undefined) return <QueryState query={query} loading="Asking how the feeds are" />;
  if (data.producers.length === 0)
    return <p className="card empty">No feed has an open match at the moment.</p>;
  return (
    <>
      <Producers health={data} />
      <Fixtures health={data} />
    </>
  );
}

const STATES: Readonly<Record<Health['fixtures'][number]['state'], string>> = {
  speaks: 'Speaks',
  silent: 'Silent',
  idle: 'Nothing live',
};

const State = ({ state }: Readonly<{ state: Health['fixtures'][number]['state'] }>) => (
  <span className="health" data-state={state}>
    {STATES[state]}
  </span>
);

type Common = Pick<
  Health['fixtures'][number],
  'events' | 'missing' | 'lastReceivedAt' | 'lagMs' | 'lagMaxMs'
>;

/** The figures that producers and matches share, in the order of their heads. */
const HEADS = ['Last event', 'Lag', 'Largest lag', 'Events', 'Missing'];

function Figures({ of, at }: Readonly<{ of: Common; at: number }>) {
  const { lastReceivedAt, lagMs, lagMaxMs, events, missing } = of;
  return (
    <>
      <td className="number figure">
        {lastReceivedAt === null ? '–' : `${durationText(at - lastReceivedAt)} ago`}
      </td>
      <td className="number figure">{lagMs === null ? '–' : `${String(lagMs)} ms`}</td>
      <td className="number figure">{lagMaxMs === null ? '–' : `${String(lagMaxMs)} ms`}</td>
      <td className="number figure">{events}</td>
      <td className="number figure" data-tone={missing > 0 ? 'loss' : undefined}>
        {missing}
      </td>
    </>
  );
}

const Heads = ({ names }: Readonly<{ names: readonly string[] }>) =>
  names.map((name) => (
    <th key={name} scope="col" className="number">
      {name}
    </th>
  ));

function Producers({ health: { producers, at } }: Readonly<{ health: Health }>) {
  return (
    <section aria-label="Feeds">
      <h2>Feeds</h2>
      <div className="card office-scroll" role="region" aria-label="Feeds by name" tabIndex={0}>
        <table className="office-table">
          <thead>
            <tr>
              <th scope="col">Feed</th>
              <th scope="col">State</th>
              <Heads names={['Live', 'Matches', ...HEADS, 'Dead letters']} />
            </tr>
          </thead>
          <tbody>
            {producers.map((each) => (
              <tr key={each.producer}>
                <th scope="row">{each.producer}</th>
                <td>
                  <State state={each.state} />
                </td>
                <td className="number figure">{each.live}</td>
                <td className="number figure">{each.fixtures}</td>
                <Figures of={each} at={at} />
                <td className="number figure" data-tone={each.deadLetters ? 'loss' : undefined}>
                  {each.deadLetters ?? '–'}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {producers.some(({ state }) => state === 'silent') && (
        <p className="problem" role="alert">
          A silent feed keeps its live matches suspended; they open by themselves when it speaks
          again. Look at the feed service and at the line to the provider.
        </p>
      )}
      {producers.some(({ deadLetters }) => deadLetters === null) && (
        <p className="hint">
          Dead letters are counted by the process that runs the feeds, at its <code>/metrics</code>.
        </p>
      )}
    </section>
  );
}

function Fixtures({ health: { fixtures, at } }: Readonly<{ health: Health }>) {
  return (
    <section aria-label="Matches by feed">
      <h2>Open matches</h2>
      <div
        className="card office-scroll"
        role="region"
        aria-label="Feed of each match"
        tabIndex={0}
      >
        <table className="office-table">
          <thead>
            <tr>
              <th scope="col">Match</th>
              <th scope="col">Feed</th>
              <th scope="col">State</th>
              <Heads names={HEADS} />
            </tr>
          </thead>
          <tbody>
            {fixtures.map((each) => (
              <tr key={each.fixtureId}>
                <th scope="row">
                  <Link to={{ page: 'trade', fixtureId: each.fixtureId }}>{each.fixture}</Link>
                  <span className="office-sub">{each.status.replace('-', ' ')}</span>
                </th>
                <td>{each.producer}</td>
                <td>
                  <State state={each.state} />
                </td>
                <Figures of={each} at={at} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
