import type { AccountId, BetBonus } from '#contracts/mod.ts';
import { holdStake, post } from '#ledger/mod.ts';
import { insertOutbox, withTransaction, type Pool, type PoolClient } from '#platform/mod.ts';

import {
  accountChanges,
  accountUpdate,
  checkStakeRules,
  lockCustomers,
  withStakeHeld,
  type Customer,
} from '../accounts/customer.ts';
import { grantKey, readGrants } from '../bonuses/grants.ts';
import { mostPaid } from '../bonuses/potential.ts';
import { grantOf, ownStake, payerOf, takeBonus, type GrantState } from '../bonuses/take-bonus.ts';
import { withOffer } from '../offers/offer.ts';
import { NOT_REFERRED, type Referring } from '../referrals/referral.ts';
import { betOutbox } from './bet-message.ts';
import type { BetRow, LegRow } from './bet-row.ts';
import {
  refusalAnswer,
  refused,
  type Answer,
  type BetOrder,
  type OrderLeg,
  type Refused,
} from './order.ts';
import type { Received } from './receive.ts';
import { findRequests, requestId, type StoredRequest } from './requests.ts';

/** In the order of the legs. */
type ReceivedLegs = readonly [Received, ...Received[]];

/** What transaction 1 writes for an order. */
export type HoldItem = Readonly<{ order: BetOrder }> &
  (
    | Readonly<{
        kind: 'hold';
        received: ReceivedLegs;
        claimLeaseMs: number;
        /** Absent: no trader has to do with it. */
        referring?: Referring;
      }>
    /** Refused by the host: kept as a rejected bet. */
    | Readonly<{ kind: 'reject'; refused: Refused }>
    /** Refused before there was a bet: only the answer is kept. */
    | Readonly<{ kind: 'answer'; refused: Refused }>
  );

export type HoldResult =
  | Readonly<{ kind: 'held'; bet: BetRow }>
  | Readonly<{ kind: 'refused'; answer: Answer }>
  /** The key is in use already: nothing was written. */
  | Readonly<{ kind: 'repeat'; stored: StoredRequest }>;

type Planned = Readonly<{
  item: HoldItem;
  bet: BetRow | null;
  answer: Answer | null;
  claimedUntil: number;
}>;

/**
 * Step 2, transaction 1: for every order its request, its bet (`delayed`, or `rejected` at once) and the held
 * stake. The rules of the account are checked on its locked row. Results in the order of `items`.
 */
export async function holdStakes(
  pool: Pool,
  items: readonly HoldItem[],
): Promise<readonly HoldResult[]> {
  return withTransaction(pool, async (client) => {
    const before = await lockCustomers(
      client,
      items.map(({ order }) => order.accountId),
    );
    const stored = await findRequests(
      client,
      items.map(({ order }) => order),
    );
    const grants = await readGrants(client, items.flatMap(wishedGrant));
    const plan = planHolds(items, { customers: before, grants }, stored);
    const planned = plan.results.flatMap((result) => ('item' in result ? [result] : []));
    await holdAll(client, planned);
    await write(client, planned, plan.changed);
    await insertOutbox(
      client,
      planned.flatMap(({ bet }) => (bet ? [betOutbox(bet, bet.receivedAt)] : [])),
    );
    return plan.results.map((result) => ('item' in result ? resultOf(result) : result));
  });
}

const wishedGrant = ({ kind, order: { accountId, bonus } }: HoldItem) =>
  kind === 'hold' && bonus?.kind === 'grant' ? [{ grantId: bonus.grantId, accountId }] : [];

const resultOf = ({ bet, answer }: Planned): HoldResult => {
  if (answer) return { kind: 'refused', answer };
  if (!bet) throw new Error('a planned hold has neither a bet nor an answer');
  return { kind: 'held', bet };
};

type Plan = Readonly<{
  results: readonly (Planned | Extract<HoldResult, { kind: 'repeat' }>)[];
  changed: readonly Customer[];
}>;

/** What the locked rows say, as the items of a batch change it one after the other. */
type Books = Readonly<{
  customers: Map<AccountId, Customer>;
  grants: Map<string, GrantState>;
}>;

function planHolds(
  items: readonly HoldItem[],
  locked: Readonly<{
    customers: ReadonlyMap<AccountId, Customer>;
    grants: ReadonlyMap<string, GrantState>;
  }>,
  stored: readonly StoredRequest[],
): Plan {
  const before = locked.customers;
  const books: Books = { customers: new Map(before), grants: new Map(locked.grants) };
  const { customers } = books;
  const taken = new Map(stored.map((request) => [requestId(request), request]));
  const results = items.map((item) => {
    const id = requestId(item.order);
    const earlier = taken.get(id);
    if (earlier) return { kind: 'repeat', stored: earlier } as const;
    const planned = planOne(item, books);
    const { accountId, key, bodyHash } = item.order;
    const { bet, answer } = planned;
    taken.set(id, { accountId, key, bodyHash, betId: bet?.betId ?? null, answer });
    return planned;
  });
  const changed = [...customers.values()].filter((row) => before.get(row.accountId) !== row);
  return { results, changed };
}

