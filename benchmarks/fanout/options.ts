import { parseArgs } from 'node:util';

import { CONTENDERS, type ContenderName } from './peers.ts';

export type FanoutOptions = Readonly<{
  clients: readonly number[];
  bytes: readonly number[];
  /** Of each measured stretch. */
  seconds: number;
  rounds: number;
  /** Deliveries a second that are aimed at, however many clients share them. */
  rate: number;
  contenders: readonly ContenderName[];
}>;

export const PROBES = 40;

/** Throws RangeError when an option is not a number that can be used, or names a peer that there is not. */
export function fanoutOptions(args: readonly string[]): FanoutOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      clients: { type: 'string', default: '1000' },
      bytes: { type: 'string', default: '200,2000' },
      seconds: { type: 'string', default: '4' },
      rounds: { type: 'string', default: '3' },
      rate: { type: 'string', default: '40000' },
      peers: { type: 'string', default: CONTENDERS.slice(1).join() },
    },
  });
  const peers = values.peers.split(',').filter((name) => name !== '');
  const unknown = peers.find((name) => !isContender(name));
  if (unknown !== undefined)
    throw new RangeError(`no peer "${unknown}"; there are ${CONTENDERS.slice(1).join(', ')}`);
  return {
    clients: values.clients.split(',').map((text) => whole('clients', text, 2 * PROBES)),
    bytes: values.bytes.split(',').map((text) => whole('bytes', text, 60)),
    seconds: whole('seconds', values.seconds, 1),
    rounds: whole('rounds', values.rounds, 1),
    rate: whole('rate', values.rate, 100),
    contenders: CONTENDERS.filter((name) => name === 'overround' || peers.includes(name)),
  };
}

const isContender = (name: string): boolean =>
  CONTENDERS.slice(1).some((contender) => contender === name);

function whole(name: string, text: string, least: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least)
    throw new RangeError(`--${name} must be whole numbers of ${String(least)} or more: ${text}`);
  return value;
}
