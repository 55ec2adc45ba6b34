import { Refusal, type Role } from '#contracts/mod.ts';
import type { Clock, Pool } from '#platform/mod.ts';

import { depositMoney } from './deposits.ts';
import { findUser, registerUser } from './users.ts';

export type DemoUser = Readonly<{ username: string; password: string; role: Role }>;

/** Printed by `npm start`; never created unless a demo is asked for. */
export const DEMO_USERS: readonly DemoUser[] = [
  { username: 'bettor', password: 'bettor-demo', role: 'bettor' },
  { username: 'trader', password: 'trader-demo', role: 'trader' },
  { username: 'operator', password: 'operator-demo', role: 'operator' },
];

const DEMO_BALANCE_MINOR = 100_000n;

/** Creates the demo logins and their money, as far as they are missing. Safe to run at every start. */
export async function seedDemoUsers(
  pool: Pool,
  { clock, newId }: Readonly<{ clock: Clock; newId: () => string }>,
): Promise<void> {
  for (const demo of DEMO_USERS) {
    if (!(await findUser(pool, demo.username))) await registerOnce(pool, newId, demo);
    const user = await findUser(pool, demo.username);
    if (!user) throw new Error(`demo user ${demo.username} was not created`);
    const { accountId, currency } = user;
    await depositMoney(pool, {
      accountId,
      currency,
      key: 'demo-balance',
      amountMinor: DEMO_BALANCE_MINOR,
      method: 'demo-card',
      at: clock.now(),
    });
  }
}

async function registerOnce(pool: Pool, newId: () => string, demo: DemoUser): Promise<void> {
  try {
    await registerUser(pool, newId, { ...demo, currency: 'EUR' });
  } catch (error) {
    // Another process seeds at the same moment.
    if (!(error instanceof Refusal && error.code === 'USERNAME_TAKEN')) throw error;
  }
}
