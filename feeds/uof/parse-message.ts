import { InvalidMessageError } from '#platform/mod.ts';

import { decimal, flag, integer, needed, text, worded } from './attributes.ts';
import { readEventState } from './event-state.ts';
import type { OddsChange, UofMarket, UofMessage } from './message.ts';
import {
  readCancelledMarket,
  readMarket,
  readRef,
  readSettledMarket,
  readStatus,
} from './read-markets.ts';
import { eachChild, type UnknownElements } from './unknown-elements.ts';
import { BETSTOP_REASONS, BETTING_STATUSES, FIXTURE_CHANGES } from './words.ts';
import { parseXml, type XmlElement } from './xml.ts';

type Read = (element: XmlElement, unknown: UnknownElements) => UofMessage;

/** Opaque; its parts are only held to what can stand in a routing key and in a log. */
const URN = /^[a-z]+:[a-z_]+:[\w-]{1,40}$/iu;

const stampOf = (element: XmlElement) => ({
  product: integer(element, 'product'),
  timestamp: positive(element, 'timestamp') ?? missing(element, 'timestamp'),
});

const missing = ({ name }: XmlElement, attribute: string): never => {
  throw new InvalidMessageError(`${name}/@${attribute} is missing`);
};

function positive(element: XmlElement, name: string): number | null {
  const value = integer(element, name);
  if (value !== null && value < 0)
    throw new InvalidMessageError(`${element.name}/@${name} is below 0`);
  return value;
}

function eventOf(element: XmlElement) {
  const eventUrn = needed(text, element, 'event_id');
  if (!URN.test(eventUrn)) throw new InvalidMessageError('event_id is not a URN');
  return { ...stampOf(element), eventUrn, requestId: positive(element, 'request_id') };
}

const windowOf = (element: XmlElement) => ({
  from: positive(element, 'start_time'),
  to: positive(element, 'end_time'),
});

/** Market elements stand in the message itself or, in settlements, in an element around all of them. */
function marketsOf<Market>(
  element: XmlElement,
  unknown: UnknownElements,
  read: (market: XmlElement) => Market,
): readonly Market[] {
  const markets: Market[] = [];
  const market = (child: XmlElement): void => void markets.push(read(child));
  eachChild(element, unknown, {
    market,
    outcomes: (child) => eachChild(child, unknown, { market }),
  });
  return markets;
}

const readOddsChange =
  (kind: OddsChange['kind']): Read =>
  (element, unknown) => {
    let state: OddsChange['state'] = null;
    let odds: XmlElement = { name: 'odds', attributes: {}, children: [] };
    let generation: XmlElement = odds;
    const markets: UofMarket[] = [];
    eachChild(element, unknown, {
      sport_event_status: (child) => {
        state = readEventState(child, unknown);
      },
      odds_generation_properties: (child) => {
        generation = child;
      },
      odds: (child) => {
        odds = child;
        eachChild(child, unknown, {
          market: (market) => void markets.push(readMarket(market, unknown)),
        });
      },
    });
    return {
      ...{ kind, ...eventOf(element), state, markets },
      isRiskAdjustment: integer(element, 'odds_change_reason') === 1,
      expectedTotals: decimal(generation, 'expected_totals'),
      expectedSupremacy: decimal(generation, 'expected_supremacy'),
      bettingStatus: worded(BETTING_STATUSES, odds, 'betting_status'),
      betstopReason: worded(BETSTOP_REASONS, odds, 'betstop_reason'),
    };
  };

function certaintyOf(element: XmlElement): 1 | 2 {
  const certainty = integer(element, 'certainty');
  if (certainty === 1 || certainty === 2) return certainty;
  throw new InvalidMessageError('bet_settlement/@certainty must be 1 or 2');
}

/** Messages that are their attributes alone. */
const bare =
  (read: (element: XmlElement) => UofMessage): Read =>
  (element, unknown) => {
    eachChild(element, unknown, {});
    return read(element);
  };

const READERS: Readonly<Record<string, Read>> = {
  alive: bare((element) => ({
    ...{ kind: 'alive', ...stampOf(element) },
    isSubscribed: flag(element, 'subscribed') ?? missing(element, 'subscribed'),
  })),
  snapshot_complete: bare((element) => ({
    ...{ kind: 'snapshot-complete', ...stampOf(element) },
    requestId: needed(integer, element, 'request_id'),
  })),
  fixture_change: bare((element) => ({
    ...{ kind: 'fixture-change', ...eventOf(element) },
    change: worded(FIXTURE_CHANGES, element, 'change_type'),
    startsAt: positive(element, 'start_time'),
    nextLiveAt: positive(element, 'next_live_time'),
  })),
  odds_change: readOddsChange('odds-change'),
  cashout: readOddsChange('cash-out'),
  bet_stop: bare((element) => ({
    ...{ kind: 'bet-stop', ...eventOf(element) },
    groups: (text(element, 'groups') ?? 'all').split('|').filter((group) => group !== ''),
    status: readStatus(element, 'market_status') ?? 'suspended',
  })),
  bet_settlement: (element, unknown) => ({
    ...{ kind: 'bet-settlement', ...eventOf(element), certainty: certaintyOf(element) },
    markets: marketsOf(element, unknown, (market) => readSettledMarket(market, unknown)),
  }),
  rollback_bet_settlement: (element, unknown) => ({
    ...{ kind: 'rollback-bet-settlement', ...eventOf(element) },
    markets: marketsOf(element, unknown, readRef),
  }),
  bet_cancel: (element, unknown) => ({
    ...{ kind: 'bet-cancel', ...eventOf(element), window: windowOf(element) },
    supersededBy: text(element, 'superceded_by'),
    markets: marketsOf(element, unknown, readCancelledMarket),
  }),
  rollback_bet_cancel: (element, unknown) => ({
    ...{ kind: 'rollback-bet-cancel', ...eventOf(element), window: windowOf(element) },
    markets: marketsOf(element, unknown, readRef),
  }),
};

/**
 * A message of the queue. What an element or a code does not tell us is kept out and counted, what it tells wrongly
 * refuses the whole message: half of a settlement must not be paid.
 * @throws InvalidMessageError
 */
export function parseUofMessage(bytes: Uint8Array, unknown: UnknownElements): UofMessage {
  const element = parseXml(bytes);
  const read = Object.hasOwn(READERS, element.name) ? READERS[element.name] : undefined;
  if (read === undefined)
    throw new InvalidMessageError(`a message of unknown kind: ${element.name.slice(0, 60)}`);
  return read(element, unknown);
}
