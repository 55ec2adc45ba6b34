import type { Curvature, Objective } from './newton.ts';

/**
 * The log-likelihood of Dixon & Coles (1997), weighted by match, with a quadratic penalty on the strengths.
 * Parameters are laid out as intercept, home advantage, ρ, then attack and defence of every team:
 * log λ = intercept + advantage + attack(home) − defence(away), log μ = intercept + attack(away) − defence(home).
 */
export const INTERCEPT = 0;
export const ADVANTAGE = 1;
export const RHO = 2;
const COMMON = 3;

export const attackAt = (team: number): number => COMMON + 2 * team;
export const defenceAt = (team: number): number => COMMON + 2 * team + 1;
export const parameterCount = (teams: number): number => COMMON + 2 * teams;

/** Matches as columns; teams are numbered from 0. */
export type MatchColumns = Readonly<{
  teams: number;
  home: Int32Array;
  away: Int32Array;
  homeGoals: Float64Array;
  awayGoals: Float64Array;
  /** 1 at home, 0 on neutral ground. */
  advantage: Float64Array;
  weight: Float64Array;
}>;

export type Penalty = Readonly<{
  /** Weight of every squared distance from the centre, and of ρ's from 0. */
  ridge: number;
  /** Where attack and defence are drawn to; parameter layout. */
  centre: Float64Array;
  /** ρ is estimated; otherwise it stays where it starts. */
  freeRho: boolean;
}>;

/**
 * A constant added to all attacks and taken from the intercept changes no rate. Holding the sums of attacks and
 * of defences at those of their centres picks one of the equal solutions and costs nothing.
 */
const GAUGE = 1;

/** τ = 1 + ρ·sign·λ^home·μ^away in the four low scores and 1 elsewhere. */
const LOW_SCORES = [
  [
    { sign: -1, home: 1, away: 1 },
    { sign: 1, home: 1, away: 0 },
  ],
  [
    { sign: 1, home: 0, away: 1 },
    { sign: -1, home: 0, away: 0 },
  ],
] as const;

/** Slopes of one match's log-likelihood in u = log λ, v = log μ and r = ρ; the seconds with their sign turned. */
type Slopes = {
  u: number;
  v: number;
  r: number;
  uu: number;
  uv: number;
  vv: number;
  ur: number;
  vr: number;
  rr: number;
};

type Rates = Readonly<{ lambda: number; mu: number; rho: number }>;

function ratesAt(of: MatchColumns, at: number, p: Float64Array): Rates {
  const home = of.home[at] ?? 0;
  const away = of.away[at] ?? 0;
  const intercept = p[INTERCEPT] ?? 0;
  const advantage = (p[ADVANTAGE] ?? 0) * (of.advantage[at] ?? 0);
  const u = intercept + advantage + (p[attackAt(home)] ?? 0) - (p[defenceAt(away)] ?? 0);
  const v = intercept + (p[attackAt(away)] ?? 0) - (p[defenceAt(home)] ?? 0);
  return { lambda: Math.exp(u), mu: Math.exp(v), rho: p[RHO] ?? 0 };
}

const lowScore = (x: number, y: number) => (x <= 1 && y <= 1 ? LOW_SCORES[x]?.[y] : undefined);

/** Log-likelihood of one score without its factorials; −Infinity where τ is not positive. */
function scoreValue(x: number, y: number, { lambda, mu, rho }: Rates): number {
  const value = x * Math.log(lambda) - lambda + y * Math.log(mu) - mu;
  const low = rho === 0 ? undefined : lowScore(x, y);
  if (low === undefined) return value;
  const tau = 1 + rho * low.sign * (low.home ? lambda : 1) * (low.away ? mu : 1);
  return tau > 0 ? value + Math.log(tau) : -Infinity;
}

function scoreSlopes(x: number, y: number, { lambda, mu, rho }: Rates): Slopes {
  const slopes = { u: x - lambda, v: y - mu, r: 0, uu: lambda, uv: 0, vv: mu, ur: 0, vr: 0, rr: 0 };
  const low = lowScore(x, y);
  if (low === undefined) return slopes;
  const g = low.sign * (low.home ? lambda : 1) * (low.away ? mu : 1);
  const tau = 1 + rho * g;
  // d log τ: first slopes are those of τ over τ, and the square of the first one leaves each second.
  const level = (rho * g) / tau;
  const slope = g / tau;
  slopes.u += low.home * level;
  slopes.v += low.away * level;
  slopes.r = slope;
  slopes.uu -= low.home * (level - level ** 2);
  slopes.uv = -low.home * low.away * (level - level ** 2);
  slopes.vv -= low.away * (level - level ** 2);
  slopes.ur = -low.home * (slope - level * slope);
  slopes.vr = -low.away * (slope - level * slope);
  slopes.rr = slope ** 2;
  return slopes;
}

