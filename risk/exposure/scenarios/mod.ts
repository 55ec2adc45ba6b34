export { ticketOf, type OpenTicket, type TicketSelection } from './ticket.ts';
export { type FixtureBelief, type SampleSize } from './sampled-fixture.ts';
export { DEFAULT_SAMPLE, ScenarioBook } from './scenario-book.ts';
export {
  TailReport,
  type Driver,
  type DriverOf,
  type ScopeRisk,
  type TailScope,
} from './tail-report.ts';
export { tailFigures, type TailFigures } from './tail-figures.ts';
export { conditionalPayouts } from './conditional-payouts.ts';
