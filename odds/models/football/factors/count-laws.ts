import type { Pair } from '../in-play-parameters.ts';
import type { FootballState } from '../scenario.ts';
import { checkByHalf, checkNumber, checkState, contradiction, MOST_SUPREMACY } from './checks.ts';
import type { CountParameters } from './count-parameters.ts';
import { stretchesLeft, stretchWeights } from './count-profile.ts';
import { LEAD_CLASSES, leadClass, type LeadTimes } from './lead-times.ts';
import { STRETCHES, STRETCHES_OF_HALF } from './match-clock.ts';
import type { CountLaw } from './side-counts.ts';

export const COUNT_PERIODS = ['match', 'first-half', 'second-half'] as const;
export type CountPeriod = (typeof COUNT_PERIODS)[number];
/** Law of what is still to come in each period. */
export type CountLaws = Readonly<Record<CountPeriod, CountLaw>>;

export type CountsByHalf = Readonly<{ firstHalf: Pair; secondHalf: Pair }>;

/** The match so far, `leadTimes` of it, and what has been counted. */
export type CountState = Readonly<{
  match: FootballState;
  leads: LeadTimes;
  counts: CountsByHalf;
}>;

const NOTHING: Pair = { home: 0, away: 0 };
const plus = (left: Pair, right: Pair): Pair => ({
  home: left.home + right.home,
  away: left.away + right.away,
});
const times = ({ home, away }: Pair, by: number): Pair => ({ home: home * by, away: away * by });

/** Factors on both sides' rates at a home lead. */
const factorsAt = ({ leads }: CountParameters, lead: number): Pair => ({
  home: leads[leadClass(lead)] ?? 1,
  away: leads[leadClass(-lead)] ?? 1,
});

/** Share of a match still to come in each half, times the factors of the scores it will be played at. */
function exposureAhead(
  parameters: CountParameters,
  { match, leads }: CountState,
): readonly [Pair, Pair] {
  const { own, opponent } = parameters.redCard;
  const { redCards } = match;
  const weights = stretchWeights(parameters);
  const left = stretchesLeft(parameters, match);
  const ahead: [Pair, Pair] = [NOTHING, NOTHING];
  for (let at = 0; at < STRETCHES.length; at += 1) {
    const part = (weights[at] ?? 0) * (left[at] ?? 0);
    if (part === 0) continue;
    let factors = NOTHING;
    for (let lead = 0; lead < LEAD_CLASSES; lead += 1) {
      const share = leads[at * LEAD_CLASSES + lead] ?? 0;
      const ofLead = {
        home: parameters.leads[lead] ?? 1,
        away: parameters.leads[LEAD_CLASSES - 1 - lead] ?? 1,
      };
      factors = plus(factors, times(ofLead, share));
    }
    const half = at < STRETCHES_OF_HALF ? 0 : 1;
    ahead[half] = plus(ahead[half], times(factors, part));
  }
  const red = {
    home: own ** redCards.home * opponent ** redCards.away,
    away: own ** redCards.away * opponent ** redCards.home,
  };
  return [
    { home: ahead[0].home * red.home, away: ahead[0].away * red.away },
    { home: ahead[1].home * red.home, away: ahead[1].away * red.away },
  ];
}

/**
 * The same of what has been played. When the goals fell is not part of the state, so each half is taken
 * to have been played half at its first score and half at its last.
 */
function exposureBehind(parameters: CountParameters, match: FootballState): Pair {
  const weights = stretchWeights(parameters);
  const left = stretchesLeft(parameters, match);
  const halfTime = match.firstHalf.home - match.firstHalf.away;
  const now = halfTime + match.secondHalf.home - match.secondHalf.away;
  const over = [0, 0];
  weights.forEach((weight, at) => {
    const half = at < STRETCHES_OF_HALF ? 0 : 1;
    over[half] = (over[half] ?? 0) + weight * (1 - (left[at] ?? 0));
  });
  const played = (from: number, to: number, share: number): Pair =>
    times(plus(factorsAt(parameters, from), factorsAt(parameters, to)), share / 2);
  return plus(played(0, halfTime, over[0] ?? 0), played(halfTime, now, over[1] ?? 0));
}

function checkLeads(leads: LeadTimes, left: Float64Array): void {
  if (leads.length !== STRETCHES.length * LEAD_CLASSES) {
    throw contradiction(
      'leads',
      leads.length,
      `must hold ${STRETCHES.length * LEAD_CLASSES} shares`,
    );
  }
  left.forEach((part, at) => {
    const row = leads.subarray(at * LEAD_CLASSES, (at + 1) * LEAD_CLASSES);
    const sum = row.reduce((whole, share) => whole + share, 0);
    if (part > 0 && !(Math.abs(sum - 1) < 1e-6)) {
      throw contradiction(
        `leads[${at}]`,
        sum,
        'must sum to 1 where time is left: of another state?',
      );
    }
  });
}

/**
 * What is still to be counted in each period. The gamma level and the urn are conjugate, so the counts so
 * far update them: a match with many corners will see more than an average one, and the side that took
 * them more of them, each as far as the parameters believe it. What was seen under past scores is carried
 * to future ones by their odds.
 * @throws InputError for numbers out of range or parts of the state that exclude each other.
 */
export function countLaws(
  parameters: CountParameters,
  supremacy: number,
  state: CountState,
): CountLaws {
  const { match, leads, counts } = state;
  checkNumber('supremacy', supremacy, -MOST_SUPREMACY, MOST_SUPREMACY);
  checkNumber('parameters.mean', parameters.mean, 0, 100);
  checkState(match);
  checkByHalf('counts', counts, match.phase);
  checkLeads(leads, stretchesLeft(parameters, match));
  const { share, urn, levelShape } = parameters;
  const oddsAtStart = Math.exp(share.logit + share.slope * supremacy);
  const mean = parameters.mean * Math.exp(parameters.meanSlope * Math.abs(supremacy));
  const behind = exposureBehind(parameters, match);
  const pastOdds = behind.away > 0 ? behind.home / behind.away : 1;

  const soFar = plus(counts.firstHalf, counts.secondHalf);
  const start = shareOf(oddsAtStart * pastOdds);
  const drawn = urn.adds === 'own' ? soFar : { home: soFar.away, away: soFar.home };
  const weights = {
    home: urn.size * start + drawn.home,
    away: urn.size * (1 - start) + drawn.away,
  };
  const share0 = shareOf(oddsAtStart);
  const expected = mean * (share0 * behind.home + (1 - share0) * behind.away);
  const count = soFar.home + soFar.away;
  const level = levelShape === Infinity ? 1 : (levelShape + count) / (levelShape + expected);
  const shareNow = shareOf(weights.home / weights.away / pastOdds);

  const lawOf = (counted: Pair, ahead: Pair): CountLaw => ({
    soFar: counted,
    mean: mean * level * (shareNow * ahead.home + (1 - shareNow) * ahead.away),
    shape: levelShape + count,
    urn: { ...weights, adds: urn.adds },
    odds: ahead.away > 0 ? ahead.home / ahead.away / pastOdds : 1,
  });
  const [first, second] = exposureAhead(parameters, state);
  return {
    match: lawOf(soFar, plus(first, second)),
    'first-half': lawOf(counts.firstHalf, first),
    'second-half': lawOf(counts.secondHalf, second),
  };
}

const shareOf = (odds: number): number => odds / (1 + odds);
