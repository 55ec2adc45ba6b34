import type { BookMessage, FixtureInfo, FixtureState, OddsMessage } from '#contracts/mod.ts';
import { fixtureState } from '#markets/mod.ts';

import { diffBoard, type BoardDiff, type TargetMarket } from './board-diff.ts';
import { rememberPrices } from './former-prices.ts';
import type { HostState } from './host-state.ts';
import { marginInForce } from './pricing-steps.ts';
import { fixtureReasons, marketReasons } from './suspension.ts';

const UNKNOWN: FixtureInfo = {
  sport: 'football',
  competition: '',
  home: '',
  away: '',
  startsAt: 0,
};

/**
 * The statuses of the markets follow a suspension of the whole fixture so much later, unless new prices come
 * first: the suspension itself is small and overtakes everything, and a short one costs no more than that.
 */
const STATUSES_AFTER_MS = 100;

/**
 * What changed since the last message as a delta; undefined when nothing did, or when prices are about to be
 * worked out that go with it in one message.
 */
export function nextOddsMessage(state: HostState): OddsMessage | undefined {
  const reasons = fixtureReasons(state);
  const stops = [...state.stoppedMarkets].join(' ');
  const suspendsMore =
    stops !== state.publishedFrom.stops ||
    reasons.some((reason) => !state.publishedReasons.includes(reason));
  if (state.repricing !== 'none' && !suspendsMore) return undefined;
  const fixture = fixtureState(state.record, reasons);
  const stateText = JSON.stringify(fixture);
  // Teams and kick-off travel in images only, so a reader gets a whole one when they become known or change.
  const whole = state.publishedState === '' || state.record.info !== state.publishedInfo;
  if (reasons.length > 0 && state.publishedReasons.length === 0)
    state.statusesAt = state.now + STATUSES_AFTER_MS;
  const { changed, removed } = moveBoard(state, fixture, stops);
  if (
    !whole &&
    changed.length === 0 &&
    removed.length === 0 &&
    stateText === state.publishedState
  ) {
    return undefined;
  }
  state.publishedState = stateText;
  state.publishedReasons = reasons;
  state.oddsSeq += 1;
  state.bookMoved = true;
  state.publishedInfo = state.record.info;
  if (whole) return imageOf(state);
  return { ...header(state, fixture), kind: 'delta', markets: [...changed], removed: [...removed] };
}

const UNMOVED = { changed: [], removed: [] } as const;

/** Brings the board up to date with what it is made of; most inputs change nothing of that. */
function moveBoard(
  state: HostState,
  fixture: FixtureState,
  stops: string,
): Pick<BoardDiff, 'changed' | 'removed'> {
  const { prices, publishedFrom: before } = state;
  const isOpen = fixture.suspended.length === 0;
  if (prices === before.prices && stops === before.stops) {
    const isTooEarly = !isOpen && state.now < state.statusesAt;
    if (isOpen === before.isOpen || isTooEarly) return UNMOVED;
  }
  const { board, changed, removed } = diffBoard(state.board, targetBoard(state, fixture));
  rememberPrices(state, board);
  state.board = board;
  state.publishedFrom = { prices, stops, isOpen };
  return { changed, removed };
}

/** The whole board as last published, at the same sequence. */
export function imageOf(state: HostState): OddsMessage {
  const fixture = fixtureState(state.record, fixtureReasons(state));
  return {
    ...header(state, fixture),
    kind: 'image',
    info: state.record.info ?? UNKNOWN,
    markets: [...state.board.values()],
    removed: [],
  };
}

const header = (state: HostState, fixture: FixtureState) => ({
  fixtureId: state.fixtureId,
  epoch: state.epoch,
  seq: state.oddsSeq,
  prev: state.oddsSeq - 1,
  inputSeq: state.inputSeq,
  feedVersion: state.record.version,
  state: fixture,
  stamps: { ...state.stamps },
});

function targetBoard(state: HostState, fixture: FixtureState): readonly TargetMarket[] {
  return state.prices.map(({ key, outcomes }) => ({
    key,
    status: marketReasons(state, key, fixture.suspended).length === 0 ? 'active' : 'suspended',
    outcomes: outcomes.map(({ id, odds }) => ({ id, odds })),
  }));
}

const minorText = (amount: number): string => String(Math.round(amount));
const fairPrice = (chance: number | null): number | null =>
  chance === null || chance <= 0 ? null : 1 / chance;

/** Everything a trader sees of the fixture; prices here are fair, before margin. */
export function bookOf(state: HostState): BookMessage {
  const { exposure, vector } = state;
  const reasons = fixtureReasons(state);
  return {
    fixtureId: state.fixtureId,
    epoch: state.epoch,
    seq: state.oddsSeq,
    at: state.now,
    info: state.record.info ?? UNKNOWN,
    state: fixtureState(state.record, reasons),
    stakedMinor: minorText(exposure.stakedMinor),
    worstCaseMinor: minorText(exposure.worstCaseMinor(vector ?? undefined)),
    expectedMinor: minorText(vector === null ? 0 : exposure.expectedMinor(vector)),
    worstCaseLimitMinor: String(state.worstCaseLimitMinor),
    bets: exposure.bets,
    skew: state.skewEnabled,
    markets: state.prices.map(({ key, type, outcomes }) => {
      const suspendedBy = marketReasons(state, key, reasons);
      return {
        key,
        status: suspendedBy.length === 0 ? 'active' : 'suspended',
        suspendedBy: [...suspendedBy],
        marginBps: marginInForce(state, { key, type }, outcomes.length).bps,
        stakedMinor: minorText(exposure.stakedOn(key)),
        outcomes: outcomes.map(({ id, model, skewed, odds }) => ({
          id,
          model: fairPrice(model),
          skewed: fairPrice(skewed),
          odds,
          liabilityMinor: minorText(exposure.liabilityMinor(key, id)),
        })),
      };
    }),
  };
}
