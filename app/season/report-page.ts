import { MEASURES, type PolicyName } from '#risk/simulator/mod.ts';

import type { Finding } from './findings.ts';
import { escapeText, linePlot, pointPlot } from './plots.ts';
import { COLUMNS, euros, percent, POLICY_LABELS, sentencesOf, withInterval } from './words.ts';

export type ReportHead = Readonly<{ matches: number; seeds: readonly number[] }>;

const styleOf = (policy: PolicyName): string => `of-${policy}`;

const CSS = `
:root { color-scheme: light dark; --back: #fcfcfa; --ink: #1c2430; --soft: #5a6473; --rule: #dde1e6;
  --static: #8a5a00; --static-capped: #b3261e; --lmsr: #5b3fb0; --ladder: #00695c; --joint: #0b57d0; }
@media (prefers-color-scheme: dark) { :root { --back: #14181f; --ink: #e8ebf0; --soft: #a5afbd; --rule: #333b47;
  --static: #e0b15a; --static-capped: #ff8a80; --lmsr: #b9a3ff; --ladder: #5fd0bf; --joint: #82b1ff; } }
body { margin: 0 auto; max-width: 72rem; padding: 1.5rem; background: var(--back); color: var(--ink);
  font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2.2rem; }
p, li { max-width: 46rem; }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); gap: 1.5rem; }
figure { margin: 0; } figcaption { color: var(--soft); font-size: .9rem; }
svg { width: 100%; height: auto; } svg text { fill: var(--ink); font-size: 12px; }
svg .tick, svg .axis { fill: var(--soft); } svg .name { fill: var(--own); } .grid { stroke: var(--rule); }
.line { fill: none; stroke: var(--own); stroke-width: 1.8; } .whisker { stroke: var(--own); stroke-width: 1.5; }
.point { fill: var(--own); } .key { display: flex; flex-wrap: wrap; gap: .4rem 1.2rem; list-style: none; padding: 0; }
.key svg { width: 2.4rem; height: .7rem; vertical-align: middle; margin-right: .4rem; }
${(['static', 'static-capped', 'lmsr', 'ladder', 'joint'] as const)
  .map((policy) => `.${styleOf(policy)} { --own: var(--${policy}); }`)
  .join('\n')}
.line.of-static { stroke-dasharray: 2 3; } .line.of-static-capped { stroke-dasharray: 7 3; }
.line.of-lmsr { stroke-dasharray: 9 3 2 3; } .line.of-ladder { stroke-dasharray: 4 2; } .line.of-joint { stroke-width: 2.6; }
.wide { overflow-x: auto; } table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; }
th, td { padding: .35rem .7rem; border-bottom: 1px solid var(--rule); text-align: right; vertical-align: top; white-space: nowrap; }
th:first-child { text-align: left; } td small { display: block; color: var(--soft); }`;

function table({ policies, elasticity }: Finding): string {
  const head = MEASURES.map((measure) => `<th scope="col">${COLUMNS[measure].label}</th>`).join('');
  const rows = policies.map(({ policy, summary }) => {
    const cells = MEASURES.map((measure) => {
      const { text } = COLUMNS[measure];
      const { mean, low, high } = summary[measure];
      return `<td>${text(mean)}<small>${text(low)} to ${text(high)}</small></td>`;
    });
    return `<tr><th scope="row">${POLICY_LABELS[policy]}</th>${cells.join('')}</tr>`;
  });
  return (
    `<div class="wide" role="region" tabindex="0" aria-label="Figures at elasticity ${elasticity}"><table>` +
    `<thead><tr><th scope="col">Policy</th>${head}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`
  );
}

const keyOf = ({ policies }: Finding): string =>
  `<ul class="key">${policies
    .map(
      ({ policy }) =>
        `<li><svg viewBox="0 0 40 10" aria-hidden="true"><line class="line ${styleOf(policy)}" x1="0" x2="40" y1="5" y2="5"/></svg>${POLICY_LABELS[policy]}</li>`,
    )
    .join('')}</ul>`;

