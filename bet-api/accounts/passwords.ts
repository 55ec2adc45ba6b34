import { hash, verify } from '@node-rs/argon2';

/** argon2id with the library's parameters (19 MiB, 2 passes), which are those of OWASP's cheat sheet. */
export const hashPassword = (password: string): Promise<string> => hash(password);

/**
 * Whether the password is right. Without a hash (there is no such user) it takes as long as with one, so
 * that the time of the answer does not tell who has an account.
 */
export async function isPassword(
  passwordHash: string | undefined,
  password: string,
): Promise<boolean> {
  const right = await verify(passwordHash ?? (await unusableHash()), password);
  return right && passwordHash !== undefined;
}

let unusable: Promise<string> | undefined;
const unusableHash = (): Promise<string> => (unusable ??= hash('nobody has this password'));
