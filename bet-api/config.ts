import { roundSumsMinor, type Currency } from '#contracts/mod.ts';
import { LARGEST_TICKET, type TicketLimits } from './placement/ticket.ts';
import { DEFAULT_PAYMENT_POLICY, type PaymentPolicy } from '#payments/mod.ts';
import { DEFAULT_APPROVAL_POLICY, type ApprovalPolicy } from '#settlement/mod.ts';

export type RateLimit = Readonly<{ max: number; windowMs: number }>;

export type BetApiConfig = Readonly<{
  /** Where browsers find the odds stream; told by GET /v1/config. */
  gatewayUrl: string;
  attributions: readonly string[];
  /** Folder of the built web pages; absent or missing: no pages are served. */
  consoleDir: string | undefined;
  tokenLifeMs: number;
  /** How long one request to a host may take. */
  hostDeadlineMs: number;
  /** A host that was not heard for longer takes no bets. */
  hostSilentAfterMs: number;
  minStakeMinor: Readonly<Record<Currency, bigint>>;
  /** Largest numbers of legs and of lines of one bet. */
  ticketLimits: TicketLimits;
  /** Whether accumulators get the bonus of the newest table. */
  accumulatorBonus: boolean;
  /** Whether the demo card pays in, at once and without asking anyone. */
  demoDeposits: boolean;
  /** Of a deposit by the demo card. */
  maxDepositMinor: bigint;
  /** Limits of deposits and withdrawals, and which of them an operator must approve; undefined: there are none. */
  payments: PaymentPolicy | undefined;
  /** How long beyond the delay the HTTP request of a bet waits before it answers 202. */
  answerGraceMs: number;
  /** How long a bet whose host does not answer, or keeps saying wait, is asked for before it is refused. */
  decideForMs: number;
  /** How long after its due time, or after it was kept last, a bet belongs to the process that took it: so long the bets of one that was killed wait. */
  claimLeaseMs: number;
  claimEveryMs: number;
  /** How long a bet waits for a trader. */
  referForMs: number;
  /** What a second operator must agree to. */
  approvals: ApprovalPolicy;
  /** How often standing orders to cash out are compared with the newest odds. */
  autoCashOutEveryMs: number;
  /** Bets per transaction at most, and transactions at a time. */
  batchSize: number;
  batchLanes: number;
  /** Per account, or per address before login. Undefined: no limit. */
  rateLimit: RateLimit | undefined;
  /** Log in and register, per address. */
  authRateLimit: RateLimit | undefined;
}>;

export const DEFAULT_BET_API_CONFIG: BetApiConfig = {
  gatewayUrl: 'ws://127.0.0.1:7071',
  attributions: [],
  consoleDir: undefined,
  tokenLifeMs: 12 * 3_600_000,
  hostDeadlineMs: 1_500,
  hostSilentAfterMs: 2_500,
  ticketLimits: LARGEST_TICKET,
  accumulatorBonus: true,
  minStakeMinor: roundSumsMinor(10n),
  demoDeposits: true,
  maxDepositMinor: 100_000_000n,
  payments: DEFAULT_PAYMENT_POLICY,
  answerGraceMs: 3_000,
  decideForMs: 12_000,
  claimLeaseMs: 5_000,
  claimEveryMs: 1_000,
  referForMs: 60_000,
  approvals: DEFAULT_APPROVAL_POLICY,
  autoCashOutEveryMs: 1_000,
  batchSize: 100,
  batchLanes: 2,
  rateLimit: { max: 1_200, windowMs: 60_000 },
  authRateLimit: { max: 60, windowMs: 60_000 },
};

/** No stake is larger, so that no product of stake and odds leaves the range of 64-bit integers. */
export const MAX_STAKE_MINOR = 1_000_000_000_000n;
