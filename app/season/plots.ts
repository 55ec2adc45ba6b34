/** A scale from values to the pixels of a plot. */
type Scale = Readonly<{ at: (value: number) => number; ticks: readonly number[] }>;

const STEPS = [1, 2, 2.5, 5, 10];

/** Round values that cover a range, about five of them. */
function ticksOf(low: number, high: number): readonly number[] {
  const rough = (high - low || 1) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * (STEPS.find((one) => one * power >= rough) ?? 10);
  const first = Math.floor(low / step);
  const last = Math.ceil(high / step);
  return Array.from({ length: last - first + 1 }, (_, at) => (first + at) * step);
}

function scaleOf(values: readonly number[], from: number, to: number): Scale {
  const ticks = ticksOf(Math.min(...values), Math.max(...values));
  const [low, high] = [ticks[0] ?? 0, ticks.at(-1) ?? 1];
  return { at: (value) => from + ((value - low) / (high - low || 1)) * (to - from), ticks };
}

export const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

const BOX = { width: 640, height: 330, left: 74, right: 18, top: 14, bottom: 46 };

export type Axis = Readonly<{ label: string; text: (value: number) => string }>;
export type PlotWords = Readonly<{ title: string; description: string; x: Axis; y: Axis }>;

function frame({ title, description, x, y }: PlotWords, scales: { x: Scale; y: Scale }) {
  const [right, bottom] = [BOX.width - BOX.right, BOX.height - BOX.bottom];
  const across = scales.y.ticks.map((tick) => {
    const at = scales.y.at(tick).toFixed(1);
    return (
      `<line class="grid" x1="${BOX.left}" x2="${right}" y1="${at}" y2="${at}"/>` +
      `<text class="tick" x="${BOX.left - 8}" y="${at}" dy="4" text-anchor="end">${escapeText(y.text(tick))}</text>`
    );
  });
  const along = scales.x.ticks.map((tick) => {
    const at = scales.x.at(tick).toFixed(1);
    return `<text class="tick" x="${at}" y="${bottom + 18}" text-anchor="middle">${escapeText(x.text(tick))}</text>`;
  });
  return {
    head:
      `<svg viewBox="0 0 ${BOX.width} ${BOX.height}" role="img"><title>${escapeText(title)}</title>` +
      `<desc>${escapeText(description)}</desc>${across.join('')}${along.join('')}` +
      `<text class="axis" x="${(BOX.left + right) / 2}" y="${BOX.height - 8}" text-anchor="middle">${escapeText(x.label)}</text>` +
      `<text class="axis" transform="translate(14 ${(BOX.top + bottom) / 2}) rotate(-90)" text-anchor="middle">${escapeText(y.label)}</text>`,
    tail: '</svg>',
  };
}

const scalesOf = (xs: readonly number[], ys: readonly number[]) => ({
  x: scaleOf(xs, BOX.left, BOX.width - BOX.right),
  y: scaleOf(ys, BOX.height - BOX.bottom, BOX.top),
});

export type Line = Readonly<{ label: string; style: string; values: readonly number[] }>;

/** Lines over match 1, 2, 3 …, all from 0. */
export function linePlot(words: PlotWords, lines: readonly Line[]): string {
  const longest = Math.max(...lines.map(({ values }) => values.length));
  const scales = scalesOf(
    [0, longest],
    lines.flatMap(({ values }) => [0, Math.min(...values), Math.max(...values)]),
  );
  const { head, tail } = frame(words, scales);
  const drawn = lines.map(({ style, label, values }) => {
    const points = [0, ...values].map(
      (value, at) => `${scales.x.at(at).toFixed(1)},${scales.y.at(value).toFixed(1)}`,
    );
    return `<polyline class="line ${style}" points="${points.join(' ')}"><title>${escapeText(label)}</title></polyline>`;
  });
  return head + drawn.join('') + tail;
}

type Range = Readonly<{ mean: number; low: number; high: number }>;
export type Point = Readonly<{ label: string; style: string; x: Range; y: Range }>;

/** How much further than its outermost means a plot reaches; longer intervals are cut at its edge. */
const ROOM = 1.25;
const NAME_HEIGHT = 15;

/** Moves names apart that would lie on each other, downwards. */
function apart(heights: readonly number[]): readonly number[] {
  const placed: number[] = [];
  const order = heights.map((_, at) => at).sort((a, b) => (heights[a] ?? 0) - (heights[b] ?? 0));
  let last = -Infinity;
  for (const at of order) {
    last = Math.max(heights[at] ?? 0, last + NAME_HEIGHT);
    placed[at] = last;
  }
  return placed;
}

/** Points with their intervals both ways, each with its name beside it. */
export function pointPlot(words: PlotWords, points: readonly Point[]): string {
  const reach = (ranges: readonly Range[]): readonly number[] => [
    0,
    ...ranges.map(({ mean }) => ROOM * mean),
  ];
  const scales = scalesOf(reach(points.map(({ x }) => x)), reach(points.map(({ y }) => y)));
  const { head, tail } = frame(words, scales);
  const ends = (scale: Scale, value: number): string => {
    const [low, high] = [scale.ticks[0] ?? 0, scale.ticks.at(-1) ?? 1];
    return scale.at(Math.min(high, Math.max(low, value))).toFixed(1);
  };
  const heights = apart(points.map(({ y }) => scales.y.at(y.mean) - 8));
  const drawn = points.map(({ label, style, x, y }, at) => {
    const [cx, cy] = [ends(scales.x, x.mean), ends(scales.y, y.mean)];
    const cross =
      `<line class="whisker ${style}" x1="${ends(scales.x, x.low)}" x2="${ends(scales.x, x.high)}" y1="${cy}" y2="${cy}"/>` +
      `<line class="whisker ${style}" x1="${cx}" x2="${cx}" y1="${ends(scales.y, y.low)}" y2="${ends(scales.y, y.high)}"/>`;
    const isRight = Number(cx) > BOX.width * 0.65;
    return (
      `${cross}<circle class="point ${style}" cx="${cx}" cy="${cy}" r="5"/>` +
      `<text class="name ${style}" x="${Number(cx) + (isRight ? -9 : 9)}" y="${(heights[at] ?? 0).toFixed(1)}" text-anchor="${isRight ? 'end' : 'start'}">${escapeText(label)}</text>`
    );
  });
  return head + drawn.join('') + tail;
}
