import { exchangeHarness } from './testing/exchange-harness.ts';
import { faultMatrix } from './testing/fault-matrix.ts';
import { uofHarness } from './testing/uof-harness.ts';

faultMatrix(uofHarness());
faultMatrix(exchangeHarness());
