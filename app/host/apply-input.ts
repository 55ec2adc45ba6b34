import type { BetMessage, FixtureEvent, TraderCommand } from '#contracts/mod.ts';
import { applyFixtureEvent, contradiction } from '#markets/mod.ts';
import { openSelections } from '#risk/mod.ts';

import { takeQuotes } from './consensus.ts';
import { answer } from './decisions.ts';
import type { HostState } from './host-state.ts';
import type { HostEffect, HostInput, JournalEntry } from './inputs.ts';
import { isMaterial } from './match-state.ts';
import { nextEnd, setOverride } from './overrides.ts';
import { nextPriceJob, priceQuietMinute, reprice, takePrices } from './pricing-steps.ts';
import { nextOddsMessage } from './publish-step.ts';
import { betsMoveRobust, isQuotedOnly } from './robust-markets.ts';
import { openMarket } from './robust-opening.ts';
import { betsMovePrices, quoteBookAnew } from './skewing.ts';
import { nextChances } from './tell-chances.ts';

/**
 * The fixture's one linearisation point: takes one input, changes the state, and says what must be done.
 * It reads no clock and draws no random number, so a journal replayed gives the same prices.
 */
export function applyInput(state: HostState, entry: JournalEntry): readonly HostEffect[] {
  state.inputSeq = entry.inputSeq;
  state.fineNow = entry.at;
  state.now = Math.floor(entry.at);
  const effects: HostEffect[] = [];
  dispatch(state, entry.input, effects);
  const message = nextOddsMessage(state);
  // Whatever the input was, the odds go out first: a suspension must not wait behind anything.
  if (message !== undefined) effects.unshift({ type: 'odds', message });
  return effects;
}

function dispatch(state: HostState, input: HostInput, effects: HostEffect[]): void {
  switch (input.type) {
    case 'rebuild':
      rebuild(state, input, effects);
      return;
    case 'feed':
      feed(state, input.event, effects);
      return;
    case 'alive':
      lifeSign(state, input.alive, effects);
      return;
    case 'tick':
      tick(state, effects);
      return;
    case 'command':
      command(state, input.command);
      repriceSoon(state, effects, 'board');
      return;
    case 'bet':
      takeBet(state, input.bet);
      return;
    case 'decide':
      effects.push({ type: 'reply', reply: answer(state, input.request) });
      return;
    case 'priced':
      if (takePrices(state, input.result)) state.stamps.pricedAt = state.fineNow;
      return;
    case 'reprice':
      repriceNow(state);
      return;
    case 'reservation-resolved':
      resolveReservation(state, input);
      return;
    case 'budget':
      state.budget = {
        leasedMinor: BigInt(input.leasedMinor),
        usedElsewhereMinor: BigInt(input.usedElsewhereMinor),
        tailRoomMinor: input.tailRoomMinor === undefined ? null : BigInt(input.tailRoomMinor),
      };
      return;
    case 'quotes':
      takeQuotes(state, input.markets);
      repriceSoon(state, effects, 'board');
      return;
    case 'ownership':
      state.trusted = input.trusted;
      return;
  }
}

function rebuild(
  state: HostState,
  input: Extract<HostInput, { type: 'rebuild' }>,
  effects: HostEffect[],
): void {
  const commands = [...input.commands];
  const commandsUntil = (time: number): void => {
    for (let next = commands[0]; next !== undefined && next.at <= time; next = commands[0]) {
      command(state, next);
      commands.shift();
    }
  };
  // In the order of the day: a trader's resume excuses only the contradictions from before it.
  for (const event of input.events) {
    commandsUntil(event.receivedAt);
    applyEvent(state, event);
  }
  commandsUntil(Infinity);
  for (const bet of input.bets) takeBet(state, bet);
  state.heardAt = state.now;
  state.oddsSeq = input.afterSeq ?? 0;
  askForPrices(state, effects);
}

/**
 * The producer's word that it lives counts, and moves the time up to which we know the match, only when
 * nothing that it sent is missing here: what is missing may be a goal.
 */
function lifeSign(
  state: HostState,
  { at, version }: Extract<HostInput, { type: 'alive' }>['alive'],
  effects: HostEffect[],
): void {
  if (version > state.record.version) {
    effects.push({ type: 'refetch', afterVersion: state.record.version });
    return;
  }
  state.watermark = Math.max(state.watermark, at);
  state.heardAt = state.now;
}

function feed(state: HostState, event: FixtureEvent, effects: HostEffect[]): void {
  if (event.version <= state.record.version) return;
  if (event.version > state.record.version + 1) {
    effects.push({ type: 'refetch', afterVersion: state.record.version });
    return;
  }
  applyEvent(state, event);
  state.heardAt = state.now;
  state.watermark = Math.max(state.watermark, event.receivedAt);
  state.stamps = {
    occurredAt: event.occurredAt,
    receivedAt: event.receivedAt,
    feedPublishedAt: event.publishedAt,
    hostReceivedAt: state.fineNow,
    pricedAt: state.stamps.pricedAt,
    publishedAt: 0,
  };
  if (isMaterial(event)) {
    const before = state.jobId;
    askForPrices(state, effects);
    state.scoreHoldUntil = state.now + state.policy.scoreHoldMs;
    state.materialJob = state.jobId > before ? state.jobId : null;
    if (state.materialJob !== null) state.repricing = 'none';
    return;
  }
  // A new phase or expectation changes what must be integrated, and the table with it.
  if (['phase', 'expectation', 'fixture', 'status'].includes(event.kind)) {
    askForPrices(state, effects);
    if (event.kind === 'phase') repriceSoon(state, effects, 'board');
  } else {
    repriceSoon(state, effects, 'minute');
  }
}

