import type { AccountId, BetId, FixtureId } from '#contracts/mod.ts';
import { post, releaseStake } from '#ledger/mod.ts';
import { selectionsOf, type PricedLeg } from '#markets/mod.ts';
import {
  insertOutbox,
  withTransaction,
  type Clock,
  type Pool,
  type PoolClient,
} from '#platform/mod.ts';

import {
  accountChanges,
  accountUpdate,
  lockCustomers,
  withStakeReleased,
  type Customer,
} from '../accounts/customer.ts';
import { returnGrants } from '../bonuses/grants.ts';
import { mostPaid } from '../bonuses/potential.ts';
import { grantOf, ownStake, payerOf } from '../bonuses/take-bonus.ts';
import { withOffer } from '../offers/offer.ts';
import { betOutbox } from './bet-message.ts';
import { selectBets, type BetRow, type LegRow } from './bet-row.ts';
import { betView } from './bet-view.ts';
import type { AcceptedLeg, Decision } from './decide.ts';
import { readFacts, takeFence, type Facts } from './fence.ts';
import { refusalAtAcceptance } from './judge.ts';
import { refusalAnswer, type Answer, type Refused } from './order.ts';

export type FinishPorts = Readonly<{ pool: Pool; clock: Clock }>;
export type FinishItem = Readonly<{
  betId: BetId;
  /** Of all legs. */
  fixtures: readonly FixtureId[];
  decision: Decision;
}>;
export type FinishResult =
  | Readonly<{ kind: 'accepted' | 'rejected'; bet: BetRow; answer: Answer }>
  /** Someone else finished it; this is what they answered. */
  | Readonly<{ kind: 'finished-before'; answer: Answer }>
  | Readonly<{ kind: 'unknown' }>;

type Finished = Extract<FinishResult, { kind: 'accepted' | 'rejected' }>;

/**
 * Step 4, transaction 2: accepts each bet with the price of its decision, or rejects it and gives the stake
 * back, and keeps the final answer. Under the shared fence of its fixtures and shards, markets closed,
 * tombstones, epochs, the token's expiry and the account's rules are read again. Results in order.
 */
export async function finishBets(
  { pool, clock }: FinishPorts,
  items: readonly FinishItem[],
): Promise<readonly FinishResult[]> {
  return withTransaction(pool, async (client) => {
    const fixtures = distinctFixtures(items);
    await takeFence(client, fixtures);
    const bets = await lockBets(client, items);
    const waiting = bets.filter(({ status }) => status === 'delayed');
    const before = await lockCustomers(
      client,
      waiting.map(({ accountId }) => accountId),
    );
    const facts = await readFacts(
      client,
      fixtures,
      items.map(({ betId }) => betId),
    );
    const now = clock.now();
    const decisions = new Map(items.map(({ betId, decision }) => [betId, decision]));
    const finished = waiting.flatMap((bet) => {
      const decision = decisions.get(bet.betId);
      const customer = before.get(bet.accountId);
      return decision && customer ? [finish(bet, decision, { facts, customer, now })] : [];
    });
    await writeAll(client, finished, before, now);
    const results = new Map<BetId, FinishResult>(finished.map((each) => [each.bet.betId, each]));
    const answers = await readAnswers(client, bets, results);
    return items.map(
      ({ betId }) => results.get(betId) ?? answers.get(betId) ?? { kind: 'unknown' },
    );
  });
}

const distinctFixtures = (items: readonly FinishItem[]): readonly FixtureId[] => [
  ...new Set(items.flatMap(({ fixtures }) => fixtures)),
];

function lockBets(client: PoolClient, items: readonly FinishItem[]): Promise<readonly BetRow[]> {
  const ids = items.map(({ betId }) => betId);
  const where = 'b.id = ANY ($1::uuid[])';
  return selectBets(client, { where, order: 'b.id, l.leg FOR UPDATE OF b' }, [ids]);
}

function finish(
  bet: BetRow,
  decision: Decision,
  at: Readonly<{ facts: Facts; customer: Customer; now: number }>,
): Finished {
  if (decision.verdict === 'reject') return reject(bet, decision.refused, at.now);
  const refusal = refusalAtAcceptance(bet, decision, at);
  if (refusal) return reject(bet, refusal, at.now);
  return accept(bet, decision);
}

/** The bet with the contract that its hosts decided, and what its customer is told. */
export function accept(
  bet: BetRow,
  { legs: decided }: Extract<Decision, { verdict: 'accept' }>,
): Finished {
  const { token: first } = decided[0];
  const legs = contractLegs(bet, decided);
  const accepted: BetRow = {
    ...bet,
    status: 'accepted',
    version: bet.version + 1,
    legs,
    potentialPayoutMinor: mostPaid(bet, priced(legs)),
    // A bet stands from the moment at which the last of its hosts said yes.
    decidedAt: Math.max(...decided.map(({ token }) => token.decidedAt)),
    ownerEpoch: first.ownerEpoch,
    inputSeq: first.inputSeq,
    oddsSeq: first.oddsSeq,
  };
  return { kind: 'accepted', bet: accepted, answer: { status: 201, body: betView(accepted) } };
}

function contractLegs(bet: BetRow, decided: readonly AcceptedLeg[]): BetRow['legs'] {
  const contracts = new Map(
    selectionsOf(bet.legs).flatMap((parts, at) =>
      parts.map(({ leg }) => [leg, decided[at]] as const),
    ),
  );
  const withContract = (row: LegRow): LegRow => {
    const contract = contracts.get(row.leg);
    if (!contract) return row;
    const { odds, catalogueVersion, token } = contract;
    const { ownerEpoch, inputSeq, oddsSeq, decidedAt } = token;
    const decision = bet.terms && { ownerEpoch, inputSeq, oddsSeq, decidedAt };
    return { ...row, odds, catalogueVersion, decision };
  };
  const [first, ...others] = bet.legs;
  return [withContract(first), ...others.map(withContract)];
}