function planOne(item: HoldItem, { customers, grants }: Books): Planned {
  const { order } = item;
  if (item.kind === 'answer')
    return { item, bet: null, answer: refusalAnswer(item.refused), claimedUntil: 0 };
  if (item.kind === 'reject') return rejected(item, item.refused);
  const customer = customers.get(order.accountId);
  if (!customer) throw new Error(`no account ${order.accountId}`);
  const taken = bonusFor(item, grants);
  if (taken.kind === 'refused') return rejected(item, taken.refused);
  const { bonus } = taken;
  const own = ownStake(bonus, order.stakeMinor);
  const refusal = checkStakeRules(customer, own, order.receivedAt);
  if (refusal) return rejected(item, refused(refusal.code, refusal.detail));
  customers.set(order.accountId, withStakeHeld(customer, own, order.receivedAt));
  const bet = betOf(item, bonus);
  const key = grantKeyOf(bet);
  const grant = key === null ? undefined : grants.get(key);
  if (key !== null && grant) grants.set(key, { ...grant, isTaken: true });
  // A bet that waits for a trader belongs to whoever is there when the waiting ends.
  const claimedUntil = bet.referredUntil === null ? bet.dueAt + item.claimLeaseMs : 0;
  return { item, bet, answer: null, claimedUntil };
}

/** The bonus of a bet: by the grant that it asks for, by a rule for all bets, or none. */
function bonusFor(
  { order }: HoldItem,
  grants: ReadonlyMap<string, GrantState>,
): ReturnType<typeof takeBonus> | Readonly<{ kind: 'taken'; bonus: BetBonus | null }> {
  const { bonus: wish, accountId } = order;
  if (wish?.kind !== 'grant') return { kind: 'taken', bonus: wish?.bonus ?? null };
  return takeBonus(order, grants.get(grantKey({ grantId: wish.grantId, accountId })), wish.sports);
}

function grantKeyOf({ bonus, accountId }: Pick<BetRow, 'bonus' | 'accountId'>): string | null {
  const grantId = grantOf(bonus);
  return grantId === null ? null : grantKey({ grantId, accountId });
}

function rejected(item: HoldItem, cause: Refused): Planned {
  const asked = betOf(item);
  const isGranted = item.order.bonus?.kind === 'grant';
  const refusal = isGranted ? cause : withOffer(cause, asked, item.order.receivedAt);
  const bet: BetRow = {
    ...asked,
    status: 'rejected',
    reason: refusal.code,
    reasonDetail: refusal.detail,
    decidedAt: item.order.receivedAt,
  };
  return { item, bet, answer: refusalAnswer(refusal, bet.betId), claimedUntil: 0 };
}

/** The bet as it is before anything was decided. */
export function betOf(item: HoldItem, bonus: BetBonus | null = null): BetRow {
  const { order } = item;
  const { legs, terms, stakeMinor, receivedAt } = order;
  const received: readonly Received[] = item.kind === 'hold' ? item.received : [];
  const [first, ...others] = legs;
  const priced = ({ selection: { odds }, banker }: OrderLeg) => ({ odds, banker });
  return {
    betId: order.betId,
    accountId: order.accountId,
    status: 'delayed',
    version: 1,
    currency: order.currency,
    stakeMinor,
    potentialPayoutMinor: mostPaid({ stakeMinor, terms, bonus }, [
      priced(first),
      ...others.map(priced),
    ]),
    bonus,
    bonusMinor: 0n,
    payoutMinor: null,
    policy: order.policy,
    reason: null,
    reasonDetail: null,
    receivedAt,
    dueAt: receivedAt + Math.max(0, ...received.map(({ delayMs }) => delayMs)),
    decidedAt: null,
    ownerEpoch: received[0]?.ownerEpoch ?? 0,
    inputSeq: null,
    oddsSeq: null,
    inPlay: received.some(({ inPlay }) => inPlay),
    settledAt: null,
    explanation: null,
    terms,
    cashedStakeMinor: 0n,
    cashedOutMinor: 0n,
    ...((item.kind === 'hold' ? item.referring : undefined) ?? NOT_REFERRED),
    legs: legRows(legs, received),
  };
}

/** One row for each part of each leg, numbered through. */
function legRows(legs: BetOrder['legs'], received: readonly Received[]): BetRow['legs'] {
  const rows = legs.flatMap(({ selection, teams, banker }, at): Omit<LegRow, 'leg'>[] => {
    const { fixtureId, marketKey, outcomeId, also = [] } = selection;
    const common = {
      fixtureId,
      ...teams,
      banker,
      builder: also.length === 0 ? null : at,
      requestedOdds: selection.odds,
      odds: null,
      catalogueVersion: received[at]?.catalogueVersion ?? null,
      result: null,
      stateHash: received[at]?.stateHash ?? '',
      decision: null,
    };
    return [{ marketKey, outcomeId }, ...also].map((part) => ({ ...part, ...common }));
  });
  const [first, ...others] = rows.map((row, leg) => ({ leg, ...row }));
  if (first === undefined) throw new Error('a bet without legs');
  return [first, ...others];
}

