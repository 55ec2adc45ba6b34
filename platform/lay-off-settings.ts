import { ConfigError } from './config-error.ts';
import { portOf, secretOf, type SecretSetting } from './feed-settings.ts';

/** The variables of laying off with their defaults, a part of ENVIRONMENT. */
export const LAY_OFF_ENVIRONMENT = {
  OVERROUND_LAY_OFF: [
    'simulated',
    'simulated: orders meet the quotes of the exchange in this process; betfair: they are sent; off: none',
  ],
  OVERROUND_LAY_OFF_QUOTES: ['exchange', 'the producer of the quotes at which risk is laid off'],
  OVERROUND_LAY_OFF_COMMISSION_BPS: ['200', 'of the exchange, on what is won, in basis points'],
  OVERROUND_LAY_OFF_API: [
    'https://api.betfair.com/exchange/betting/json-rpc/v1',
    'where orders are sent to',
  ],
  OVERROUND_LAY_OFF_STREAM: [
    'tls://stream-api.betfair.com:443',
    'stream that tells what becomes of orders',
  ],
} as const satisfies Record<string, readonly [fallback: string, meaning: string]>;

export type LayOffSettings = Readonly<{
  /** The producer of the quotes that orders are made from. */
  quotes: string;
  commissionBps: number;
}> &
  (
    | Readonly<{ exchange: 'off' | 'simulated' }>
    | Readonly<{
        exchange: 'betfair';
        apiUrl: string;
        stream: Readonly<{ host: string; port: number }>;
        appKey: string;
        session: SecretSetting;
      }>
  );

type LayOffName = keyof typeof LAY_OFF_ENVIRONMENT;
type Readers = Readonly<{
  text: (
    name:
      | LayOffName
      | 'OVERROUND_EXCHANGE_KEY'
      | 'OVERROUND_EXCHANGE_SESSION'
      | 'OVERROUND_EXCHANGE_SESSION_FILE',
  ) => string;
  url: (name: LayOffName, protocols: readonly string[]) => string | undefined;
}>;

const WHOLE = 10_000;

/** @throws ConfigError for a value that cannot be used, and for an exchange without its key or session. */
export function readLayOffSettings({ text, url }: Readers): LayOffSettings {
  const commissionBps = Number(text('OVERROUND_LAY_OFF_COMMISSION_BPS'));
  if (!Number.isInteger(commissionBps) || commissionBps < 0 || commissionBps >= WHOLE)
    throw new ConfigError(
      'OVERROUND_LAY_OFF_COMMISSION_BPS must be a whole number from 0 to 9999.',
    );
  const common = { quotes: text('OVERROUND_LAY_OFF_QUOTES'), commissionBps };
  const exchange = text('OVERROUND_LAY_OFF');
  if (exchange === 'off' || exchange === 'simulated') return { ...common, exchange };
  if (exchange !== 'betfair')
    throw new ConfigError(`OVERROUND_LAY_OFF is "${exchange}"; use simulated, betfair or off.`);
  const appKey = text('OVERROUND_EXCHANGE_KEY');
  if (appKey === '')
    throw new ConfigError('OVERROUND_LAY_OFF=betfair needs OVERROUND_EXCHANGE_KEY.');
  const stream = url('OVERROUND_LAY_OFF_STREAM', ['tls:']) ?? '';
  return {
    ...common,
    exchange,
    apiUrl: url('OVERROUND_LAY_OFF_API', ['https:']) ?? '',
    stream: { host: new URL(stream).hostname, port: portOf(stream) },
    appKey,
    session: secretOf('OVERROUND_EXCHANGE_SESSION', text),
  };
}
