import type {
  FixtureEvent,
  FixtureId,
  HouseRules,
  MarketKey,
  OutcomeId,
  OutcomeResult,
} from '#contracts/mod.ts';
import { withTransaction, type PoolClient, type Queryable } from '#platform/mod.ts';

import { withheldMarkets } from './approvals/withhold.ts';
import { closeFixture, lockResulting } from './fence.ts';
import type { SettlementPorts } from './ports.ts';
import {
  announceResult,
  insertResult,
  marketsWithBets,
  newestMarketResults,
  readEvents,
  readResult,
  type NewMarketResult,
  type NewResult,
  type StoredMarketResult,
  type StoredResult,
} from './result-store.ts';
import { openReview, resolveReview, writeState } from './resulting-state.ts';
import {
  gradeUnderRules,
  readHistory,
  ruleOn,
  rulesAt,
  rulesOfSport,
  type FixtureHistory,
  type Ruling,
} from './rules/mod.ts';
import { proposePastPosted } from './voids/find-past-posted.ts';

export type Resulted =
  | Readonly<{ kind: 'wait'; dueAt: number | null }>
  | Readonly<{ kind: 'review'; reason: string }>
  /** `changed`: markets whose result is new or has changed; none when all was known. */
  | Readonly<{ kind: 'resulted'; resultVersion: number; changed: number }>;

type Finding = Readonly<{
  events: readonly FixtureEvent[];
  history: FixtureHistory;
  /** The version that applied when the fixture was first announced to start. */
  rules: HouseRules;
  before: StoredResult;
  ruling: Ruling;
}>;

/**
 * Decides what a fixture came to from its events in PostgreSQL and writes it down. Safe to call at any time
 * and by several processes: without news it changes nothing.
 */
export async function resultFixture(ports: SettlementPorts, fixture: FixtureId): Promise<Resulted> {
  const { pool, clock } = ports;
  const first = await find(ports, pool, fixture);
  // Closed before the markets with bets are counted, so that no bet can follow on one that was not.
  if (first.ruling.kind === 'result') {
    const resultVersion = first.before.resultVersion + 1;
    await closeFixture(pool, fixture, { resultVersion, at: clock.now() });
  }
  return withTransaction(pool, async (client) => {
    await lockResulting(client, fixture);
    const finding = await find(ports, client, fixture);
    const { ruling } = finding;
    // An event that came since the first look made it a result: the next look closes the fixture first.
    if (ruling.kind === 'result' && first.ruling.kind !== 'result')
      return { kind: 'wait', dueAt: null };
    switch (ruling.kind) {
      case 'wait':
        return wait(ports, client, finding, ruling.dueAt);
      case 'review':
        return review(ports, client, finding, ruling.reason);
      case 'result':
        return writeResult(ports, client, finding, ruling);
    }
  });
}

async function find(
  { rules: book, clock }: SettlementPorts,
  db: Queryable,
  fixture: FixtureId,
): Promise<Finding> {
  const events = await readEvents(db, fixture);
  const history = readHistory(fixture, events);
  const before = await readResult(db, fixture);
  const now = clock.now();
  const rules = rulesAt(book, history.firstStartsAt ?? now);
  const ofSport = rulesOfSport(rules, history.record.info?.sport ?? 'football');
  const ruling = afterVoid(before, ruleOn(history, ofSport, now));
  return { events, history, rules, before, ruling };
}

/** A fixture that was void is closed for good; that it is played after all is for a person to judge. */
const afterVoid = (before: StoredResult, ruling: Ruling): Ruling =>
  before.ending === 'void' && !(ruling.kind === 'result' && ruling.ending.kind === 'void')
    ? { kind: 'review', reason: 'the fixture was void, and now its events say otherwise' }
    : ruling;

async function wait(
  ports: SettlementPorts,
  client: PoolClient,
  finding: Finding,
  dueAt: number | null,
): Promise<Resulted> {
  const at = ports.clock.now();
  await resolveReview(client, finding.history.record.fixtureId, at);
  await writeState(client, { ...stateOf(finding, at), decision: 'wait', dueAt });
  return { kind: 'wait', dueAt };
}

async function review(
  ports: SettlementPorts,
  client: PoolClient,
  finding: Finding,
  reason: string,
): Promise<Resulted> {
  const at = ports.clock.now();
  const { fixtureId, version: feedVersion } = finding.history.record;
  const id = ports.newId();
  const isNew = await openReview(client, { id, fixtureId, reason, feedVersion, at });
  if (isNew) ports.log.warn({ fixtureId, reason }, 'fixture needs a review; nothing is settled');
  await writeState(client, { ...stateOf(finding, at), decision: 'review', dueAt: null });
  return { kind: 'review', reason };
}

const stateOf = ({ history, before }: Finding, at: number) => ({
  fixtureId: history.record.fixtureId,
  feedVersion: history.record.version,
  resultVersion: before.resultVersion,
  at,
});

async function writeResult(
  ports: SettlementPorts,
  client: PoolClient,
  finding: Finding,
  ruling: Extract<Ruling, { kind: 'result' }>,
): Promise<Resulted> {
  const { rules } = finding;
  const { record } = finding.history;
  const { fixtureId } = record;
  const graded = new Map<MarketKey, Result>();
  const known = await newestMarketResults(client, fixtureId);
  for (const market of await marketsWithBets(client, fixtureId)) {
    const result =
      decidedResult(known.get(market)) ?? gradeUnderRules(record, market, ruling.ending, rules);
    if (result === undefined)
      return review(ports, client, finding, `the result of ${market} cannot be told`);
    graded.set(market, result);
  }
  const at = ports.clock.now();
  const news = [...graded].flatMap(([marketKey, result]) => {
    const old = known.get(marketKey);
    const supersedes = old?.resultVersion ?? null;
    return isSame(old, result) ? [] : [{ marketKey, result, supersedes }];
  });
  const withheld = await withheldMarkets(ports, client, fixtureId, news);
  const changed = news.filter(({ marketKey }) => !withheld.has(marketKey));
  const { before } = finding;
  const isNews = changed.length > 0 || before.certainty !== ruling.certainty;
  const resultVersion = isNews ? before.resultVersion + 1 : before.resultVersion;
  if (isNews) {
    const result: NewResult = {
      fixtureId,
      resultVersion,
      feedVersion: record.version,
      ending: ruling.ending.kind,
      certainty: ruling.certainty,
      rulesVersion: rules.version,
      at,
    };
    await insertResult(client, result, changed);
    for (const market of withheld) graded.delete(market);
    await announceResult(client, record.info?.sport ?? 'football', result, graded);
  }
  await proposePastPosted(ports, client, fixtureId, finding);
  await resolveReview(client, fixtureId, at);
  const state = stateOf(finding, at);
  await writeState(client, { ...state, resultVersion, decision: 'resulted', dueAt: null });
  return { kind: 'resulted', resultVersion, changed: changed.length };
}

type Result = NewMarketResult['result'];

/** A person's word stands, whatever the feed says after it. */
const decidedResult = (known: StoredMarketResult | undefined): Result | undefined =>
  known === undefined || known.decisionId === null
    ? undefined
    : {
        outcomes: new Map(Object.entries(known.outcomes) as [OutcomeId, OutcomeResult][]),
        basis: known.basis,
        voidReason: known.voidReason,
      };

function isSame(old: StoredMarketResult | undefined, result: Result): boolean {
  if (old?.voidReason !== result.voidReason) return false;
  const ids = Object.keys(old.outcomes);
  return (
    ids.length === result.outcomes.size &&
    [...result.outcomes].every(([id, outcome]) => old.outcomes[id] === outcome)
  );
}
