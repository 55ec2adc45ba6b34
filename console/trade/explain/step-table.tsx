import type { Explanation } from '#contracts/mod.ts';

import { labelOf, stepText, valueText } from './parameter-text.ts';

type Step = Explanation['outcomes'][number]['steps'][number];
type StepTableProps = Readonly<{ name: string; steps: readonly Step[]; isOpen: boolean }>;

const oddsText = (odds: number | null): string => (odds === null ? '–' : odds.toFixed(4));
const chanceText = (chance: number | null): string =>
  chance === null ? '–' : `${(100 * chance).toFixed(3)} %`;

/** The way of one outcome, step by step; folded, only where it begins and ends. */
export function StepTable({ name, steps, isOpen }: StepTableProps) {
  const [first, last] = [steps[0], steps.at(-1)];
  return (
    <details className="explain-outcome" open={isOpen}>
      <summary>
        <b>{name}</b>
        <span className="figure">
          {oddsText(first?.odds ?? null)} → <b>{oddsText(last?.odds ?? null)}</b>
        </span>
      </summary>
      <div className="explain-steps">
        <table>
          <thead>
            <tr>
              <th scope="col">Step</th>
              <th scope="col" className="number">
                Odds
              </th>
              <th scope="col" className="number">
                Chance
              </th>
              <th scope="col">With</th>
            </tr>
          </thead>
          <tbody>
            {steps.map((step, index) => (
              <StepRow key={step.step} step={step} before={steps[index - 1]} />
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

/** Smaller changes are rounding. */
const SAME = 1e-9;

function StepRow({ step, before }: Readonly<{ step: Step; before: Step | undefined }>) {
  const moved = before !== undefined && Math.abs((step.chance ?? 0) - (before.chance ?? 0)) > SAME;
  return (
    <tr data-moved={moved}>
      <th scope="row" title={stepText(step.step)}>
        {step.step} <span>{stepText(step.step)}</span>
      </th>
      <td className="number figure">{oddsText(step.odds)}</td>
      <td className="number figure">{chanceText(step.chance)}</td>
      <td>
        {Object.entries(step.parameters).map(([name, value]) => (
          <span key={name} className="parameter">
            {labelOf(name)} <b className="figure">{valueText(name, value)}</b>
          </span>
        ))}
      </td>
    </tr>
  );
}
