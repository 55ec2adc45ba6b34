/** The variables of payments with their defaults, a part of ENVIRONMENT. */
export const PAYMENT_ENVIRONMENT = {
  OVERROUND_PAYMENTS_PORT: ['7072', 'port of the webhooks of the payment provider'],
  OVERROUND_PAYMENTS_URL: ['', 'address of these webhooks as the provider sees it'],
  OVERROUND_PAYMENT_PROVIDER_URL: [
    '',
    'payment provider; unless set, a simulated one where there are demo logins',
  ],
  OVERROUND_PAYMENT_PROVIDER_PORT: ['7073', 'port of the simulated payment provider'],
  OVERROUND_PAYMENT_PROVIDER_KEY: ['', 'our key at the provider; made once for the simulated one'],
  OVERROUND_PAYMENT_WEBHOOK_SECRET: [
    '',
    'secret that signs webhooks, two with a comma while it changes; made once for the simulated one',
  ],
} as const satisfies Record<string, readonly [fallback: string, meaning: string]>;

/** How deposits and withdrawals reach their provider. */
export type PaymentSettings = Readonly<{
  webhookPort: number;
  /** Where the provider reaches the webhooks; their own address when undefined. */
  webhookUrl: string | undefined;
  /** Undefined: a simulated provider, or none. */
  providerUrl: string | undefined;
  simulatedPort: number;
  /** Undefined, as is an empty list of secrets: kept in the data folder. */
  providerKey: string | undefined;
  webhookSecrets: readonly string[];
}>;

type PaymentName = keyof typeof PAYMENT_ENVIRONMENT;
type Readers = Readonly<{
  text: (name: PaymentName) => string;
  port: (name: PaymentName) => number;
  url: (name: PaymentName, protocols: readonly string[]) => string | undefined;
}>;

const WEB = ['http:', 'https:'];

export function readPaymentSettings({ text, port, url }: Readers): PaymentSettings {
  const key = text('OVERROUND_PAYMENT_PROVIDER_KEY');
  return {
    webhookPort: port('OVERROUND_PAYMENTS_PORT'),
    webhookUrl: url('OVERROUND_PAYMENTS_URL', WEB),
    providerUrl: url('OVERROUND_PAYMENT_PROVIDER_URL', WEB),
    simulatedPort: port('OVERROUND_PAYMENT_PROVIDER_PORT'),
    providerKey: key === '' ? undefined : key,
    webhookSecrets: text('OVERROUND_PAYMENT_WEBHOOK_SECRET')
      .split(',')
      .map((secret) => secret.trim())
      .filter((secret) => secret !== ''),
  };
}
