import { ConfigError } from './config-error.ts';

/** The variables of providers' feeds with their defaults, a part of ENVIRONMENT. */
export const FEED_ENVIRONMENT = {
  OVERROUND_UOF_BROKER: [
    '',
    'broker of a Unified Odds Feed, amqps://host:5671/unifiedfeed/123; no such feed unless set',
  ],
  OVERROUND_UOF_API: ['', 'its REST interface, https://host/v1'],
  OVERROUND_UOF_TOKEN: ['', 'its access token'],
  OVERROUND_UOF_TOKEN_FILE: ['', 'file with the access token, instead of the variable'],
  OVERROUND_UOF_NODE: ['1', 'tells this client from others of the same bookmaker'],
  OVERROUND_EXCHANGE_STREAM: ['', 'exchange stream, tls://host:443; none unless set'],
  OVERROUND_EXCHANGE_KEY: ['', 'application key at the exchange'],
  OVERROUND_EXCHANGE_SESSION: ['', 'token of the session at the exchange'],
  OVERROUND_EXCHANGE_SESSION_FILE: [
    '',
    'file with the token, read anew at each connection, instead of the variable',
  ],
  OVERROUND_EXCHANGE_FILTER: [
    '{"eventTypeIds":["1"],"marketTypeCodes":["MATCH_ODDS"]}',
    'which markets, as the JSON of the market filter of the exchange',
  ],
  OVERROUND_FILES_WYSCOUT: ['', "folder of Wyscout's recordings that is watched; none unless set"],
  OVERROUND_FILES_STATSBOMB: ['', "folder in the shape of StatsBomb's open data that is watched"],
  OVERROUND_FILES_RESULTS: ['', 'folder of results as CSV that is watched'],
  OVERROUND_FILES_MAPPED: ['', 'folder of JSON files of a provider that is watched'],
  OVERROUND_FILES_MAPPING: ['', 'the mapping that explains them'],
} as const satisfies Record<string, readonly [fallback: string, meaning: string]>;

/** A secret as it is, or the path of a file that it is read from whenever it is needed. */
export type SecretSetting = Readonly<{ value: string }> | Readonly<{ file: string }>;

/** Feeds of providers that this installation follows; undefined where there is none. */
export type FeedSettings = Readonly<{
  uof:
    | Readonly<{
        broker: Readonly<{ hostname: string; port: number; isTls: boolean; vhost: string }>;
        apiUrl: string;
        token: SecretSetting;
        nodeId: number;
      }>
    | undefined;
  exchange:
    | Readonly<{
        host: string;
        port: number;
        appKey: string;
        session: SecretSetting;
        marketFilter: object;
      }>
    | undefined;
  folders: readonly FolderSetting[];
}>;

/** A folder that is watched for the files of a provider; paths are absolute. */
export type FolderSetting = Readonly<{ dir: string }> &
  (
    | Readonly<{ files: 'wyscout' | 'statsbomb' | 'results' }>
    | Readonly<{ files: 'mapped'; mapping: string }>
  );

type FeedName = keyof typeof FEED_ENVIRONMENT;
type Readers = Readonly<{
  text: (name: FeedName) => string;
  url: (name: FeedName, protocols: readonly string[]) => string | undefined;
  /** A path as an absolute one; undefined when it is not set. */
  path: (name: FeedName) => string | undefined;
}>;

const MAX_NODE = 65_535;
const USUAL_PORTS: Readonly<Record<string, number>> = {
  'amqp:': 5672,
  'amqps:': 5671,
  'tls:': 443,
};

/** @throws ConfigError when a feed is named without what it needs. */
export function readFeedSettings(readers: Readers): FeedSettings {
  return {
    uof: readUof(readers),
    exchange: readExchange(readers),
    folders: readFolders(readers),
  };
}

function readFolders({ path }: Readers): readonly FolderSetting[] {
  const folder = (files: 'wyscout' | 'statsbomb' | 'results'): readonly FolderSetting[] => {
    const dir = path(`OVERROUND_FILES_${files.toUpperCase() as Uppercase<typeof files>}`);
    return dir === undefined ? [] : [{ files, dir }];
  };
  const [dir, mapping] = [path('OVERROUND_FILES_MAPPED'), path('OVERROUND_FILES_MAPPING')];
  if ((dir === undefined) !== (mapping === undefined))
    throw new ConfigError('Set OVERROUND_FILES_MAPPED and OVERROUND_FILES_MAPPING, or neither.');
  const mapped: readonly FolderSetting[] =
    dir === undefined || mapping === undefined ? [] : [{ files: 'mapped', dir, mapping }];
  return [...folder('wyscout'), ...folder('statsbomb'), ...folder('results'), ...mapped];
}

function readUof({ text, url }: Readers): FeedSettings['uof'] {
  const broker = url('OVERROUND_UOF_BROKER', ['amqp:', 'amqps:']);
  if (broker === undefined) return undefined;
  const { hostname, pathname, protocol } = new URL(broker);
  const apiUrl = url('OVERROUND_UOF_API', ['http:', 'https:']);
  if (apiUrl === undefined) throw new ConfigError('OVERROUND_UOF_BROKER needs OVERROUND_UOF_API.');
  const nodeId = Number(text('OVERROUND_UOF_NODE'));
  if (!Number.isInteger(nodeId) || nodeId < 1 || nodeId > MAX_NODE)
    throw new ConfigError(`OVERROUND_UOF_NODE must be a whole number from 1 to ${MAX_NODE}.`);
  return {
    broker: { hostname, port: portOf(broker), isTls: protocol === 'amqps:', vhost: pathname },
    apiUrl: apiUrl.replace(/\/$/u, ''),
    token: secretOf('OVERROUND_UOF_TOKEN', text),
    nodeId,
  };
}

function readExchange({ text, url }: Readers): FeedSettings['exchange'] {
  const stream = url('OVERROUND_EXCHANGE_STREAM', ['tls:']);
  if (stream === undefined) return undefined;
  const appKey = text('OVERROUND_EXCHANGE_KEY');
  if (appKey === '')
    throw new ConfigError('OVERROUND_EXCHANGE_STREAM needs OVERROUND_EXCHANGE_KEY.');
  return {
    ...{ host: new URL(stream).hostname, port: portOf(stream), appKey },
    session: secretOf('OVERROUND_EXCHANGE_SESSION', text),
    marketFilter: readFilter(text('OVERROUND_EXCHANGE_FILTER')),
  };
}

/** The port of an address, or the usual one of its protocol. */
export function portOf(url: string): number {
  const { port, protocol } = new URL(url);
  return port === '' ? (USUAL_PORTS[protocol] ?? 0) : Number(port);
}

/** @throws ConfigError unless exactly one of the variable and its file is set. */
export function secretOf<Name extends 'OVERROUND_UOF_TOKEN' | 'OVERROUND_EXCHANGE_SESSION'>(
  name: Name,
  text: (name: Name | `${Name}_FILE`) => string,
): SecretSetting {
  const [value, file] = [text(name), text(`${name}_FILE`)];
  if ((value === '') === (file === ''))
    throw new ConfigError(`Set one of ${name} and ${name}_FILE.`);
  return file === '' ? { value } : { file };
}

function readFilter(text: string): object {
  try {
    const filter: unknown = JSON.parse(text);
    if (typeof filter === 'object' && filter !== null && !Array.isArray(filter)) return filter;
  } catch {
    // Told below, like anything else that is no object.
  }
  throw new ConfigError('OVERROUND_EXCHANGE_FILTER must be a JSON object.');
}
