import {
  AccountReadRequestSchema,
  formatMoney,
  MAX_OPEN_BETS_SHOWN,
  subjects,
  type AccountReading,
  type AccountReadRequest,
  type Currency,
} from '#contracts/mod.ts';
import {
  InvalidMessageError,
  parserOf,
  serveJson,
  withTransaction,
  type Logger,
  type Nats,
  type Pool,
} from '#platform/mod.ts';

import { currentBetsOfAccount } from '../bets/queries.ts';
import { betView } from '../placement/bet-view.ts';
import { balancesOf, openBetsOf } from './balances.ts';

export type AccountReadingPorts = Readonly<{ nats: Nats; pool: Pool; log: Logger }>;

const parseRequest = parserOf(AccountReadRequestSchema);

/** Answers gateways that ask for an account, all copies of bet-api in turns. */
export function serveAccountReadings({ nats, pool, log }: AccountReadingPorts) {
  return serveJson(nats, {
    subject: subjects.accountRead,
    queue: 'bet-api',
    parse: parseRequest,
    handle: (request) => readAccount(pool, request),
    onError: (error) => {
      log.warn({ err: error }, 'an account could not be read');
    },
  });
}

/** The account at one moment: its money and its bets are of the same snapshot. */
const readAccount = (
  pool: Pool,
  { accountId, bets: named }: AccountReadRequest,
): Promise<AccountReading> =>
  withTransaction(
    pool,
    async (client) => {
      const balances = await balancesOf(client, accountId);
      const { rows } = await client.query<{ currency: Currency }>(
        'SELECT currency FROM account WHERE id = $1',
        [accountId],
      );
      const currency = rows[0]?.currency;
      if (balances === undefined || currency === undefined)
        throw new InvalidMessageError('there is no such account');
      const bets = await currentBetsOfAccount(client, accountId, {
        open: MAX_OPEN_BETS_SHOWN,
        named,
      });
      return {
        currency,
        balance: formatMoney(balances.balanceMinor, currency),
        staked: formatMoney(balances.stakedMinor, currency),
        openBets: await openBetsOf(client, accountId),
        bets: bets.map(betView),
      };
    },
    { isolation: 'repeatable read' },
  );
