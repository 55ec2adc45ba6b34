export {
  iceHockeyFacts,
  ICE_HOCKEY_SPANS,
  type IceHockeyFacts,
  type IceHockeyGame,
  type IceHockeyPeriod,
  type IceHockeySpan,
  type IceHockeyView,
} from './facts.ts';
export { ICE_HOCKEY_DEFINITIONS, type IceHockeyDefinition } from './definitions.ts';
export { gradeIceHockey, iceHockeyDefinitionOf } from './grade.ts';
