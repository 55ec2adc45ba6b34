import type { BetMessage, FixtureId } from '#contracts/mod.ts';
import { betId } from '#contracts/mod.ts';
import {
  ScenarioBook,
  ticketOf,
  type FixtureBelief,
  type OpenTicket,
} from '#risk/exposure/scenarios/mod.ts';
import {
  DEFAULT_RATES,
  FixtureExposure,
  openSelections,
  type OpenSelection,
  type Standing,
} from '#risk/mod.ts';

import type { BenchFixture } from './house.ts';

/** A bet in both of its forms, made once from its message. */
export type PreparedBet = Readonly<{ ticket: OpenTicket; selections: readonly OpenSelection[] }>;

export const prepared = (message: BetMessage): PreparedBet => ({
  ticket: ticketOf(message),
  selections: openSelections(message).map((selection, at) => ({
    ...selection,
    // A bet may have several selections on one fixture.
    bet: { ...selection.bet, betId: betId(`${message.betId}/${at}`) },
  })),
});

/** The book of every fixture, and all bets in common scenarios: what the risk of the house is read from. */
export class Books {
  readonly scenarios = new ScenarioBook();
  readonly exposures = new Map<FixtureId, FixtureExposure>();
  readonly #open = new Map<string, PreparedBet>();

  constructor(fixtures: readonly BenchFixture[]) {
    for (const { id, belief } of fixtures) {
      const { index, context } = belief;
      this.exposures.set(id, new FixtureExposure({ index, context, rates: DEFAULT_RATES }));
      this.believe(id, belief);
    }
  }

  believe(id: FixtureId, belief: FixtureBelief): void {
    this.scenarios.believe(id, belief);
    this.exposures.get(id)?.believe(belief.factors);
  }

  /** As after a start: each host brings its fixtures up one by one, and the house takes bet after bet. */
  rebuild(bets: readonly PreparedBet[]): void {
    const selections = bets.flatMap((bet) => bet.selections);
    for (const [id, ofFixture] of Map.groupBy(selections, ({ fixtureId }) => fixtureId)) {
      const exposure = this.exposures.get(id);
      for (const { bet } of ofFixture) exposure?.put(bet, 'firm');
      // Reading is what spreads the sums.
      exposure?.payouts.at(0);
    }
    for (const bet of bets) {
      this.scenarios.put(bet.ticket, 'firm');
      this.#open.set(bet.ticket.betId, bet);
    }
    this.scenarios.layers();
  }

  put(bet: PreparedBet, standing: Standing): void {
    this.remove(bet);
    this.scenarios.put(bet.ticket, standing);
    for (const { fixtureId, bet: leg } of bet.selections) {
      this.exposures.get(fixtureId)?.put(leg, standing);
    }
    this.#open.set(bet.ticket.betId, bet);
  }

  remove({ ticket: { betId: id } }: PreparedBet): void {
    const open = this.#open.get(id);
    if (open === undefined) return;
    this.#open.delete(id);
    this.scenarios.remove(id);
    for (const { fixtureId, bet: leg } of open.selections) {
      this.exposures.get(fixtureId)?.remove(leg.betId);
    }
  }
}

/** The largest relative difference between two books, over every scenario and every cell of every fixture. */
export function furthest(left: Books, right: Books, fixtures: readonly BenchFixture[]): number {
  let most = 0;
  const compare = (one: number, other: number): void => {
    most = Math.max(most, Math.abs(one - other) / Math.max(1, Math.abs(one), Math.abs(other)));
  };
  const layers = new Map(
    right.scenarios.layers().map((layer) => [`${layer.currency} ${layer.standing}`, layer]),
  );
  for (const { currency, standing, payouts, staked, certain } of left.scenarios.layers()) {
    const other = layers.get(`${currency} ${standing}`);
    compare(staked, other?.staked ?? 0);
    payouts.forEach((amount, at) => {
      compare(amount + certain, (other?.payouts[at] ?? 0) + (other?.certain ?? 0));
    });
  }
  for (const { id, belief } of fixtures) {
    const [one, other] = [left.exposures.get(id), right.exposures.get(id)];
    if (one === undefined || other === undefined) throw new Error(`no book of ${id}`);
    compare(one.worstCaseMinor(belief.core), other.worstCaseMinor(belief.core));
    compare(one.expectedMinor(belief.core), other.expectedMinor(belief.core));
    one.payouts.forEach((amount, cell) => {
      compare(amount, other.payouts[cell] ?? NaN);
    });
  }
  return most;
}
