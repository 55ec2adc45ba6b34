export { legChances } from './chances.ts';
export { combinable, type Addition } from './combinable.ts';
export { jointLegs, type JointLegs } from './joint.ts';
export type { FactorChances, Leg, ScoringPlayer, World } from './world.ts';
