import { join } from 'node:path';

/** The checkout's root folder. */
export const repoDir = (): string => join(import.meta.dirname, '..');

export const migrationsDir = (): string => join(repoDir(), 'migrations');
