export { scriptedMatch, type ScriptedMessage } from './scripted-match.ts';
export { startUofTestServer, type UofTestServer } from './server.ts';