async function holdAll(client: PoolClient, planned: readonly Planned[]): Promise<void> {
  const transfers = planned.flatMap(({ bet }) =>
    bet?.status === 'delayed' ? [holdStake({ ...bet, ...payerOf(bet), at: bet.receivedAt })] : [],
  );
  const results = await post(transfers, client);
  // The wallets are locked and were checked, so anything else means that the rows and the plan disagree.
  if (results.some(({ status }) => status !== 'posted')) throw new Error('a stake was not held');
}

const WRITE = `
  WITH item AS (
    SELECT * FROM json_to_recordset($1::json) AS i (
      account_id uuid, key text, body_hash text, bet_id uuid, request_status text, answer json,
      status text, currency text, stake bigint, potential bigint, policy text, reason text,
      reason_detail jsonb, received_at bigint, due_at bigint, decided_at bigint, owner_epoch bigint,
      state_hash text, in_play boolean, open_legs int, claimed_until bigint, terms jsonb,
      bonus jsonb, referral jsonb, referred_until bigint)
  ), bets AS (
    INSERT INTO bet (id, account_id, status, currency, stake_minor, potential_payout_minor, policy, reason,
      reason_detail, received_at, due_at, decided_at, owner_epoch, state_hash, in_play, open_legs,
      claimed_until, terms, bonus, referral, referred_until)
    SELECT bet_id, account_id, status, currency, stake, potential, policy, reason, reason_detail,
      received_at, due_at, decided_at, owner_epoch, state_hash, in_play, open_legs, claimed_until, terms,
      bonus, referral, referred_until
    FROM item WHERE bet_id IS NOT NULL
  ), uses AS (
    INSERT INTO bonus_use (bet_id, grant_id, account_id, status)
    SELECT bet_id, (bonus->>'grantId')::uuid, account_id, 'held' FROM item WHERE bonus ? 'grantId'
  ), legs AS (
    INSERT INTO bet_leg (bet_id, leg, fixture_id, market_key, outcome_id, home, away, requested_odds,
      catalogue_version, banker, builder, state_hash)
    SELECT bet_id, leg, fixture_id, market_key, outcome_id, home, away, requested_odds,
      catalogue_version, banker, builder, state_hash
    FROM json_to_recordset($3::json) AS l (
      bet_id uuid, leg smallint, fixture_id text, market_key text, outcome_id text, home text, away text,
      requested_odds int, catalogue_version int, banker boolean, builder smallint, state_hash text)
  ), requests AS (
    INSERT INTO bet_request (account_id, key, body_hash, bet_id, status, answer)
    SELECT account_id, key, decode(body_hash, 'hex'), bet_id, request_status, answer FROM item
  )
  ${accountUpdate('$2')}`;

async function write(
  client: PoolClient,
  planned: readonly Planned[],
  changed: readonly Customer[],
): Promise<void> {
  if (planned.length === 0) return;
  const items = planned.map(({ item: { order }, bet, answer, claimedUntil }) => ({
    account_id: order.accountId,
    key: order.key,
    body_hash: order.bodyHash,
    request_status: answer ? 'final' : 'in-flight',
    answer,
    ...(bet ? { ...columnsOf(bet), claimed_until: claimedUntil } : {}),
  }));
  const legs = planned.flatMap(({ bet }) => (bet ? legColumnsOf(bet) : []));
  await client.query(WRITE, [JSON.stringify(items), accountChanges(changed), JSON.stringify(legs)]);
}

const columnsOf = (bet: BetRow): Readonly<Record<string, unknown>> => ({
  bet_id: bet.betId,
  status: bet.status,
  currency: bet.currency,
  stake: String(bet.stakeMinor),
  potential: String(bet.potentialPayoutMinor),
  policy: bet.policy,
  reason: bet.reason,
  reason_detail: bet.reasonDetail,
  received_at: bet.receivedAt,
  due_at: bet.dueAt,
  decided_at: bet.decidedAt,
  owner_epoch: bet.ownerEpoch,
  state_hash: bet.legs[0].stateHash,
  in_play: bet.inPlay,
  open_legs: bet.status === 'delayed' ? bet.legs.length : 0,
  terms: bet.terms,
  bonus: bet.bonus,
  referral: bet.referral,
  referred_until: bet.referredUntil,
});

const legColumnsOf = ({
  betId,
  terms,
  legs,
}: BetRow): readonly Readonly<Record<string, unknown>>[] =>
  legs.map((leg) => ({
    bet_id: betId,
    leg: leg.leg,
    fixture_id: leg.fixtureId,
    market_key: leg.marketKey,
    outcome_id: leg.outcomeId,
    home: leg.home,
    away: leg.away,
    requested_odds: leg.requestedOdds,
    catalogue_version: leg.catalogueVersion,
    banker: leg.banker,
    builder: leg.builder,
    // The only hash of a single stands with its bet.
    state_hash: terms === null ? null : leg.stateHash,
  }));
