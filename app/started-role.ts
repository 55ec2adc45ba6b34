import type { Service } from './context.ts';

/** A role's service and the addresses at which it can be reached, by name. */
export type StartedRole = Service & Readonly<{ addresses?: Readonly<Record<string, string>> }>;
