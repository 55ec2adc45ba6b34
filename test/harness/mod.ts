export { othersEnded } from './others-ended.ts';
export {
  clickhouseUrl,
  freshClickhouse,
  freshDatabase,
  hasClickhouse,
  startTestNats,
  temporaryFolder,
  type TestClickHouse,
  type TestDatabase,
  type TestNats,
} from './servers.ts';
