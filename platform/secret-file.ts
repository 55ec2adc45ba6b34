import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from './config-error.ts';
import type { Config } from './config.ts';
import type { SecretSetting } from './feed-settings.ts';
import { newId } from './id.ts';

/**
 * A secret that is made once and then kept in a file only its owner can read. Several processes may ask
 * for it at the same first moment: all get the same one.
 */
export function secretFile(dir: string, name: string, bytes = 32): string {
  const path = join(dir, name);
  const existing = read(path);
  if (existing) return existing;
  mkdirSync(dir, { recursive: true });
  const draft = `${path}.${newId()}`;
  writeFileSync(draft, `${randomBytes(bytes).toString('base64url')}\n`, {
    mode: 0o600,
    flag: 'wx',
  });
  try {
    // Unlike a rename, a link never replaces what another process wrote first.
    linkSync(draft, path);
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  const secret = read(path);
  if (!secret) throw new Error(`${path} is empty; delete it and start again.`);
  return secret;
}

/** The key that signs logins: from the environment, else kept in the data folder. */
export const jwtSecret = (config: Pick<Config, 'dataDir' | 'jwtSecret'>): string =>
  config.jwtSecret ?? secretFile(config.dataDir, 'jwt.secret', 48);

/** A provider's secret as it is now. @throws ConfigError when its file is missing or empty. */
export function secretOfSetting(setting: SecretSetting): string {
  if ('value' in setting) return setting.value;
  const secret = read(setting.file);
  if (!secret) throw new ConfigError(`${setting.file} is missing or empty.`);
  return secret;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

export const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
