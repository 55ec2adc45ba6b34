import {
  DepositBodySchema,
  DepositSchema,
  formatMoney,
  MeSchema,
  parseMoney,
  Refusal,
} from '#contracts/mod.ts';

import { balancesOf } from '../accounts/balances.ts';
import { depositMoney } from '../accounts/deposits.ts';
import { idempotencyKey, identify } from '../http/identity.ts';
import type { RoutePorts } from '../ports.ts';
import { answers, withToken, type App } from './route.ts';

export function accountRoutes(app: App, { pool, tokens, clock, config }: RoutePorts): void {
  app.get(
    '/v1/me',
    {
      schema: {
        tags: ['account'],
        summary: 'Who I am and what I have',
        security: withToken,
        response: answers({ 200: MeSchema }),
      },
    },
    async (request) => {
      const { username, role, accountId, currency } = identify(tokens, request);
      const balances = await balancesOf(pool, accountId);
      // A token that outlived its account, because the data was reset.
      if (!balances) throw new Refusal('UNAUTHENTICATED');
      return {
        username,
        role,
        accountId,
        currency,
        balance: formatMoney(balances.balanceMinor, currency),
        staked: formatMoney(balances.stakedMinor, currency),
      };
    },
  );

  app.post(
    '/v1/me/deposits',
    {
      schema: {
        tags: ['account'],
        summary: 'Put demo money into the wallet',
        description: 'Needs an Idempotency-Key header; the same key is the same deposit.',
        security: withToken,
        body: DepositBodySchema,
        response: answers({ 201: DepositSchema }),
      },
    },
    async (request, reply) => {
      const { accountId, currency } = identify(tokens, request);
      if (!config.demoDeposits) throw new Refusal('PAYMENT_METHOD_UNAVAILABLE');
      const key = idempotencyKey(request);
      const { amount, method } = request.body;
      const amountMinor = parseMoney(amount, currency);
      if (amountMinor === undefined || amountMinor <= 0n) throw new Refusal('AMOUNT_INVALID');
      if (amountMinor > config.maxDepositMinor)
        throw new Refusal('AMOUNT_INVALID', {
          maxAmount: formatMoney(config.maxDepositMinor, currency),
        });
      const order = { accountId, currency, key, amountMinor, method, at: clock.now() };
      const { depositId, balanceMinor } = await depositMoney(pool, order);
      return reply.code(201).send({
        depositId,
        amount: formatMoney(amountMinor, currency),
        balance: formatMoney(balanceMinor, currency),
      });
    },
  );
}
