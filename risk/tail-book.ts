import {
  betId,
  CURRENCIES,
  fixtureId,
  InputError,
  ODDS_SCALE,
  type BetId,
  type BetMessage,
  type Currency,
  type FixtureId,
  type LayOffOrder,
  type TailAnswer,
  type TailQuestion,
  type TailRisk,
} from '#contracts/mod.ts';

import { beliefFrom } from './chances.ts';
import type { HouseRates } from './exposure/mod.ts';
import {
  DEFAULT_SAMPLE,
  ScenarioBook,
  tailFigures,
  TailReport,
  ticketOf,
  type OpenTicket,
  type SampleSize,
  type ScopeRisk,
  type TailFigures,
  type TailScope,
} from './exposure/scenarios/mod.ts';
import { hedgeTicket } from './layoff/hedge-ticket.ts';
import type { LiabilityOf, OpenLiability } from './layoff/hedge.ts';
import { positionRiskMinor, positionTicket } from './layoff/position.ts';
import type { FixtureChances } from './messages.ts';

type Candidate = NonNullable<TailQuestion['whatIf']>;
/** So long after its start a match without open bets is forgotten. */
const ENDED_AFTER_MS = 24 * 3_600_000;
const CANDIDATE = betId('00000000-0000-7000-8000-000000000000');

/**
 * Every open bet of the house in common scenarios, with the bets that wait for their decision, as bet messages and
 * hosts tell of them. A function of the newest message of each bet and each fixture: a restart that hears them
 * again has the same figures.
 */
export class TailBook {
  readonly #rates: HouseRates;
  readonly #book: ScenarioBook;
  readonly #report: TailReport;
  readonly #pending = new Set<BetId>();
  /** The most that each position of ours at an exchange can lose, house minor units. */
  readonly #positions = new Map<string, number>();
  readonly #heard = new Map<FixtureId, Pick<FixtureChances, 'epoch' | 'seq' | 'startsAt'>>();

  constructor(rates: HouseRates, size: SampleSize = DEFAULT_SAMPLE) {
    this.#rates = rates;
    this.#book = new ScenarioBook(size);
    this.#report = new TailReport(this.#book, rates);
  }

  get pending(): ReadonlySet<BetId> {
    return this.#pending;
  }

  /** The newest message of a bet: open, waiting for its decision, or over. */
  take(message: BetMessage): void {
    const { status } = message;
    this.#pending.delete(message.betId);
    if (status === 'accepted') this.#book.put(ticketOf(message), 'firm');
    else if (status === 'delayed') {
      this.#pending.add(message.betId);
      this.#book.put(ticketOf(message), 'reserved');
    } else this.#book.remove(message.betId);
  }

  drop(id: BetId): void {
    this.#pending.delete(id);
    this.#book.remove(id);
  }

  /** What is matched of an order of ours at an exchange counts among the bets, in the place of what was known of it. */
  holdPosition(order: LayOffOrder): void {
    const ticket = positionTicket(order);
    if (ticket === null) {
      this.dropPosition(order.orderId);
      return;
    }
    this.#book.put(ticket, 'firm');
    this.#positions.set(order.orderId, positionRiskMinor(order));
  }

  dropPosition(orderId: string): void {
    this.#book.remove(betId(orderId));
    this.#positions.delete(orderId);
  }