function paths({ runs, policies, elasticity }: Finding): string {
  const [first] = runs;
  const lines = policies.flatMap(({ policy }) => {
    const values = first?.seasons[policy]?.path;
    const label = POLICY_LABELS[policy];
    return values === undefined ? [] : [{ label, style: styleOf(policy), values }];
  });
  const words = {
    title: `Running profit by match, elasticity ${elasticity}, seed ${first?.seed ?? ''}`,
    description: lines
      .map(({ label, values }) => `${label} ends at ${euros(values.at(-1) ?? 0)} euros.`)
      .join(' '),
    x: { label: 'Matches played', text: String },
    y: { label: 'Profit, thousand euros', text: (minor: number) => String(minor / 100_000) },
  };
  return `<figure>${linePlot(words, lines)}<figcaption>Running profit of one season (seed ${first?.seed ?? ''}), by match.</figcaption></figure>`;
}

function frontier({ policies, elasticity }: Finding): string {
  const points = policies.map(({ policy, summary }) => ({
    label: POLICY_LABELS[policy],
    style: styleOf(policy),
    x: summary.cvar99,
    y: summary.expectedHold,
  }));
  const words = {
    title: `Hold without luck against CVaR99, elasticity ${elasticity}`,
    description: points
      .map(
        ({ label, x, y }) =>
          `${label}: hold without luck ${percent(y.mean)} %, CVaR99 ${euros(x.mean)} euros.`,
      )
      .join(' '),
    x: { label: 'CVaR99 of a match, euros', text: euros },
    y: { label: 'Hold without luck, %', text: (share: number) => (100 * share).toFixed(1) },
  };
  return `<figure>${pointPlot(words, points)}<figcaption>Up and to the left is better. The lines through a point are its 95 % intervals. Without luck: what the true chances let expect when each bet was sold.</figcaption></figure>`;
}

const section = (finding: Finding): string => `<section>
<h2>Crowd with elasticity ${finding.elasticity}</h2>
${sentencesOf(finding)
  .map((sentence) => `<p>${escapeText(sentence)}</p>`)
  .join('\n')}
${keyOf(finding)}
<div class="plots">${paths(finding)}${frontier(finding)}</div>
${table(finding)}
</section>`;

/** The whole report as one page without anything to load. */
export function reportPage({ matches, seeds }: ReportHead, findings: readonly Finding[]): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Simulated season</title><style>${CSS}</style></head><body><main>
<h1>A simulated season, sold in several ways</h1>
<p>${matches} matches for each of ${seeds.length} seed${seeds.length === 1 ? '' : 's'} (${seeds[0] ?? ''} to ${seeds.at(-1) ?? ''}).
Every policy meets the same matches, the same results and the same customers. Amounts are euros; the small figures are
95 % intervals of the mean over the seeds${seeds.length === 1 ? ', which one seed does not have' : ''}.</p>
${findings.map(section).join('\n')}
<h2>What this is not</h2>
<p>The customers are made up. How they behave is written in <code>docs/risk-simulation.md</code>; other crowds give other
figures, and a policy that wins here may lose against people.</p>
</main></body></html>
`;
}

/** One line of text for each policy and measure. */
export const reportText = (findings: readonly Finding[]): readonly string[] =>
  findings.flatMap((finding) => [
    `Elasticity ${finding.elasticity}`,
    ...finding.policies.flatMap(({ policy, summary }) => [
      `  ${POLICY_LABELS[policy]}`,
      ...MEASURES.map((measure) => {
        const { label, text } = COLUMNS[measure];
        return `    ${label.padEnd(28)}${withInterval(summary[measure], text)}`;
      }),
    ]),
    ...sentencesOf(finding).map((sentence) => `  ${sentence}`),
  ]);
