import { useDecisions, useHolds } from '../../api/approvals.ts';
import { QueryState } from '../query-state.tsx';
import { DecisionCard } from './decision-card.tsx';
import { HoldCard } from './hold-card.tsx';
import { Withdrawals } from './withdrawals.tsx';

/** What is kept from being settled or paid out until a person, or a second one, has decided. */
export function Approvals() {
  return (
    <>
      <Decisions />
      <Withdrawals />
      <Holds />
    </>
  );
}

function Decisions() {
  const query = useDecisions();
  const { data } = query;
  if (data === undefined) return <QueryState query={query} loading="Asking what waits" />;
  const waiting = data.decisions.filter(({ status }) => status === 'waiting');
  const decided = data.decisions.filter(({ status }) => status !== 'waiting').slice(0, 10);
  return (
    <>
      <section aria-label="Waiting for a second person">
        <h2>
          Waiting for a second person <span className="count">{waiting.length}</span>
        </h2>
        {waiting.length === 0 && (
          <p className="card empty">
            Nothing waits. Results by hand, voids and corrections that move much money come here.
          </p>
        )}
        {waiting.map((decision) => (
          <DecisionCard key={decision.decisionId} decision={decision} />
        ))}
      </section>
      {decided.length > 0 && (
        <section aria-label="Decided lately">
          <h2>Decided lately</h2>
          {decided.map((decision) => (
            <DecisionCard key={decision.decisionId} decision={decision} />
          ))}
        </section>
      )}
    </>
  );
}

function Holds() {
  const query = useHolds();
  const { data } = query;
  if (data === undefined) return <QueryState query={query} loading="Asking what is held" />;
  return (
    <section aria-label="Held for integrity">
      <h2>
        Held <span className="count">{data.holds.length}</span>
      </h2>
      {data.holds.length === 0 && <p className="card empty">No settlement is held.</p>}
      {data.holds.map((hold) => (
        <HoldCard key={hold.holdId} hold={hold} />
      ))}
    </section>
  );
}