  /** The most that all positions can lose, none set off against a bet or another. */
  positionsRiskMinor(): bigint {
    return BigInt([...this.#positions.values()].reduce((sum, risk) => sum + risk, 0));
  }

  /**
   * What the open bets of a match, as it stands now, cost on average in the scenarios in which a selection wins, and
   * gain in the others: a stake that makes both equal leaves the least variance that backing it can leave. House minor
   * units. Null where no host has told of the match, and for a selection that may also be void or half won.
   */
  liabilitiesOn(id: FixtureId): LiabilityOf {
    if (this.#book.belief(id) === null) return () => null;
    const losses = this.#report.losses({ of: 'fixture', fixtureId: id });
    return ({ marketKey }, { outcomeId }, odds) => {
      const legs = [{ fixtureId: id, marketKey, outcomeId, odds }];
      const nothing = { legs, stakeMinor: '0', currency: this.#rates.house };
      this.#book.put(ticketFor(nothing), 'reserved');
      try {
        const held = this.#book.entry(CANDIDATE)?.open[0];
        if (held === undefined) return null;
        const { alive, codes } = this.#book.sampleOf(held);
        return codes === null ? liabilityOf(losses, alive) : null;
      } finally {
        this.#book.remove(CANDIDATE);
      }
    };
  }

  /** False for chances that are older than those held. @throws InputError when they do not fit their match. */
  believe(message: FixtureChances): boolean {
    const { fixtureId: id, epoch, seq, startsAt } = message;
    const known = this.#heard.get(id);
    if (known && (epoch < known.epoch || (epoch === known.epoch && seq <= known.seq))) return false;
    this.#book.believe(id, beliefFrom(message));
    this.#heard.set(id, { epoch, seq, startsAt });
    return true;
  }

  /** Lets go of matches that are over, so that what is held does not grow with every match there ever was. */
  forgetEnded(now: number): void {
    for (const [id, { startsAt }] of this.#heard)
      if (startsAt < now - ENDED_AFTER_MS && this.#book.forget(id)) this.#heard.delete(id);
  }

  /** Losses of the whole book, from what is kept up to date anyway: a millisecond for any number of bets. */
  house(): TailFigures {
    return tailFigures(this.#report.losses({ of: 'book' }));
  }

  risk(scope: TailScope): ScopeRisk {
    return this.#report.risk(scope);
  }

  /** @throws InputError for a question about nothing. */
  answer(question: TailQuestion, at: number): Extract<TailAnswer, { ok: true }> {
    const scope = scopeOf(question);
    const risk = riskMessage(this.risk(scope));
    const priced = this.#book.fixtureIds().filter((id) => this.#book.belief(id) !== null).length;
    return {
      ok: true,
      at,
      houseCurrency: this.#rates.house,
      scenarios: this.#book.size.scenarios,
      pending: this.#pending.size,
      unpriced: this.#book.fixtureIds().length - priced,
      risk,
      drivers: this.#drivers(scope, question.drivers ?? 0),
      lines: question.by === undefined ? [] : this.#lines(question.by),
      ...(question.whatIf === undefined ? {} : { after: this.#after(scope, question.whatIf) }),
    };
  }

  #drivers(scope: TailScope, most: number) {
    if (most === 0) return [];
    return this.#report.drivers(scope, 'cvar99', most).map(({ betId: id, contribution }) => ({
      betId: id,
      contributionMinor: minor(contribution),
    }));
  }

  #lines(by: NonNullable<TailQuestion['by']>) {
    const beliefs = this.#book.fixtureIds().map((id) => ({ id, belief: this.#book.belief(id) }));
    const named = {
      fixture: () => beliefs.map(({ id }) => id),
      competition: () => beliefs.flatMap(({ belief }) => belief?.competition ?? []),
      day: () => beliefs.flatMap(({ belief }) => belief?.day ?? []),
      currency: () => this.#book.layers().map(({ currency }) => currency),
    }[by]();
    return [...new Set<string>(named)]
      .map((id) => ({ id, risk: this.risk(scopeOf({ of: by, id })) }))
      .filter(({ risk }) => risk.bets > 0)
      .sort((left, right) => right.risk.cvar99 - left.risk.cvar99)
      .map(({ id, risk }) => ({ id, risk: riskMessage(risk) }));
  }

  /** The same with one more bet, which is taken out again. */
  #after(scope: TailScope, candidate: Candidate): TailRisk {
    const ticket = ticketFor(candidate);
    this.#book.put(ticket, 'reserved');
    try {
      return riskMessage(this.risk(scope));
    } finally {
      this.#book.remove(CANDIDATE);
    }
  }
}

function ticketFor({ legs, stakeMinor, currency, layOff }: Candidate): OpenTicket {
  const terms = { folds: [legs.length], lines: 1, unitStakeMinor: stakeMinor };
  const ticket = ticketOf({
    betId: CANDIDATE,
    currency,
    stakeMinor,
    legs: legs.map((leg, at) => ({ ...leg, leg: at, catalogueVersion: 1, result: null })),
    ...(legs.length > 1 ? { terms } : {}),
  });
  if (layOff === undefined) return ticket;
  const [on, ...others] = ticket.selections;
  const [leg] = legs;
  if (on === undefined || leg === undefined || others.length > 0)
    throw new InputError('FORMAT_INVALID', 'legs', legs.length, 'must be one to lay off');
  const matched = { matchedMinor: ticket.stake, averageOdds: leg.odds / ODDS_SCALE };
  return hedgeTicket(matched, on, { betId: CANDIDATE, currency, side: 'back', ...layOff });
}

/** Averages over the scenarios in which a selection wins and over those in which it does not; null without either. */
function liabilityOf(losses: Float64Array, alive: Uint32Array): OpenLiability | null {
  let [won, lossIfWon, lossIfLost] = [0, 0, 0];
  losses.forEach((loss, at) => {
    if ((((alive[at >>> 5] ?? 0) >>> (at & 31)) & 1) === 1) {
      won += 1;
      lossIfWon += loss;
    } else lossIfLost += loss;
  });
  if (won === 0 || won === losses.length) return null;
  return {
    lossIfWonMinor: lossIfWon / won,
    gainIfLostMinor: 0 - lossIfLost / (losses.length - won),
  };
}

function scopeOf({ of, id, marketKey }: TailQuestion): TailScope {
  if (of === 'book') return { of };
  if (id === undefined) throw new InputError('FORMAT_INVALID', 'id', null, `must name the ${of}`);
  switch (of) {
    case 'currency': {
      const currency = CURRENCIES.find((one) => one === id);
      if (currency === undefined)
        throw new InputError('FORMAT_INVALID', 'id', id, `must be one of ${CURRENCIES.join(', ')}`);
      return { of, currency: currency satisfies Currency };
    }
    case 'competition':
      return { of, competition: id };
    case 'day':
      return { of, day: id };
    case 'fixture':
      return { of, fixtureId: fixtureId(id) };
    case 'market':
      if (marketKey === undefined)
        throw new InputError('FORMAT_INVALID', 'marketKey', null, 'must name the market');
      return { of, fixtureId: fixtureId(id), marketKey };
  }
}

const minor = (amount: number): string => String(BigInt(Math.round(amount)));

const riskMessage = ({ bets, staked, expected, ...tail }: ScopeRisk): TailRisk => ({
  bets,
  stakedMinor: minor(staked),
  expectedMinor: minor(expected),
  var95Minor: minor(tail.var95),
  var99Minor: minor(tail.var99),
  cvar95Minor: minor(tail.cvar95),
  cvar99Minor: minor(tail.cvar99),
  worstMinor: minor(tail.worst),
});
