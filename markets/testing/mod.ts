export {
  at,
  cornerEvent,
  fixtureEvent,
  goalEvent,
  phaseEvent,
  recordOf,
  type Draft,
} from './events.ts';
