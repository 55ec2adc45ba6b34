import type { Side } from '#contracts/mod.ts';
import type { Random } from '#platform/mod.ts';

import type { Pair } from '../../in-play-parameters.ts';
import { injuryMultiplier, redCardFactors, scoringRates, type InPlayModel } from '../../rates.ts';
import type { CountParameters } from '../count-parameters.ts';
import { leadClass } from '../lead-times.ts';

/** Something that happened to a side, at a minute of the nominal clock. */
export type Happening = Readonly<{ minute: number; side: Side }>;
export type PlayedMatch = Readonly<{ goals: readonly Happening[]; counts: readonly Happening[][] }>;

export type Play = Readonly<{
  model: InPlayModel;
  /** Kinds of incident that are counted beside goals, each with the supremacy it is to feel. */
  kinds: readonly CountParameters[];
  supremacy: number;
  redCards?: Pair;
}>;

const STEPS_A_MINUTE = 4;

/** Gamma of mean 1 (Marsaglia & Tsang 2000). */
function gammaLevel(random: Random, shape: number): number {
  if (shape === Infinity) return 1;
  const d = shape - 1 / 3;
  for (;;) {
    const x = random.normal();
    const v = (1 + x / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - random.next()) < x ** 2 / 2 + d * (1 - v + Math.log(v))) {
      return (d * v) / shape;
    }
  }
}

const betaShare = (random: Random, home: number, away: number): number => {
  const ours = home * gammaLevel(random, home);
  return ours / (ours + away * gammaLevel(random, away));
};

/** Expected incidents of both sides at level score in a nominal minute. */
function rateInMinute(parameters: CountParameters, minute: number): number {
  const { perMinute, lastMinute, mean } = parameters;
  const weight = (at: number): number => {
    const last = at === 44 ? lastMinute.firstHalf : at === 89 ? lastMinute.secondHalf : 1;
    return (perMinute[Math.floor(at / 15)] ?? 0) * last;
  };
  let whole = 0;
  for (let at = 0; at < 90; at += 1) whole += weight(at);
  return (mean * weight(minute)) / whole;
}

/** One kind of incident of one match: its level, its share or its urn, and what has happened. */
function counting(random: Random, parameters: CountParameters, supremacy: number) {
  const { share, urn, leads, meanSlope } = parameters;
  const level =
    gammaLevel(random, parameters.levelShape) * Math.exp(meanSlope * Math.abs(supremacy));
  const start = 1 / (1 + Math.exp(-share.logit - share.slope * supremacy));
  const drawn =
    urn.adds === 'own' ? betaShare(random, urn.size * start, urn.size * (1 - start)) : undefined;
  const happened: Happening[] = [];
  let home = 0;
  const byMinute = Array.from({ length: 90 }, (_, at) => rateInMinute(parameters, at));
  return {
    happened,
    step: (minute: number, lead: number, red: Pair): void => {
      const now =
        drawn ?? (urn.size * start + happened.length - home) / (urn.size + happened.length);
      const rate = (level * (byMinute[Math.floor(minute)] ?? 0)) / STEPS_A_MINUTE;
      const ours = rate * now * (leads[leadClass(lead)] ?? 1) * red.home;
      const theirs = rate * (1 - now) * (leads[leadClass(-lead)] ?? 1) * red.away;
      const u = random.next();
      if (u >= ours + theirs) return;
      if (u < ours) home += 1;
      happened.push({ minute, side: u < ours ? 'home' : 'away' });
    },
  };
}

/** Plays a match in quarters of a minute, goals and incidents by their rates at the score of the moment. */
export function playMatch(random: Random, play: Play): PlayedMatch {
  const { model, kinds, supremacy, redCards = { home: 0, away: 0 } } = play;
  const goals: Happening[] = [];
  const score = { home: 0, away: 0 };
  const running = kinds.map((parameters) => counting(random, parameters, supremacy));
  const red = redCardFactors(model.parameters, redCards);
  const redOf = (parameters: CountParameters): Pair =>
    redCardFactors({ ...model.parameters, redCard: parameters.redCard }, redCards);
  const reds = kinds.map(redOf);
  for (let step = 0; step < 90 * STEPS_A_MINUTE; step += 1) {
    const minute = (step + 0.5) / STEPS_A_MINUTE;
    running.forEach((kind, at) => {
      kind.step(minute, score.home - score.away, reds[at] ?? { home: 1, away: 1 });
    });
    // Stoppage time is played in the last minute of its half, in steps of their own.
    const parts = Math.ceil(injuryMultiplier(model.parameters, minute));
    for (let part = 0; part < parts; part += 1) {
      const rates = scoringRates(model, score, minute);
      const home = (red.home * rates.home) / 90 / STEPS_A_MINUTE / parts;
      const away = (red.away * rates.away) / 90 / STEPS_A_MINUTE / parts;
      const u = random.next();
      const side = u < home ? 'home' : u < home + away ? 'away' : undefined;
      if (side === undefined) continue;
      score[side] += 1;
      goals.push({ minute, side });
    }
  }
  return { goals, counts: running.map(({ happened }) => happened) };
}

export const countIn = (events: readonly Happening[], from = 0, to = 90): Pair => {
  const inside = events.filter(({ minute }) => minute > from && minute <= to);
  const home = inside.filter(({ side }) => side === 'home').length;
  return { home, away: inside.length - home };
};

/** Frequency of a statement in played matches, and how far chance may put it from its probability. */
export function frequency<Match>(matches: readonly Match[], holds: (match: Match) => boolean) {
  const share = matches.filter(holds).length / matches.length;
  const error = Math.sqrt(Math.max(share * (1 - share), 1 / matches.length) / matches.length);
  return { share, error };
}
