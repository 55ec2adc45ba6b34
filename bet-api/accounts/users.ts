import {
  accountId,
  Refusal,
  userId,
  type AccountId,
  type Currency,
  type Role,
  type UserId,
} from '#contracts/mod.ts';
import { openCustomerAccount } from '#ledger/mod.ts';
import { isUniqueViolation, withTransaction, type Pool, type Queryable } from '#platform/mod.ts';

import { hashPassword, isPassword } from './passwords.ts';
import { normalPassword } from './password-rules.ts';

/** A person and the account that they bet with. */
export type User = Readonly<{
  userId: UserId;
  username: string;
  role: Role;
  accountId: AccountId;
  currency: Currency;
}>;

export type NewUser = Readonly<{
  username: string;
  password: string;
  role: Role;
  currency: Currency;
}>;

type Ids = () => string;

/** Creates the user, an account and an empty wallet; throws USERNAME_TAKEN. */
export async function registerUser(pool: Pool, newId: Ids, wanted: NewUser): Promise<User> {
  const { username, role, currency } = wanted;
  const user = { username, role, currency, userId: userId(newId()), accountId: accountId(newId()) };
  const passwordHash = await hashPassword(normalPassword(wanted.password));
  try {
    await withTransaction(pool, async (client) => {
      await client.query(
        'INSERT INTO app_user (id, username, password_hash, role) VALUES ($1, $2, $3, $4)',
        [user.userId, username, passwordHash, role],
      );
      await client.query('INSERT INTO account (id, user_id, currency) VALUES ($1, $2, $3)', [
        user.accountId,
        user.userId,
        currency,
      ]);
      await openCustomerAccount(client, user.accountId, { purpose: 'wallet', currency });
    });
  } catch (error) {
    if (isUniqueViolation(error, 'app_user_username_key')) throw new Refusal('USERNAME_TAKEN');
    throw error;
  }
  return user;
}

const FIND = `
  SELECT u.id AS "userId", u.username, u.role, u.password_hash AS "passwordHash",
         a.id AS "accountId", a.currency
  FROM app_user AS u JOIN account AS a ON a.user_id = u.id
  WHERE lower(u.username) = lower($1) ORDER BY a.id LIMIT 1`;

/** The user whose name and password these are; throws LOGIN_FAILED without saying which was wrong. */
export async function logIn(
  pool: Pool,
  { username, password }: Readonly<{ username: string; password: string }>,
): Promise<User> {
  const found = await findUser(pool, username);
  const right = await isPassword(found?.passwordHash, normalPassword(password));
  if (!found || !right) throw new Refusal('LOGIN_FAILED');
  const { passwordHash: _, ...user } = found;
  return user;
}

/** The user with the present role; undefined when there is none any more. */
export async function userById(db: Queryable, id: UserId): Promise<User | undefined> {
  const { rows } = await db.query<User>(
    `SELECT u.id AS "userId", u.username, u.role, a.id AS "accountId", a.currency
     FROM app_user AS u JOIN account AS a ON a.user_id = u.id WHERE u.id = $1 ORDER BY a.id LIMIT 1`,
    [id],
  );
  return rows[0];
}

export async function changePassword(db: Queryable, id: UserId, password: string): Promise<void> {
  const hash = await hashPassword(normalPassword(password));
  await db.query('UPDATE app_user SET password_hash = $2 WHERE id = $1', [id, hash]);
}

export async function findUser(
  db: Queryable,
  username: string,
): Promise<(User & { passwordHash: string }) | undefined> {
  const { rows } = await db.query<User & { passwordHash: string }>(FIND, [username]);
  return rows[0];
}
