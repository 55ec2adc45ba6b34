export {
  basketballFacts,
  BASKETBALL_SPANS,
  type BasketballBasket,
  type BasketballFacts,
  type BasketballGame,
  type BasketballQuarter,
  type BasketballSpan,
  type BasketballView,
} from './facts.ts';
export { BASKETBALL_DEFINITIONS, type BasketballDefinition } from './definitions.ts';
export { basketballDefinitionOf, gradeBasketball } from './grade.ts';
