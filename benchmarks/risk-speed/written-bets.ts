import {
  subjects,
  type AccountId,
  type BetId,
  type BetMessage,
  type Selection,
} from '#contracts/mod.ts';
import { sendJson, systemClock, type Nats, type Pool } from '#platform/mod.ts';

/** An accepted single in EUR. */
export type WrittenBet = Readonly<{
  betId: BetId;
  accountId: AccountId;
  selection: Selection;
  stakeMinor: string;
  at: number;
}>;

const AT_ONCE = 5_000;

/** Bets as the placement leaves them in PostgreSQL. */
export async function writeBets(pool: Pool, bets: readonly WrittenBet[]): Promise<void> {
  for (let from = 0; from < bets.length; from += AT_ONCE) {
    const some = bets.slice(from, from + AT_ONCE);
    const ids = some.map(({ betId }) => betId);
    await pool.query(
      `INSERT INTO bet (id, account_id, status, version, currency, stake_minor,
         potential_payout_minor, policy, received_at, due_at, decided_at, owner_epoch, state_hash,
         in_play, open_legs)
       SELECT id, account, 'accepted', 1, 'EUR', stake, 3 * stake, 'any', at, at, at, 1, '', false, 1
       FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[]) AS b (id, account, stake, at)`,
      [
        ids,
        some.map(({ accountId }) => accountId),
        some.map(({ stakeMinor }) => stakeMinor),
        some.map(({ at }) => at),
      ],
    );
    await pool.query(
      `INSERT INTO bet_leg (bet_id, leg, fixture_id, market_key, outcome_id, requested_odds, odds,
         catalogue_version)
       SELECT id, 0, fixture, market, outcome, odds, odds, 1
       FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::integer[])
         AS l (id, fixture, market, outcome, odds)`,
      [
        ids,
        some.map(({ selection }) => selection.fixtureId),
        some.map(({ selection }) => selection.marketKey),
        some.map(({ selection }) => selection.outcomeId),
        some.map(({ selection }) => selection.odds),
      ],
    );
  }
}

const WRITE_EVERY_MS = 50;

/** Writes accepted bets a few at a time and then tells of them, as placement and outbox do, until the process ends. */
export class BetWriter {
  readonly #pool: Pool;
  readonly #nats: Nats;
  #waiting: WrittenBet[] = [];
  #writing = Promise.resolve();

  constructor(pool: Pool, nats: Nats) {
    this.#pool = pool;
    this.#nats = nats;
    systemClock.every(WRITE_EVERY_MS, () => {
      this.#writing = this.#writing.then(() => this.#write());
    });
  }

  take(bet: WrittenBet): void {
    this.#waiting.push(bet);
  }

  async #write(): Promise<void> {
    const bets = this.#waiting;
    this.#waiting = [];
    await writeBets(this.#pool, bets);
    for (const bet of bets) sendJson(this.#nats, subjects.bet('accepted'), acceptedMessage(bet));
  }
}

/** What the outbox says of one of them. */
const acceptedMessage = (bet: WrittenBet): BetMessage => ({
  betId: bet.betId,
  version: 1,
  accountId: bet.accountId,
  status: 'accepted',
  currency: 'EUR',
  stakeMinor: bet.stakeMinor,
  payoutMinor: null,
  policy: 'any',
  reason: null,
  receivedAt: bet.at,
  decidedAt: bet.at,
  ownerEpoch: 1,
  at: bet.at,
  legs: [{ leg: 0, ...bet.selection, catalogueVersion: 1, result: null }],
});