/** One price for each selection. */
export function priced(legs: BetRow['legs']): readonly [PricedLeg, ...PricedLeg[]] {
  const [first, ...others] = selectionsOf(legs).map(([{ odds, requestedOdds, banker }]) => ({
    odds: odds ?? requestedOdds,
    banker,
  }));
  if (first === undefined) throw new Error('a bet without legs');
  return [first, ...others];
}

function reject(bet: BetRow, cause: Refused, now: number): Finished {
  const refusal = withOffer(cause, bet, now);
  const rejected: BetRow = {
    ...bet,
    status: 'rejected',
    version: bet.version + 1,
    reason: refusal.code,
    reasonDetail: refusal.detail,
    decidedAt: now,
  };
  return { kind: 'rejected', bet: rejected, answer: refusalAnswer(refusal, bet.betId) };
}

async function writeAll(
  client: PoolClient,
  finished: readonly Finished[],
  before: ReadonlyMap<AccountId, Customer>,
  now: number,
): Promise<void> {
  if (finished.length === 0) return;
  const rejected = finished.filter(({ kind }) => kind === 'rejected').map(({ bet }) => bet);
  const released = await post(
    rejected.map((bet) => releaseStake({ ...bet, ...payerOf(bet), at: now })),
    client,
  );
  if (released.some(({ status }) => status !== 'posted'))
    throw new Error('a stake was not released');
  const customers = new Map(before);
  for (const { accountId, stakeMinor, receivedAt, bonus } of rejected) {
    const customer = customers.get(accountId);
    const own = ownStake(bonus, stakeMinor);
    if (customer) customers.set(accountId, withStakeReleased(customer, own, receivedAt));
  }
  await returnGrants(
    client,
    rejected.filter(({ bonus }) => grantOf(bonus) !== null).map(({ betId }) => betId),
  );
  const changed = [...customers.values()].filter((row) => before.get(row.accountId) !== row);
  await client.query(WRITE, [
    JSON.stringify(finished.map(columnsOf)),
    accountChanges(changed),
    JSON.stringify(finished.flatMap(legColumnsOf)),
  ]);
  await insertOutbox(
    client,
    finished.map(({ bet }) => betOutbox(bet, now)),
  );
}

const WRITE = `
  WITH item AS (
    SELECT * FROM json_to_recordset($1::json) AS i (
      bet_id uuid, version int, status text, potential bigint,
      decided_at bigint, owner_epoch bigint, input_seq bigint, odds_seq bigint,
      reason text, reason_detail jsonb, open_legs int, answer json)
  ), bets AS (
    UPDATE bet AS b SET status = i.status, version = i.version, potential_payout_minor = i.potential,
      decided_at = i.decided_at, owner_epoch = i.owner_epoch, input_seq = i.input_seq, odds_seq = i.odds_seq,
      reason = i.reason, reason_detail = i.reason_detail, open_legs = i.open_legs
    FROM item AS i WHERE b.id = i.bet_id
  ), legs AS (
    UPDATE bet_leg AS l
    SET odds = i.odds, catalogue_version = i.catalogue_version, decision = i.decision
    FROM json_to_recordset($3::json)
      AS i (bet_id uuid, leg smallint, odds int, catalogue_version int, decision jsonb)
    WHERE l.bet_id = i.bet_id AND l.leg = i.leg
  ), requests AS (
    UPDATE bet_request AS r SET status = 'final', answer = i.answer
    FROM item AS i WHERE r.bet_id = i.bet_id
  )
  ${accountUpdate('$2')}`;

const columnsOf = ({ bet, answer }: Finished): Readonly<Record<string, unknown>> => ({
  bet_id: bet.betId,
  version: bet.version,
  status: bet.status,
  potential: String(bet.potentialPayoutMinor),
  decided_at: bet.decidedAt,
  owner_epoch: bet.ownerEpoch,
  input_seq: bet.inputSeq,
  odds_seq: bet.oddsSeq,
  reason: bet.reason,
  reason_detail: bet.reasonDetail,
  open_legs: bet.status === 'accepted' ? bet.legs.length : 0,
  answer,
});

/** Of accepted bets: what is known of the legs of a rejected one stands since it was held. */
const legColumnsOf = ({ kind, bet }: Finished): readonly Readonly<Record<string, unknown>>[] =>
  kind === 'rejected'
    ? []
    : bet.legs.map(({ leg, odds, catalogueVersion, decision }) => ({
        bet_id: bet.betId,
        leg,
        odds,
        catalogue_version: catalogueVersion,
        decision,
      }));

async function readAnswers(
  client: PoolClient,
  bets: readonly BetRow[],
  results: ReadonlyMap<BetId, FinishResult>,
): Promise<ReadonlyMap<BetId, FinishResult>> {
  const others = bets.map(({ betId }) => betId).filter((betId) => !results.has(betId));
  if (others.length === 0) return new Map();
  const { rows } = await client.query<{ betId: BetId; answer: Answer }>(
    `SELECT bet_id AS "betId", answer FROM bet_request
     WHERE bet_id = ANY ($1::uuid[]) AND answer IS NOT NULL`,
    [others],
  );
  return new Map(rows.map(({ betId, answer }) => [betId, { kind: 'finished-before', answer }]));
}
