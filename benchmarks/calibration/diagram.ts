import type { Bin } from './reliability.ts';

/** A picture of several reliability diagrams side by side. */
export type Picture = Readonly<{
  title: string;
  subtitle: string;
  /** A line at the foot: whose data it is. */
  source: string;
  columns: number;
  panels: readonly Panel[];
}>;
export type Panel = Readonly<{ title: string; bins: readonly Bin[] }>;

const PLOT = 250;
/** Height of the strip of counts, with room for the figures above its bars. */
const STRIP = 44;
const COUNT_ROOM = 12;
const LEFT = 50;
const TOP = 32;
const BOTTOM = TOP + PLOT;
const FOOT = BOTTOM + 36 + STRIP;
const CELL = { width: LEFT + PLOT + 24, height: FOOT + 36 };
const HEAD = 60;
const NOTE = 24;
const TICKS = [0, 0.25, 0.5, 0.75, 1];

/** Colours follow the reader's scheme; everything else is drawn once. */
const STYLE = `
  svg { --paper: #ffffff; --ink: #1f2328; --soft: #59636e; --grid: #d9dee3; --mark: #0b62c4; --bar: #9cc3ee; }
  @media (prefers-color-scheme: dark) {
    svg { --paper: #0d1117; --ink: #e6edf3; --soft: #9198a1; --grid: #30363d; --mark: #58a6ff; --bar: #1f4f86; }
  }
  text { font-family: system-ui, sans-serif; font-size: 11px; fill: var(--soft); }
  .title { font-size: 17px; font-weight: 600; fill: var(--ink); }
  .panel { font-size: 13px; font-weight: 600; fill: var(--ink); }
  .count { font-size: 8px; }
  .source { font-size: 9.5px; }
  .grid { stroke: var(--grid); }
  .ideal { stroke: var(--soft); stroke-dasharray: 4 4; }
  .interval { stroke: var(--mark); stroke-width: 1.5; }
  .mark { fill: var(--mark); }
  .bar { fill: var(--bar); }
`;

/** The picture as an SVG document, the same text for the same figures. */
export function drawPicture({ title, subtitle, source, columns, panels }: Picture): string {
  const rows = Math.ceil(panels.length / columns);
  const width = columns * CELL.width + 16;
  const height = HEAD + rows * CELL.height + NOTE;
  const cells = panels.map((panel, at) => {
    const x = 8 + (at % columns) * CELL.width;
    const y = HEAD + Math.floor(at / columns) * CELL.height;
    return `<g transform="translate(${x} ${y})">\n${drawPanel(panel)}\n</g>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title subtitle">`,
    `<title id="title">${escaped(title)}</title>`,
    `<desc id="subtitle">${escaped(subtitle)}</desc>`,
    `<style>${STYLE}</style>`,
    `<rect width="${width}" height="${height}" fill="var(--paper)"/>`,
    text(16, 26, title, 'class="title"'),
    text(16, 46, subtitle),
    ...cells,
    text(16, height - 12, source, 'class="source"'),
    '</svg>',
    '',
  ].join('\n');
}

/** Frequency over forecast, the diagonal of a perfect forecast, and below how many forecasts each bin holds. */
function drawPanel({ title, bins }: Panel): string {
  return [
    text(LEFT, TOP - 10, title, 'class="panel"'),
    ...TICKS.flatMap(drawTick),
    line([0, 0], [1, 1], 'ideal'),
    ...bins.flatMap(drawBin),
    ...drawCounts(bins),
    text(LEFT + PLOT / 2, BOTTOM + 28, 'forecast chance', 'text-anchor="middle"'),
    text(0, 0, 'observed frequency', `text-anchor="middle" transform="${UPWARDS}"`),
    text(LEFT + PLOT / 2, FOOT + 14, `forecasts: ${total(bins)}`, 'text-anchor="middle"'),
  ].join('\n');
}

const UPWARDS = `translate(14 ${TOP + PLOT / 2}) rotate(-90)`;

const xOf = (chance: number): number => round(LEFT + chance * PLOT);
const yOf = (frequency: number): number => round(BOTTOM - frequency * PLOT);
const round = (value: number): number => Math.round(value * 10) / 10;
const total = (bins: readonly Bin[]): string =>
  counted(bins.reduce((sum, bin) => sum + bin.count, 0));
const counted = (count: number): string => count.toLocaleString('en-GB');

type Point = readonly [x: number, y: number];

const line = ([x1, y1]: Point, [x2, y2]: Point, style: string): string =>
  `<line class="${style}" x1="${xOf(x1)}" y1="${yOf(y1)}" x2="${xOf(x2)}" y2="${yOf(y2)}"/>`;

const text = (x: number, y: number, content: string, attributes = ''): string =>
  `<text x="${round(x)}" y="${round(y)}" ${attributes}>${escaped(content)}</text>`;

const drawTick = (at: number): readonly string[] => [
  line([at, 0], [at, 1], 'grid'),
  line([0, at], [1, at], 'grid'),
  text(xOf(at), BOTTOM + 13, String(at), 'text-anchor="middle"'),
  text(LEFT - 6, yOf(at) + 4, String(at), 'text-anchor="end"'),
];

const drawBin = ({ meanForecast, frequency, low, high }: Bin): readonly string[] => [
  line([meanForecast, low], [meanForecast, high], 'interval'),
  `<circle class="mark" cx="${xOf(meanForecast)}" cy="${yOf(frequency)}" r="3.5"/>`,
];

function drawCounts(bins: readonly Bin[]): readonly string[] {
  const most = Math.max(...bins.map(({ count }) => count));
  return bins.flatMap(({ count, from, to }) => {
    const height = round((count / most) * (STRIP - COUNT_ROOM));
    const [x, width] = [xOf(from) + 2, round((to - from) * PLOT) - 4];
    return [
      `<rect class="bar" x="${x}" y="${round(FOOT - height)}" width="${width}" height="${height}"/>`,
      text(x + width / 2, FOOT - height - 3, counted(count), 'class="count" text-anchor="middle"'),
    ];
  });
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const escaped = (content: string): string =>
  content.replace(/[&<>]/gu, (character) => ENTITIES[character] ?? character);