/** Every input that leaves prices to be worked out waits for its turn, so that suspensions never wait for them. */
function repriceSoon(state: HostState, effects: HostEffect[], what: 'board' | 'minute'): void {
  // Until a goal is priced by a worker there is nothing to price here.
  if (state.materialJob !== null || (state.vector === null && !isQuotedOnly(state))) return;
  if (state.repricing === 'none') effects.push({ type: 'reprice-soon' });
  if (state.repricing !== 'minute') state.repricing = what;
}

function repriceNow(state: HostState): void {
  if (state.repricing === 'none') return;
  if (state.repricing === 'minute' && state.vector !== null) priceQuietMinute(state);
  else reprice(state);
  state.repricing = 'none';
  state.stamps.pricedAt = state.fineNow;
}

function applyEvent(state: HostState, event: FixtureEvent): void {
  if (isMaterial(event)) state.materialAt = event.receivedAt;
  state.contradiction ??= contradiction(state.record, event) ?? null;
  state.record = applyFixtureEvent(state.record, event);
}

function askForPrices(state: HostState, effects: HostEffect[]): void {
  const job = nextPriceJob(state);
  if (job === undefined) {
    repriceSoon(state, effects, 'board');
    return;
  }
  if (state.materialJob !== null) state.materialJob = job.jobId;
  effects.push({ type: 'price', job });
}

/** Books have no image that a late reader could ask for, so an unmoved one is repeated now and then. */
const BOOK_EVERY_MS = 5_000;
/** When bets alone move it, a trader is told no more often than this. */
const BOOK_AFTER_BETS_MS = 1_000;

function tick(state: HostState, effects: HostEffect[]): void {
  const hasEnded = state.now >= state.settingsEndAt;
  if (hasEnded) {
    state.settingsEndAt = nextSettingsEnd(state);
    quoteBookAnew(state);
  }
  if (state.exposureMoved)
    state.bookDueAt = Math.min(state.bookDueAt, state.bookAt + BOOK_AFTER_BETS_MS);
  const isDue = hasEnded || state.now >= state.consensusEndsAt || betsMoveRobust(state);
  if (isDue || betsMovePrices(state)) repriceSoon(state, effects, 'board');
  for (const { betId } of state.reservations.expired(state.now)) {
    state.reservations.bury(betId);
    effects.push({ type: 'resolve-reservation', betId });
  }
  if (state.bookMoved || state.now >= state.bookDueAt) {
    state.bookMoved = false;
    state.bookAt = state.now;
    state.bookDueAt = state.now + BOOK_EVERY_MS;
    effects.push({ type: 'book' });
  }
  const chances = nextChances(state);
  if (chances !== undefined) effects.push({ type: 'chances', message: chances });
}

const nextSettingsEnd = ({ margins, skewModes, now }: HostState): number =>
  Math.min(nextEnd(margins, now), nextEnd(skewModes, now));

function command(state: HostState, trader: TraderCommand): void {
  state.bookMoved = true;
  switch (trader.kind) {
    case 'suspend':
      if (trader.marketKey === undefined) state.fixtureStopped = true;
      else state.stoppedMarkets.add(trader.marketKey);
      return;
    case 'resume':
      if (trader.marketKey !== undefined) {
        state.stoppedMarkets.delete(trader.marketKey);
        return;
      }
      state.fixtureStopped = false;
      state.stoppedMarkets.clear();
      // A person has looked: the feed's contradiction no longer holds the prices back.
      state.contradiction = null;
      return;
    case 'margin':
      setOverride(state.margins, trader, trader.marginBps);
      state.settingsEndAt = nextSettingsEnd(state);
      return;
    case 'skew-mode':
      setOverride(state.skewModes, trader, trader.mode);
      quoteBookAnew(state);
      state.settingsEndAt = nextSettingsEnd(state);
      return;
    case 'opening':
      openMarket(state, trader);
      return;
    case 'skew':
      state.skewEnabled = trader.enabled;
      quoteBookAnew(state);
      return;
    case 'worst-case-limit':
      state.worstCaseLimitMinor = BigInt(trader.limitMinor);
      return;
  }
}

/** The bet as PostgreSQL has it; older versions and repeats change nothing. */
function takeBet(state: HostState, bet: BetMessage): void {
  if (bet.version <= (state.betVersions.get(bet.betId) ?? 0)) return;
  state.betVersions.set(bet.betId, bet.version);
  if (bet.legs.every(({ fixtureId }) => fixtureId !== state.fixtureId)) return;
  state.exposureMoved = true;
  if (bet.status === 'delayed') return;
  state.reservations.confirm(bet.betId);
  state.exposure.remove(bet.betId);
  if (bet.status !== 'accepted') return;
  const open = openSelections(bet).find(({ fixtureId }) => fixtureId === state.fixtureId);
  if (open !== undefined) state.exposure.put(open.bet, 'firm');
}

function resolveReservation(
  state: HostState,
  { betId, written }: Extract<HostInput, { type: 'reservation-resolved' }>,
): void {
  if (written) {
    // The message that says so is late; the exposure stays as reserved until it comes.
    state.reservations.confirm(betId);
    return;
  }
  if (state.reservations.buried(betId)) {
    state.exposure.remove(betId);
    state.decided.delete(betId);
    state.exposureMoved = true;
  }
}
