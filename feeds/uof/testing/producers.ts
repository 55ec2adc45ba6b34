import { producersOf, type ProducerConfig } from '../producers.ts';

const LISTED = [
  [1, 'LO', 'liveodds', 'live', 600],
  [3, 'Ctrl', 'pre', 'prematch', 4_320],
  [4, 'BetPal', 'betpal', 'live', 4_320],
  [5, 'PremiumCricket', 'premium_cricket', 'live|prematch', 10_080],
  [6, 'VF', 'vf', 'virtual', 180],
] as const;

/** The producers that the protocol names, as a provider lists them. */
export const PRODUCERS: readonly ProducerConfig[] = producersOf(
  LISTED.map(([id, name, path, scope, windowMinutes]) => ({
    ...{ id, name, apiUrl: `https://api.test/v1/${path}/`, isActive: true, windowMinutes },
    scope: scope.split('|'),
  })),
);
