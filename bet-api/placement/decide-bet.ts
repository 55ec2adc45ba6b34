import { Refusal, type FixtureId, type Odds } from '#contracts/mod.ts';
import { selectionsOf } from '#markets/mod.ts';
import type { Clock } from '#platform/mod.ts';

import type { BetApiConfig } from '../config.ts';
import type { HostPort } from '../host-port.ts';
import type { BetRow } from './bet-row.ts';
import { decideLeg, type AcceptedLeg, type Decision, type LegOutcome } from './decide.ts';
import { refused } from './order.ts';
import { sharesWithBonus } from './share.ts';

export type DecidePorts = Readonly<{
  host: HostPort;
  clock: Clock;
  config: Pick<BetApiConfig, 'decideForMs'>;
  /** Ends the waiting with its reason. */
  signal: AbortSignal;
}>;

/** `reserved`: fixtures whose hosts hold, or may hold, a reservation of the bet. */
export type Decided = Readonly<{ decision: Decision; reserved: readonly FixtureId[] }>;

const RETRY_MS = 250;
const SHORTEST_PAUSE_MS = 10;
/** A token that ends sooner is asked for anew while other legs still wait. */
const FRESH_FOR_MS = 2_000;

/** One leg on its way: what was assumed of its price, what its host said, and what it may hold. */
type Progress = {
  readonly parts: BetRow['legs'];
  readonly fixtureId: FixtureId;
  /** The price at which the other hosts reserve for their legs. */
  assumedOdds: Odds;
  accepted: AcceptedLeg | null;
  mayBeReserved: boolean;
  /** The host was told to give back and did not answer: what it holds now is not known. */
  isInDoubt: boolean;
};

/**
 * Asks the hosts of all legs until each accepts, or one refuses; hosts that do not decide for too long are
 * a refusal. The bet is taken only with all of them, so what the others reserved is the caller's to
 * release. Every host reserves for its leg under the assumption that the others win at prices no lower
 * than those of the contract: where a price turned out better, all are asked anew.
 */
export async function decideBet(ports: DecidePorts, bet: BetRow): Promise<Decided> {
  const giveUpAt = ports.clock.monotonic() + ports.config.decideForMs;
  const legs = selectionsOf(bet.legs).map((parts): Progress => ({
    parts,
    fixtureId: parts[0].fixtureId,
    assumedOdds: parts[0].requestedOdds,
    accepted: null,
    mayBeReserved: false,
    isInDoubt: false,
  }));
  for (;;) {
    const outcomes = await askRound(ports, bet, legs);
    const refusal = outcomes.find((outcome) => outcome?.verdict === 'reject');
    if (refusal?.verdict === 'reject') return decided(legs, refusal);
    const accepted = legs.flatMap(({ accepted: leg }) => leg ?? []);
    if (accepted.length === legs.length && !(await raiseAssumptions(ports, bet, legs)))
      return decided(legs, acceptanceOf(accepted));
    const pauseMs = Math.max(SHORTEST_PAUSE_MS, ...outcomes.map(pauseAfter));
    const isTooLate = ports.clock.monotonic() + pauseMs > giveUpAt;
    if (isTooLate) return givenUp(legs, outcomes.includes(undefined));
    await ports.clock.sleep(pauseMs, ports.signal);
    await renew(ports, bet, legs);
    if (legs.some(({ isInDoubt }) => isInDoubt)) return givenUp(legs, true);
  }
}

function givenUp(legs: readonly Progress[], isUnanswered: boolean): Decided {
  for (const leg of legs) leg.mayBeReserved = true;
  const code = isUnanswered ? 'HOST_UNAVAILABLE' : 'DECISION_EXPIRED';
  return decided(legs, { verdict: 'reject', refused: refused(code) });
}

/** Asks the host of a single once; undefined when it waits or does not answer. */
export async function decideSingle(host: HostPort, bet: BetRow): Promise<Decision | undefined> {
  const outcome = await unlessAway(
    decideLeg(host, bet, { at: 0, parts: bet.legs, share: undefined }),
  );
  switch (outcome?.verdict) {
    case 'accept':
      return { verdict: 'accept', legs: [outcome] };
    case 'reject':
      return outcome;
    default:
      return undefined;
  }
}

const decided = (legs: readonly Progress[], decision: Decision): Decided => ({
  decision,
  reserved: legs.filter((leg) => leg.mayBeReserved).map(({ fixtureId }) => fixtureId),
});

function acceptanceOf([first, ...others]: readonly AcceptedLeg[]): Decision {
  if (first === undefined) throw new Error('a bet without legs');
  return { verdict: 'accept', legs: [first, ...others] };
}

const pauseAfter = (outcome: LegOutcome | undefined): number =>
  outcome === undefined ? RETRY_MS : outcome.verdict === 'wait' ? outcome.retryAfterMs : 0;

/** Asks every leg that is not accepted; undefined where the host did not answer: it may have decided. */
async function askRound(
  ports: DecidePorts,
  bet: BetRow,
  legs: readonly Progress[],
): Promise<readonly (LegOutcome | undefined)[]> {
  const priced = legs.map((leg) => ({ odds: leg.assumedOdds, banker: leg.parts[0].banker }));
  const shares = sharesWithBonus(bet, priced);
  return Promise.all(
    legs.map(async (leg, at) => {
      if (leg.accepted !== null) return { verdict: 'accept' as const, ...leg.accepted };
      const question = { at, parts: leg.parts, share: shares[at] };
      const outcome = await unlessAway(decideLeg(ports.host, bet, question));
      if (outcome?.verdict === 'accept') leg.accepted = outcome;
      if (outcome === undefined || outcome.verdict === 'accept') leg.mayBeReserved = true;
      return outcome;
    }),
  );
}

async function unlessAway(asked: Promise<LegOutcome>): Promise<LegOutcome | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Refusal && error.code === 'HOST_UNAVAILABLE') return undefined;
    throw error;
  }
}

/** True when a contract's price is above what the other hosts reserved by: then all are asked again. */
async function raiseAssumptions(
  ports: DecidePorts,
  bet: BetRow,
  legs: readonly Progress[],
): Promise<boolean> {
  if (legs.length === 1) return false;
  const better = legs.filter((leg) => leg.accepted !== null && leg.accepted.odds > leg.assumedOdds);
  for (const leg of better) leg.assumedOdds = leg.accepted?.odds ?? leg.assumedOdds;
  if (better.length === 0) return false;
  await giveBack(ports, bet, legs);
  return true;
}

/** While some legs wait, the tokens of the others run out: those are given back and asked for anew. */
async function renew(ports: DecidePorts, bet: BetRow, legs: readonly Progress[]): Promise<void> {
  const soon = ports.clock.now() + FRESH_FOR_MS;
  await giveBack(
    ports,
    bet,
    legs.filter(({ accepted }) => accepted !== null && accepted.token.expiresAt < soon),
  );
}

/** A host that does not hear it keeps its reservation, and would answer by it: the bet ends there. */
async function giveBack(
  { host }: DecidePorts,
  { betId }: BetRow,
  legs: readonly Progress[],
): Promise<void> {
  const heard = await Promise.allSettled(
    legs.map(({ fixtureId }) => host.release({ op: 'release', betId, fixtureId })),
  );
  legs.forEach((leg, at) => {
    leg.accepted = null;
    leg.isInDoubt = heard[at]?.status !== 'fulfilled';
  });
}