function penaltyValue(of: MatchColumns, { ridge, centre }: Penalty, p: Float64Array): number {
  let squares = 0;
  const sums = [0, 0];
  for (let at = COMMON; at < p.length; at += 1) {
    const distance = (p[at] ?? 0) - (centre[at] ?? 0);
    squares += distance ** 2;
    const kind = (at - COMMON) % 2;
    sums[kind] = (sums[kind] ?? 0) + distance;
  }
  const [attack = 0, defence = 0] = sums;
  squares += (p[RHO] ?? 0) ** 2;
  return (ridge / 2) * squares + (GAUGE / 2 / of.teams) * (attack ** 2 + defence ** 2);
}

function addPenalty(of: MatchColumns, penalty: Penalty, p: Float64Array, into: Curvature): void {
  const { ridge, centre, freeRho } = penalty;
  const n = p.length;
  const { gradient, information } = into;
  const distance = p.map((value, at) => value - (centre[at] ?? 0));
  for (let row = COMMON; row < n; row += 1) {
    let sum = 0;
    for (let column = COMMON + ((row - COMMON) % 2); column < n; column += 2) {
      sum += distance[column] ?? 0;
      const cell = row * n + column;
      if (column <= row) information[cell] = (information[cell] ?? 0) + GAUGE / of.teams;
    }
    information[row * n + row] = (information[row * n + row] ?? 0) + ridge;
    gradient[row] = (gradient[row] ?? 0) - ridge * (distance[row] ?? 0) - (GAUGE / of.teams) * sum;
  }
  if (freeRho) {
    information[RHO * n + RHO] = (information[RHO * n + RHO] ?? 0) + ridge;
    gradient[RHO] = (gradient[RHO] ?? 0) - ridge * (p[RHO] ?? 0);
    return;
  }
  for (let at = 0; at < n; at += 1) {
    information[at > RHO ? at * n + RHO : RHO * n + at] = at === RHO ? 1 : 0;
  }
  gradient[RHO] = 0;
}

/** How a parameter moves a match's u, v and r. */
type Term = Readonly<{ at: number; u: number; v: number; r: number }>;

/** Adds a match's slopes by the chain rule over the seven parameters that it depends on. */
function addMatch(of: MatchColumns, match: number, slopes: Slopes, into: Curvature): void {
  const home = of.home[match] ?? 0;
  const away = of.away[match] ?? 0;
  const weight = of.weight[match] ?? 0;
  const terms: readonly Term[] = [
    { at: INTERCEPT, u: 1, v: 1, r: 0 },
    { at: ADVANTAGE, u: of.advantage[match] ?? 0, v: 0, r: 0 },
    { at: attackAt(home), u: 1, v: 0, r: 0 },
    { at: defenceAt(away), u: -1, v: 0, r: 0 },
    { at: attackAt(away), u: 0, v: 1, r: 0 },
    { at: defenceAt(home), u: 0, v: -1, r: 0 },
    { at: RHO, u: 0, v: 0, r: 1 },
  ];
  const { gradient, information } = into;
  const n = gradient.length;
  for (const row of terms) {
    const { at, u, v, r } = row;
    gradient[at] = (gradient[at] ?? 0) + weight * (u * slopes.u + v * slopes.v + r * slopes.r);
    const du = weight * (u * slopes.uu + v * slopes.uv + r * slopes.ur);
    const dv = weight * (u * slopes.uv + v * slopes.vv + r * slopes.vr);
    const dr = weight * (u * slopes.ur + v * slopes.vr + r * slopes.rr);
    for (const column of terms) {
      if (column.at > at) continue;
      const cell = at * n + column.at;
      information[cell] = (information[cell] ?? 0) + du * column.u + dv * column.v + dr * column.r;
    }
  }
}

/** The penalised log-likelihood to be maximised. */
export function dixonColesObjective(of: MatchColumns, penalty: Penalty): Objective {
  const value = (p: Float64Array): number => {
    let sum = -penaltyValue(of, penalty, p);
    for (let at = 0; at < of.weight.length; at += 1) {
      const score = scoreValue(of.homeGoals[at] ?? 0, of.awayGoals[at] ?? 0, ratesAt(of, at, p));
      sum += (of.weight[at] ?? 0) * score;
    }
    return sum;
  };
  const curvature = (p: Float64Array): Curvature => {
    const n = p.length;
    const into = {
      value: value(p),
      gradient: new Float64Array(n),
      information: new Float64Array(n * n),
    };
    for (let at = 0; at < of.weight.length; at += 1) {
      const slopes = scoreSlopes(of.homeGoals[at] ?? 0, of.awayGoals[at] ?? 0, ratesAt(of, at, p));
      addMatch(of, at, slopes, into);
    }
    addPenalty(of, penalty, p, into);
    return into;
  };
  return { value, curvature };
}
