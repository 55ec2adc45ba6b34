import type { Clock } from '#platform/mod.ts';

/**
 * How long a statement may take. Whoever bets waits for the wallets that it locks, about a third of that time, and
 * for the processors that it keeps at work.
 */
const STATEMENT_MS = { quiet: 100, busy: 10 } as const;
const BETS = { first: 200, least: 25, most: 2_000 } as const;
/** After so long without a bet nobody is thought to be waiting. */
const QUIET_AFTER_MS = 250;

/** How settlement shares the database with those who bet. */
export type Pace = Readonly<{
  /** Bets that the next statement should take. */
  bets(): number;
  /** Whether bets are being placed, so that one statement at a time is enough. */
  isBusy(): boolean;
  /** Told of the newest bet there is, from time to time. */
  saw(newest: string | null): void;
  /** Told what a statement of so many bets took. */
  took(bets: number, ms: number): void;
}>;

/**
 * While nobody bets, statements take many bets, which share what a statement costs by itself. When bets come in
 * between, they take few, one statement at a time.
 */
export function paceOf(clock: Pick<Clock, 'monotonic'>): Pace {
  let msEach = STATEMENT_MS.busy / BETS.first;
  let most = BETS.first as number;
  let newestBet: string | null | undefined;
  let busyUntil = Number.NEGATIVE_INFINITY;
  const isBusy = (): boolean => clock.monotonic() < busyUntil;
  return {
    isBusy,
    bets() {
      const inTime = STATEMENT_MS[isBusy() ? 'busy' : 'quiet'] / msEach;
      return Math.round(Math.max(BETS.least, Math.min(most, inTime)));
    },
    saw(newest) {
      if (newestBet !== undefined && newest !== newestBet)
        busyUntil = clock.monotonic() + QUIET_AFTER_MS;
      newestBet = newest;
    },
    took(bets, ms) {
      if (bets === 0) return;
      msEach = Math.max(ms, 0.1) / bets;
      // At most twice as many as before, so that one quick statement proves little.
      most = Math.min(BETS.most, Math.max(2 * bets, BETS.first));
    },
  };
}
