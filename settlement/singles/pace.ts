import type { Clock } from '#platform/mod.ts';

/** How long a statement may take while nobody bets: whoever starts to waits for it once. */
const STATEMENT_MS = 100;
const BETS = { first: 200, most: 2_000, busy: 50 } as const;
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
  /** Told what a statement of so many bets took; milliseconds to rest before the next. */
  restAfter(bets: number, tookMs: number): number;
}>;

/**
 * While nobody bets, statements take many bets, which share what a statement costs by itself. When bets come in
 * between, they take few, one statement at a time with rests of the same length: whoever bets waits for wallets and
 * for a processor no longer than one of them takes.
 */
export function paceOf(clock: Pick<Clock, 'monotonic'>): Pace {
  let next: number = BETS.first;
  let newestBet: string | null | undefined;
  let busyUntil = Number.NEGATIVE_INFINITY;
  const isBusy = (): boolean => clock.monotonic() < busyUntil;
  return {
    isBusy,
    bets: () => (isBusy() ? BETS.busy : next),
    saw(newest) {
      if (newestBet !== undefined && newest !== newestBet)
        busyUntil = clock.monotonic() + QUIET_AFTER_MS;
      newestBet = newest;
    },
    restAfter(bets, tookMs) {
      if (isBusy()) {
        next = BETS.first;
        return Math.min(tookMs, STATEMENT_MS);
      }
      const inTime = Math.floor((bets * STATEMENT_MS) / Math.max(tookMs, 0.1));
      // At most twice as many as before, so that one quick statement proves little.
      next = Math.max(BETS.first, Math.min(BETS.most, 2 * bets, inTime));
      return 0;
    },
  };
}
