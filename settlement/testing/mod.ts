export { storeEvents, testPorts } from './book.ts';
export { MatchScript } from './match-script.ts';
