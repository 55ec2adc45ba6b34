import { formatMoney, type AccountId, type Currency, type ErrorCode } from '#contracts/mod.ts';
import type { CustomerFunds } from '#ledger/mod.ts';
import type { PoolClient } from '#platform/mod.ts';

/** An account and its money, as their locked rows say. */
export type PayingCustomer = CustomerFunds &
  Readonly<{
    accountId: AccountId;
    currency: Currency;
    status: 'open' | 'closed' | 'excluded';
    excludedUntil: number | null;
  }>;

export type Asked = Readonly<{ amountMinor: bigint; at: number }>;
export type RuleRefusal = Readonly<{ code: ErrorCode; detail: Readonly<Record<string, unknown>> }>;
type Rule = (
  customer: PayingCustomer,
  asked: Asked,
  client: PoolClient,
) => RuleRefusal | undefined | Promise<RuleRefusal | undefined>;

const isClosed: Rule = ({ status, excludedUntil }, { at }) =>
  status === 'closed' || (status === 'excluded' && (excludedUntil === null || excludedUntil > at))
    ? { code: 'ACCOUNT_CLOSED', detail: {} }
    : undefined;

const owes: Rule = ({ owedMinor, currency }) =>
  owedMinor > 0n
    ? { code: 'ACCOUNT_OWES', detail: { owed: formatMoney(owedMinor, currency) } }
    : undefined;

/** Stakes of open bets have left the wallet already, so they are not in what is free. */
const hasTooLittle: Rule = ({ freeMinor, currency }, { amountMinor }) =>
  amountMinor > freeMinor
    ? { code: 'INSUFFICIENT_FUNDS', detail: { available: formatMoney(freeMinor, currency) } }
    : undefined;

/**
 * Rules of the account for a deposit, in their order of precedence. They run with the account's row locked,
 * so a limit over a period may sum the payments of the account: deposit limits belong here.
 */
const DEPOSIT_RULES: readonly Rule[] = [isClosed];

/** An excluded or closed customer may take money out, always. */
const WITHDRAWAL_RULES: readonly Rule[] = [owes, hasTooLittle];

export const RULES = { deposit: DEPOSIT_RULES, withdrawal: WITHDRAWAL_RULES } as const;
