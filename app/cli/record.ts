import { readFile } from 'node:fs/promises';
import { connect as connectTcp } from 'node:net';

import { InvalidArgumentError, type Command } from 'commander';

import { tlsTo } from '#feeds/exchange/mod.ts';
import { recordStream, startTape, type TapeFrame, type TapeKind } from '#feeds/record/mod.ts';
import { runSession } from '#feeds/uof/mod.ts';
import { connectNats, InvalidMessageError, loadConfig, systemClock } from '#platform/mod.ts';

import { serverUrls } from './servers.ts';
import { UsageError } from './usage-error.ts';

const EXAMPLES = `
A recording is written as it comes. Ctrl-C brings it to its end; one whose process was killed keeps what came up to a
second before. "overround replay FILE --raw" plays it.

Examples:
  $ npm run -s overround -- record lines exchange.tape --connect tls://127.0.0.1:7443 --say hello.jsonl
  $ npm run -s overround -- record uof uof.tape --amqp-port 5673 --messages 1000
  $ npm run -s overround -- record nats feed.tape --subject 'feed.>'
`;
const clock = systemClock;
const TOLD_EVERY_MS = 1_000;

type Common = Readonly<{ json?: boolean; messages: number }>;
type Take = (frame: TapeFrame) => Promise<void>;
/** Hands on what comes until the signal or its end. */
type Work = (take: Take, signal: AbortSignal) => Promise<void>;

const whole = (text: string): number => {
  if (!/^\d{1,9}$/u.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
};

const common = (command: Command): Command =>
  command
    .argument('<file>', 'the new file')
    .option('--messages <count>', 'end after so many; 0 never ends', whole, 0)
    .option('--json', 'print the report as one JSON object')
    .addHelpText('after', EXAMPLES);

export function addRecord(program: Command): void {
  const record = program
    .command('record')
    .description('Record a feed byte by byte, with the times at which it came')
    .addHelpText('after', EXAMPLES);
  common(record.command('lines').description('The bytes of a connection over TCP or TLS'))
    .requiredOption('--connect <url>', 'tcp://host:port or tls://host:port')
    .option('--say <file>', 'a file whose lines are sent first: a session, a subscription')
    .option(
      '--ca <file>',
      'the certificate that vouches for the server, when no public authority does',
    )
    .option('--insecure', 'take any certificate')
    .action(lines);
  common(record.command('uof').description('The messages of a Unified Odds Feed'))
    .requiredOption('--amqp-port <port>', 'port of the broker', whole)
    .option('--host <name>', 'host of the broker', '127.0.0.1')
    .option('--vhost <name>', 'the virtual host', '/unifiedfeed/1')
    .option('--token <token>', 'the access token', 'test')
    .option('--tls', 'over TLS')
    .action(uof);
  common(record.command('nats').description('What is sent on subjects of NATS'))
    .requiredOption('--subject <subject>', 'a subject, with * and > where it may differ')
    .option('--nats <url>', "the server; the running engine's unless given")
    .action(nats);
}

type LinesOptions = Common &
  Readonly<{ connect: string; say?: string; ca?: string; insecure?: boolean }>;

async function lines(file: string, options: LinesOptions): Promise<void> {
  const { protocol, hostname: host, port } = addressOf(options.connect);
  const to = { host, port: Number(port) };
  const ca = options.ca === undefined ? {} : { ca: await textOfFile(options.ca) };
  const tls = { ...to, ...ca, servername: host, rejectUnauthorized: options.insecure !== true };
  const connect = protocol === 'tls:' ? tlsTo(tls) : () => connectTcp(to);
  const said = options.say === undefined ? '' : await textOfFile(options.say);
  const say = said.split(/\r?\n/u).filter((line) => line !== '');
  await recorded(file, { ...options, kind: 'lines', source: options.connect }, (onFrame, signal) =>
    recordStream({ clock, connect, say, onFrame, signal }),
  );
}

const textOfFile = (path: string): Promise<string> =>
  readFile(path, 'utf8').catch((error: unknown) => {
    throw new UsageError(`${path} cannot be read: ${whyOf(error)}`);
  });

function addressOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isAddress = url !== undefined && ['tcp:', 'tls:'].includes(url.protocol);
  if (!isAddress || url.port === '' || url.password !== '')
    throw new UsageError('--connect must be tcp://host:port or tls://host:port.');
  return url;
}

