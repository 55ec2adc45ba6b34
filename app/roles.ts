/** The services of the engine, each of which can run as a process of its own. */
export const ROLES = [
  'feeds',
  'host',
  'gateway',
  'risk',
  'bet-api',
  'settlement',
  'payments',
  'sealer',
  'analytics',
] as const;
export type Role = (typeof ROLES)[number];

/**
 * `npm start` runs three processes: the hosts and the gateway each need an event loop of their own, because
 * a slow HTTP request must not delay a suspension, and a slow reader must not delay a decision.
 */
export const DEFAULT_PROCESSES: readonly (readonly Role[])[] = [
  ['host'],
  ['gateway'],
  ['feeds', 'risk', 'bet-api', 'settlement', 'payments', 'sealer', 'analytics'],
];

export const isRole = (value: string): value is Role =>
  (ROLES as readonly string[]).includes(value);
