import { AMQP } from './amqp.ts';
import { EVENT_FILES } from './event-files.ts';
import { EXCHANGE } from './exchange.ts';
import type { Fuzzed } from './fuzzed.ts';
import { PACKED } from './packed.ts';
import { UOF } from './uof.ts';
import { WYSCOUT } from './wyscout.ts';

/** Everything that reads what somebody else has written. */
export const PARSERS: readonly Fuzzed[] = [
  ...[...UOF, ...AMQP, ...EXCHANGE, ...PACKED, ...WYSCOUT, ...EVENT_FILES],
];
