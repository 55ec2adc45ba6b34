import type { StateControl } from './control.ts';

export const feedAlive: StateControl = {
  code: 'FEED_DOWN',
  passes: (_, { market }) => !(market?.suspendedBy.includes('feed') ?? false),
};