type UofOptions = Common &
  Readonly<{ amqpPort: number; host: string; vhost: string; token: string; tls?: boolean }>;

async function uof(file: string, options: UofOptions): Promise<void> {
  const { host: hostname, amqpPort: port, vhost, token, tls: isTls = false } = options;
  const broker = { hostname, port, isTls, token, vhost, heartbeatS: 10, timeoutMs: 10_000 };
  const source = `amqp://${hostname}:${port}${vhost}`;
  await recorded(file, { ...options, kind: 'amqp', source }, (take, signal) =>
    runSession({
      ...{ clock, broker, nodeId: 1, prefetch: 200, signal },
      onOpen: () => undefined,
      // They come among the messages as well.
      onAlive: () => undefined,
      onMessage: ({ routingKey: key, sentAt, body }) =>
        take({ receivedAt: clock.now(), sentAt, key, body }),
    }),
  );
}

type NatsOptions = Common & Readonly<{ subject: string; nats?: string }>;

async function nats(file: string, options: NatsOptions): Promise<void> {
  const url = options.nats ?? serverUrls(loadConfig()).natsUrl;
  const server = await connectNats({ url, name: 'overround-record' });
  const work: Work = async (take, signal) => {
    const messages = server.connection.subscribe(options.subject);
    signal.addEventListener('abort', () => {
      messages.unsubscribe();
    });
    for await (const { subject: key, data: body } of messages)
      await take({ receivedAt: clock.now(), sentAt: null, key, body });
  };
  try {
    await recorded(file, { ...options, kind: 'nats', source: options.subject }, work);
  } finally {
    await server.close();
  }
}

type RecordedOptions = Common & Readonly<{ kind: TapeKind; source: string }>;

/** Writes down what the work hands on, to its end, the wanted number or the user's; a failure ends the file well, too. */
async function recorded(file: string, options: RecordedOptions, work: Work): Promise<void> {
  const { kind, source, messages: most, json } = options;
  const stopping = new AbortController();
  const stop = (): void => {
    stopping.abort(new Error('stopped'));
  };
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, stop);
  const header = { format: 'overround-tape-1', kind, source, startedAt: clock.now() } as const;
  const tape = await startTape(file, header, clock).catch((error: unknown) => {
    throw new UsageError(`${file} cannot be written: ${whyOf(error)}`);
  });
  const report = { file, messages: 0, bytes: 0, refused: 0 };
  const stopTelling = clock.every(TOLD_EVERY_MS, () => {
    if (json !== true) process.stderr.write(`${report.messages} messages, ${report.bytes} bytes\n`);
  });
  const take: Take = async (frame) => {
    if (most > 0 && report.messages >= most) return;
    try {
      await tape.write(frame);
    } catch (error) {
      if (!(error instanceof InvalidMessageError)) throw error;
      report.refused += 1;
      return;
    }
    report.messages += 1;
    report.bytes += frame.body.byteLength;
    if (report.messages === most) stop();
  };
  try {
    await work(take, stopping.signal);
  } catch (error) {
    if (!stopping.signal.aborted) throw new UsageError(`The feed broke off: ${whyOf(error)}`);
  } finally {
    stopTelling();
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.off(name, stop);
    await tape.close();
    console.log(json === true ? JSON.stringify(report) : textOf(report));
  }
}

const whyOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const textOf = ({ file, messages, bytes, refused }: Readonly<Record<string, unknown>>): string =>
  `${String(file)}: ${String(messages)} messages, ${String(bytes)} bytes, ${String(refused)} too long`;
