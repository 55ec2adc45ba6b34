import type {
  FixtureId,
  MarketQuotes,
  MarketStatus,
  OutcomeResult,
  ProvidedOutcome,
  ProvidedSettlement,
  Provenance,
} from '#contracts/mod.ts';

import type { CatalogueLine } from './catalogue-lines.ts';
import type { UofFixture } from './entities.ts';
import type { Claim, Line } from './event-book.ts';
import type { MarketRef, SettledOutcome, UofOutcome } from './message.ts';
import type { UofMarketStatus } from './words.ts';

const STATUS: Readonly<Record<UofMarketStatus, MarketStatus>> = {
  ...{ active: 'active', suspended: 'suspended', inactive: 'inactive', settled: 'settled' },
  ...{ cancelled: 'cancelled', 'handed-over': 'suspended' },
};

export type EventContext = Readonly<{
  producer: string;
  urn: string;
  fixtureId: FixtureId;
  fixture: UofFixture | null;
  isLive: boolean;
}>;

/** Names of fixtures, which stand in each quote of them. */
const names = new WeakMap<UofFixture, string>();

function nameOf(fixture: UofFixture): string {
  const known = names.get(fixture);
  if (known !== undefined) return known;
  const name = fixture.competitors.map((competitor) => competitor.name).join(' v ');
  names.set(fixture, name);
  return name;
}

const marketUrn = (eventUrn: string, { key }: Pick<MarketRef, 'key'>): string =>
  `${eventUrn}/${key}`;

/** A line as a quote of this bookmaker: it is backed at the odds, and nobody lays. */
export function quotesOfLine(
  { producer, urn, fixture, isLive }: EventContext,
  line: Line,
  known: CatalogueLine | undefined,
  isDown: boolean,
): MarketQuotes {
  const status = STATUS[line.status];
  const outcome = ({ id, odds, isActive }: UofOutcome): MarketQuotes['outcomes'][number] => {
    const isOnOffer = isActive && odds !== null && odds > 1;
    return {
      outcomeId: known?.outcomes.get(id) ?? null,
      providerId: id,
      name: null,
      status: isActive ? 'active' : 'removed',
      back: isOnOffer ? { odds, size: null } : null,
      lay: null,
      lastTraded: null,
      startingPrice: null,
    };
  };
  return {
    producer,
    fixture: {
      urn,
      name: fixture === null ? null : nameOf(fixture),
      startsAt: fixture?.startsAt ?? null,
    },
    marketUrn: marketUrn(urn, line.market),
    marketKey: known?.marketKey ?? null,
    // What a producer that is down has said may be wrong by now.
    status: isDown && status === 'active' ? 'suspended' : status,
    inPlay: isLive,
    winners: null,
    outcomes: line.market.outcomes.map(outcome),
    at: line.at,
  };
}

/** What one unit of stake comes to as a word; the dead-heat factor stands beside it. */
function resultOf({ result, voidFactor }: SettledOutcome): OutcomeResult | null {
  if (result === 'undecided') return null;
  if (voidFactor === 1) return 'void';
  if (voidFactor === 0.5) return result === 'won' ? 'half-won' : 'half-lost';
  return result;
}

/** A claim about bets on one market, with where it comes from. */
export function settlementOf(
  { urn, fixtureId }: EventContext,
  claim: Claim,
  known: CatalogueLine | undefined,
  provenance: Provenance,
): ProvidedSettlement {
  const ref = claim.kind === 'settled' ? claim.market : claim.ref;
  const common = {
    ...{ fixtureUrn: urn, fixtureId, marketUrn: marketUrn(urn, ref), provenance },
    marketKey: known?.marketKey ?? null,
  };
  switch (claim.kind) {
    case 'settled': {
      const outcomes = claim.market.outcomes.map((outcome): ProvidedOutcome => ({
        outcomeId: known?.outcomes.get(outcome.id) ?? null,
        providerId: outcome.id,
        result: resultOf(outcome),
        deadHeatFactor: outcome.deadHeatFactor,
      }));
      const certainty = claim.certainty === 2 ? 'confirmed' : 'live';
      const { voidReason } = claim.market;
      return { ...common, kind: claim.kind, certainty, outcomes, voidReason };
    }
    case 'settlement-rolled-back':
      return { ...common, kind: claim.kind, voidReason: null };
    case 'cancelled':
    case 'cancel-rolled-back':
      return { ...common, kind: claim.kind, ...claim.window, voidReason: claim.voidReason };
  }
}
