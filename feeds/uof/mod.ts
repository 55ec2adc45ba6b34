export { makeCatalogueLines } from './catalogue-lines.ts';
export { runUofClient } from './client.ts';
export { makeDescriptions, readDescriptions } from './descriptions.ts';
export { makeFixtureIdentity } from './identity.ts';
export { parseUofMessage } from './parse-message.ts';
export { PRODUCERS } from './producers.ts';
export { makeUofRest, UofRestError } from './rest.ts';
export { UofFeed, type UofOutputs } from './uof-feed.ts';
export { makeUnknownElements } from './unknown-elements.ts';
