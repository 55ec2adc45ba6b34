import '../../styles/explain.css';

import { useState } from 'react';

import type { Explanation, FixtureId, MarketKey } from '#contracts/mod.ts';

import { useExplanation } from '../../api/queries.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { nameOfMarket, nameOfOutcome, type Teams } from '../../ui/names.ts';
import { StepTable } from './step-table.tsx';
import { labelOf, valueText, type Parameter } from './parameter-text.ts';

type ExplainDialogProps = Readonly<{
  fixtureId: FixtureId;
  marketKey: MarketKey;
  teams: Teams;
  onClose: () => void;
}>;

/** Why each price of a market is what it is: what went in, and every step from the chance to the price. */
export function ExplainDialog({ fixtureId, marketKey, teams, onClose }: ExplainDialogProps) {
  const { data, error, isFetching, refetch } = useExplanation(fixtureId, marketKey);
  return (
    <Dialog title={`Why: ${nameOfMarket(marketKey, teams)}`} onClose={onClose} className="explain">
      <div className="explain-tools">
        <span className="hint figure" role="status">
          {error !== null && <span className="problem-text">{error.message}</span>}
          {data !== undefined &&
            `As published: epoch ${String(data.epoch)}, no. ${String(data.oddsSeq)}`}
        </span>
        <button type="button" className="chip" disabled={isFetching} onClick={() => void refetch()}>
          Ask again
        </button>
        {data !== undefined && <CopyButton explanation={data} />}
      </div>
      {data === undefined ? (
        error === null && <p className="empty">Asking the host…</p>
      ) : (
        <Contents explanation={data} teams={teams} />
      )}
    </Dialog>
  );
}

function CopyButton({ explanation }: Readonly<{ explanation: Explanation }>) {
  const [result, setResult] = useState<'' | 'Copied' | 'The browser does not allow it'>('');
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(JSON.stringify(explanation, null, 2));
      setResult('Copied');
    } catch {
      setResult('The browser does not allow it');
    }
  };
  return (
    <>
      <button type="button" className="chip" onClick={() => void copy()}>
        Copy as JSON
      </button>
      <span role="status" className="hint">
        {result}
      </span>
    </>
  );
}

type ContentsProps = Readonly<{ explanation: Explanation; teams: Teams }>;

/** Outcomes that are open from the start; the steps of further ones unfold. */
const OPEN_OUTCOMES = 3;

function Contents({ explanation, teams }: ContentsProps) {
  const { marketKey, model, exposure, margin, outcomes } = explanation;
  return (
    <>
      <div className="explain-inputs">
        <Facts title="Model" facts={model} />
        <Facts title="Exposure" facts={exposure} />
        <Facts title="Margin" facts={margin} />
      </div>
      {outcomes.map(({ outcomeId, steps }, index) => (
        <StepTable
          key={outcomeId}
          name={nameOfOutcome(marketKey, outcomeId, teams)}
          steps={steps}
          isOpen={index < OPEN_OUTCOMES}
        />
      ))}
    </>
  );
}

type FactsProps = Readonly<{ title: string; facts: Readonly<Record<string, Parameter>> }>;

function Facts({ title, facts }: FactsProps) {
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <dl>
        {Object.entries(facts).map(([name, value]) => (
          <div key={name}>
            <dt>{labelOf(name)}</dt>
            <dd className="figure">{valueText(name, value)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
