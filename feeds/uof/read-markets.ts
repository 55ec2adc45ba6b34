import { InvalidMessageError } from '#platform/mod.ts';

import { decimal, flag, integer, needed, text, worded } from './attributes.ts';
import type {
  CancelledMarket,
  MarketRef,
  SettledMarket,
  SettledOutcome,
  UofMarket,
  UofOutcome,
} from './message.ts';
import { lineOf } from './specifiers.ts';
import { eachChild, type UnknownElements } from './unknown-elements.ts';
import { CASH_OUT, MARKET_STATUSES, VOID_REASONS, type UofMarketStatus } from './words.ts';
import type { XmlElement } from './xml.ts';

export function readRef(element: XmlElement): MarketRef {
  return lineOf(needed(integer, element, 'id'), text(element, 'specifiers'));
}

/** A status that is not said is active; one that we have no word for must not be offered. */
export function readStatus(element: XmlElement, name: string): UofMarketStatus | null {
  const code = integer(element, name);
  return code === null
    ? null
    : ((MARKET_STATUSES as Partial<Record<number, UofMarketStatus>>)[code] ?? 'suspended');
}

const chance = (element: XmlElement, name: string): number | null => {
  const value = decimal(element, name);
  if (value !== null && !(value >= 0 && value <= 1))
    throw new InvalidMessageError(`${element.name}/@${name} must be in 0..1`);
  return value;
};

function readOutcome(element: XmlElement): UofOutcome {
  const odds = decimal(element, 'odds');
  if (odds !== null && odds < 1) throw new InvalidMessageError('outcome/@odds is below 1');
  return {
    id: needed(text, element, 'id'),
    odds,
    isActive: flag(element, 'active') ?? true,
    probability: chance(element, 'probabilities'),
    win: chance(element, 'win_probabilities'),
    lose: chance(element, 'lose_probabilities'),
    refund: chance(element, 'refund_probabilities'),
    halfWin: chance(element, 'half_win_probabilities'),
    halfLose: chance(element, 'half_lose_probabilities'),
    team: integer(element, 'team'),
  };
}

export function readMarket(element: XmlElement, unknown: UnknownElements): UofMarket {
  const outcomes: UofOutcome[] = [];
  let nextBetstopAt: number | null = null;
  // Most elements of all messages pass here: they are told apart without a table of readers.
  for (const child of element.children) {
    if (child.name === 'outcome') outcomes.push(readOutcome(child));
    else if (child.name === 'market_metadata') nextBetstopAt = integer(child, 'next_betstop');
    else unknown.add(element, child);
  }
  const { marketId, specifiers, key } = readRef(element);
  return {
    ...{ marketId, specifiers, key },
    status: readStatus(element, 'status') ?? 'active',
    isFavourite: flag(element, 'favourite') ?? false,
    cashOut: worded(CASH_OUT, element, 'cashout_status'),
    ...{ nextBetstopAt, outcomes },
  };
}

const RESULTS = { [1]: 'won', [0]: 'lost', [-1]: 'undecided' } as const;

function readSettledOutcome(element: XmlElement): SettledOutcome {
  const result = worded(RESULTS, element, 'result');
  const voidFactor = decimal(element, 'void_factor') ?? 0;
  const deadHeatFactor = decimal(element, 'dead_heat_factor') ?? 1;
  // A half that nobody foresaw would be paid without a question.
  if (result === null) throw new InvalidMessageError('outcome/@result must be -1, 0 or 1');
  if (![0, 0.5, 1].includes(voidFactor))
    throw new InvalidMessageError('outcome/@void_factor must be 0, 0.5 or 1');
  if (!(deadHeatFactor > 0 && deadHeatFactor <= 1))
    throw new InvalidMessageError('outcome/@dead_heat_factor must be in 0..1');
  return { id: needed(text, element, 'id'), result, voidFactor, deadHeatFactor };
}

export function readSettledMarket(element: XmlElement, unknown: UnknownElements): SettledMarket {
  const outcomes: SettledOutcome[] = [];
  eachChild(element, unknown, {
    outcome: (child) => void outcomes.push(readSettledOutcome(child)),
  });
  return { ...readCancelledMarket(element), outcomes };
}

export const readCancelledMarket = (element: XmlElement): CancelledMarket => ({
  ...readRef(element),
  voidReason:
    worded(VOID_REASONS, element, 'void_reason') ?? worded(VOID_REASONS, element, 'void_reason_id'),
});
