import { fixtureId, type AccountId, type BetId, type FixtureId } from '#contracts/mod.ts';
import { ManualClock, silentLogger, type Pool } from '#platform/mod.ts';

import { FixtureBook } from '../book/fixture-book.ts';
import { DEFAULT_BET_API_CONFIG, type BetApiConfig } from '../config.ts';
import { fixturesOf, type BetRow } from '../placement/bet-row.ts';
import { decideBet } from '../placement/decide-bet.ts';
import { finishBets, type FinishResult } from '../placement/finish.ts';
import { holdStakes } from '../placement/hold.ts';
import type { Answer, BetOrder } from '../placement/order.ts';
import { Placement, type Placed } from '../placement/placement.ts';
import { receiveBet } from '../placement/receive.ts';
import { boardImage, show } from './board.ts';
import { FakeHost } from './fake-host.ts';
import { homeLeg, orderFor } from './orders.ts';

export type StoredBet = Readonly<{
  status: string;
  version: number;
  reason: string | null;
  finalAnswers: bigint;
}>;
type ChangedToken = Parameters<FakeHost['accepted']>[1];

let fixtures = 0;

/** One fixture with a fake host, a clock that stands still, and any number of placing processes. */
export class PlacementRig {
  readonly fixture: FixtureId;
  readonly clock = new ManualClock();
  readonly host = new FakeHost(() => this.clock.now());
  readonly book = new FixtureBook();
  readonly placement: Placement;
  readonly #pool: Pool;
  readonly #running: Placement[] = [];

  constructor(pool: Pool) {
    fixtures += 1;
    this.fixture = fixtureId(`match-${String(fixtures)}`);
    this.#pool = pool;
    this.showBoard();
    this.placement = this.another();
  }

  showBoard(changed: Parameters<typeof boardImage>[0] = {}): void {
    show(this.book, boardImage({ fixtureId: this.fixture, ...changed }), this.clock.monotonic());
  }

  /** One more process on the same servers. */
  another(config: Partial<BetApiConfig> = {}): Placement {
    const { host, book, clock } = this;
    const made = new Placement({
      pool: this.#pool,
      host,
      book,
      clock,
      log: silentLogger(),
      config: { ...DEFAULT_BET_API_CONFIG, ...config },
    });
    this.#running.push(made);
    return made;
  }

  async stop(): Promise<void> {
    await Promise.all(this.#running.map((each) => each.stop()));
  }

  order(account: AccountId, changed: Partial<BetOrder> = {}): BetOrder {
    const legs = [homeLeg({ fixtureId: this.fixture })] as const;
    return orderFor(account, { receivedAt: this.clock.now(), legs, ...changed });
  }

  async answerTo(wanted: BetOrder, by: Placement = this.placement): Promise<Answer> {
    return answerOf(await by.place(wanted));
  }

  /** Steps 1 and 2 by hand: what is in the database when a process dies before the decision. */
  async heldBet(wanted: BetOrder, claimLeaseMs = 1_000): Promise<BetRow> {
    const outcome = await receiveBet(this.host, wanted);
    if (outcome.kind !== 'received') throw new Error(`refused: ${outcome.refused.code}`);
    const { received } = outcome;
    const item = { order: wanted, kind: 'hold', received, claimLeaseMs } as const;
    const [held] = await holdStakes(this.#pool, [item]);
    if (held?.kind !== 'held') throw new Error(`not held: ${String(held?.kind)}`);
    return held.bet;
  }

  /** Steps 3 and 4 by hand, with a token as told. */
  async finish(
    bet: BetRow,
    changed: ChangedToken = {},
  ): Promise<Exclude<FinishResult, { kind: 'unknown' }>> {
    this.host.onDecide = (request) => this.host.accepted(request, changed);
    const { host, clock } = this;
    const { signal } = new AbortController();
    const ports = { host, clock, config: DEFAULT_BET_API_CONFIG, signal };
    const { decision } = await decideBet(ports, bet);
    const item = { betId: bet.betId, fixtures: fixturesOf(bet), decision };
    const [result] = await finishBets({ pool: this.#pool, clock: this.clock }, [item]);
    if (!result || result.kind === 'unknown') throw new Error('the bet is not known');
    return result;
  }

  async stored(bet: BetId): Promise<StoredBet | undefined> {
    const { rows } = await this.#pool.query<StoredBet>(
      `SELECT status, version, reason, (SELECT count(*) FROM bet_request
         WHERE bet_id = bet.id AND status = 'final') AS "finalAnswers"
       FROM bet WHERE id = $1`,
      [bet],
    );
    return rows[0];
  }
}

export const answerOf = async (placed: Placed): Promise<Answer> => placed.answer;

/** The code of a refusal, or the status of the bet. */
export const codeOf = ({ body }: Answer): string => ('code' in body ? body.code : body.status);

export const thrownBy = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'nothing',
    (error: unknown) =>
      error instanceof Error && 'code' in error ? String(error.code) : String(error),
  );
