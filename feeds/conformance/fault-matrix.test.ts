import { seededRandom } from '#platform/mod.ts';

import { loadRecordings } from '../recordings/mod.ts';
import { makeLeague } from '../simulator/league.ts';
import { eventHarness } from './testing/event-harness.ts';
import { exchangeHarness } from './testing/exchange-harness.ts';
import { faultMatrix } from './testing/fault-matrix.ts';
import { uofHarness } from './testing/uof-harness.ts';

const league = makeLeague({ name: 'matrix', random: seededRandom(3), teams: 12 });
const recording = loadRecordings().find(({ id }) => id === 'brazil-croatia-2014');
if (recording === undefined) throw new Error('the recording is missing');

faultMatrix(uofHarness());
faultMatrix(exchangeHarness());
faultMatrix(eventHarness('event file', recording));
faultMatrix(eventHarness('simulator', league.matchAt(1)));
