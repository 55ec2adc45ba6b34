import { ConfigError } from './config-error.ts';

/** Field: what its variable is called after OVERROUND_GATEWAY_, default, least, most and meaning. */
const NUMBERS = {
  trustedProxies: ['TRUSTED_PROXIES', 0, 0, 10, 'proxies in front that add to X-Forwarded-For'],
  drainMs: ['DRAIN_MS', 3000, 0, 60_000, 'how long clients have to go elsewhere at a stop'],
  connections: ['CONNECTIONS', 10_000, 1, 1_000_000, 'connections at most'],
  connectionsByAddress: ['ADDRESS_CONNECTIONS', 500, 1, 1_000_000, '… of one address'],
  connectionsByAccount: ['ACCOUNT_CONNECTIONS', 20, 1, 10_000, '… of one account'],
  connectsPerSecondByAddress: [
    'ADDRESS_CONNECTS_PER_S',
    100,
    1,
    100_000,
    'new connections a second of one address',
  ],
  messagesPerSecond: ['MESSAGES_PER_S', 20, 2, 10_000, 'messages a second of one connection'],
  messagesPerSecondByAddress: ['ADDRESS_MESSAGES_PER_S', 1000, 2, 1_000_000, '… of one address'],
  messagesPerSecondByAccount: ['ACCOUNT_MESSAGES_PER_S', 100, 2, 1_000_000, '… of one account'],
  badMessages: ['BAD_MESSAGES', 20, 1, 10_000, 'refused messages before a connection is closed'],
  messageBytes: ['MESSAGE_BYTES', 65_536, 8192, 1_048_576, 'bytes of one client message'],
  subscriptions: ['SUBSCRIPTIONS', 500, 1, 100_000, 'fixtures by name and other subscriptions'],
  mergeAboveBytes: ['MERGE_ABOVE_BYTES', 65_536, 4096, 67_108_864, 'unsent bytes: merge'],
  closeAboveBytes: ['CLOSE_ABOVE_BYTES', 1_048_576, 65_536, 1_073_741_824, 'unsent bytes: close'],
  closeAfterMs: ['CLOSE_AFTER_MS', 10_000, 1000, 600_000, 'how long a client may be merged'],
  heartbeatMs: ['HEARTBEAT_MS', 2000, 200, 60_000, 'period of heartbeats'],
  pingMs: ['PING_MS', 15_000, 1000, 600_000, 'who answers no ping for so long is gone'],
} as const satisfies Readonly<
  Record<
    string,
    readonly [name: string, fallback: number, least: number, most: number, meaning: string]
  >
>;

type NumberField = keyof typeof NUMBERS;
type NumberName = `OVERROUND_GATEWAY_${(typeof NUMBERS)[NumberField][0]}`;

/** How the gateway serves the odds stream: who may connect, and how much of everything. */
export type GatewaySettings = Readonly<{
  /** Origins of pages that may connect; any page may when undefined. */
  allowedOrigins: readonly string[] | undefined;
  trustedProxies: number;
  drainMs: number;
  limits: Readonly<Record<Exclude<NumberField, 'trustedProxies' | 'drainMs'>, number>>;
}>;

const numberName = (field: NumberField): NumberName => `OVERROUND_GATEWAY_${NUMBERS[field][0]}`;
const FIELDS = Object.keys(NUMBERS) as NumberField[];

/** The variables of the gateway with their defaults, a part of ENVIRONMENT. */
export const GATEWAY_ENVIRONMENT = {
  OVERROUND_GATEWAY_ORIGINS: [
    '',
    'origins of pages that may read odds, with commas; any page may unless set',
  ],
  ...(Object.fromEntries(
    FIELDS.map((field) => [
      numberName(field),
      [String(NUMBERS[field][1]), NUMBERS[field][4]] as const,
    ]),
  ) as Readonly<Record<NumberName, readonly [fallback: string, meaning: string]>>),
} as const;

/** Reads the settings of the gateway; throws ConfigError on a value that cannot be used. */
export function readGatewaySettings(
  text: (name: keyof typeof GATEWAY_ENVIRONMENT) => string,
): GatewaySettings {
  const numbers = Object.fromEntries(
    FIELDS.map((field) => [field, readNumber(field, text(numberName(field)))]),
  ) as Record<NumberField, number>;
  const { trustedProxies, drainMs, ...limits } = numbers;
  if (limits.closeAboveBytes <= limits.mergeAboveBytes)
    throw new ConfigError(
      `${numberName('closeAboveBytes')} is ${String(limits.closeAboveBytes)}; it must be more than ${numberName('mergeAboveBytes')}, ${String(limits.mergeAboveBytes)}.`,
    );
  const allowedOrigins = readOrigins(text('OVERROUND_GATEWAY_ORIGINS'));
  return { allowedOrigins, trustedProxies, drainMs, limits };
}

function readNumber(field: NumberField, text: string): number {
  const [, , least, most] = NUMBERS[field];
  const value = Number(text);
  if (!/^\d{1,15}$/u.test(text) || value < least || value > most)
    throw new ConfigError(
      `${numberName(field)} is "${text}"; it must be a whole number from ${String(least)} to ${String(most)}.`,
    );
  return value;
}

/** Origins as browsers write them: what differs from that would never match. */
function readOrigins(text: string): readonly string[] | undefined {
  if (text === '') return undefined;
  return text.split(',').map((each) => {
    const origin = each.trim();
    if (URL.parse(origin)?.origin !== origin)
      throw new ConfigError(
        `OVERROUND_GATEWAY_ORIGINS has "${origin}"; write scheme, host and port only if it is not the usual one, such as https://bets.example.org.`,
      );
    return origin;
  });
}
