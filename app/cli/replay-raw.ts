import { once } from 'node:events';

import {
  adaptExchange,
  adaptUof,
  backfill,
  backfillMessages,
  openRecording,
  openTape,
  replayTape,
  TapeError,
  type BackfillOptions,
  type Recording,
  type Tape,
  type TapeFrame,
} from '#feeds/record/mod.ts';
import { UofRestError } from '#feeds/uof/mod.ts';
import {
  connectNats,
  loadConfig,
  secretOfSetting,
  systemClock,
  type Config,
} from '#platform/mod.ts';

import { openContext } from '../context.ts';
import { serverUrls } from './servers.ts';
import { UsageError } from './usage-error.ts';

export const RAW_TARGETS = ['stdout', 'json', 'nats', 'feed'] as const;
export type RawOptions = Readonly<{
  /** Infinity is as fast as it is taken. */
  speed: number;
  to: (typeof RAW_TARGETS)[number];
  producer?: string;
  /** Events that occurred from then on, and before then; UTC milliseconds. */
  since?: number;
  until?: number;
  nats?: string;
  json?: boolean;
}>;

const TOLD_EVERY_MS = 1_000;
/** What tells how far it is. */
type Tell = (done: number) => void;
type Replay = (tape: Tape, options: RawOptions, tell: Tell, signal: AbortSignal) => Promise<object>;

/** Plays a raw recording; one that is cut off is played as far as it is whole, and then told of. */
export async function replayRaw(file: string, options: RawOptions): Promise<void> {
  const stopping = new AbortController();
  const stop = (): void => {
    stopping.abort(new UsageError('The replay was stopped.'));
  };
  process.once('SIGINT', stop);
  let done = 0;
  const stopTelling = systemClock.every(TOLD_EVERY_MS, () => {
    if (options.json !== true) process.stderr.write(`${done} played\n`);
  });
  const tell: Tell = (count) => {
    done = count;
  };
  try {
    const text = JSON.stringify(await played(file, options, tell, stopping.signal));
    // What is played must stay as it was recorded.
    if (options.to === 'stdout' || options.to === 'json') process.stderr.write(`${text}\n`);
    else console.log(text);
  } catch (error) {
    if (error instanceof UofRestError)
      throw new UsageError(`The REST interface of the feed says no: ${error.message}`);
    const isFile = error instanceof TapeError || (error instanceof Error && 'path' in error);
    throw isFile ? new UsageError(`${file}: ${error.message} (${done} were played)`) : error;
  } finally {
    stopTelling();
    process.off('SIGINT', stop);
  }
}

async function played(file: string, options: RawOptions, tell: Tell, signal: AbortSignal) {
  if (options.to === 'feed') return bringIn(file, options, tell, signal);
  const tape = await openTape(file);
  const report = await TARGETS[options.to](tape, options, tell, signal);
  return { ...tape.header, ...report };
}

/** Backfill: canonical lines, or messages of an exchange or of the Unified Odds Feed through their adapters. */
async function bringIn(file: string, options: RawOptions, tell: Tell, signal: AbortSignal) {
  const { producer, since, until } = options;
  if (producer === undefined) throw new UsageError('Name the --producer whose recording it is.');
  const config = loadConfig();
  const recording = await openRecording(file);
  const bring = bringing(recording, config);
  const context = await openContext('replay', { ...config, logLevel: 'warn' }, serverUrls(config));
  const window = {
    ...(since === undefined ? {} : { sinceMs: since }),
    ...(until === undefined ? {} : { untilMs: until }),
  };
  const report = await bring({
    ...{ ...context, ...window, producer, signal, onLine: tell },
  }).finally(() => context.close());
  const text = (at: number): string => new Date(at).toISOString();
  const gaps = report.gaps.map(({ from, to }) => ({ from: text(from), to: text(to) }));
  return { file, kind: recording.kind, ...report, gaps };
}

function bringing(recording: Recording, { providers: { uof } }: Config) {
  if (recording.kind === 'canonical')
    return (options: BackfillOptions) => backfill(recording.lines, options);
  if (recording.kind === 'exchange')
    return (options: BackfillOptions) =>
      backfillMessages(adaptExchange(recording.lines, options.producer), options);
  if (uof === undefined)
    throw new UsageError(
      'Set OVERROUND_UOF_BROKER and OVERROUND_UOF_API: teams and markets are described there, and in no recording.',
    );
  const { apiUrl, token } = uof;
  const described = { apiUrl, token: secretOfSetting(token) };
  return (options: BackfillOptions) =>
    backfillMessages(adaptUof(recording.frames, { ...options, ...described }), options);
}

const playing =
  (play: (frame: TapeFrame) => void | Promise<void>): Replay =>
  async ({ frames }, { speed: rate }, tell, signal) => {
    let played = 0;
    await replayTape(frames, {
      ...{ clock: systemClock, rate, signal },
      onFrame: async (frame) => {
        await play(frame);
        played += 1;
        tell(played);
      },
    });
    return { played };
  };

async function write(bytes: Uint8Array | string): Promise<void> {
  if (!process.stdout.write(bytes)) await once(process.stdout, 'drain');
}

const TARGETS: Readonly<Record<Exclude<RawOptions['to'], 'feed'>, Replay>> = {
  stdout: playing(({ body }) => write(body)),
  json: playing(({ body, ...frame }) =>
    write(`${JSON.stringify({ ...frame, body: Buffer.from(body).toString('base64') })}\n`),
  ),
  nats: async (tape, options, tell, signal) => {
    if (tape.header.kind !== 'nats')
      throw new UsageError(`A recording of ${tape.header.kind} has no subjects of NATS.`);
    const url = options.nats ?? serverUrls(loadConfig()).natsUrl;
    const nats = await connectNats({ url, name: 'overround-replay' });
    const play = playing(({ key, body }) => {
      nats.connection.publish(key, body);
    });
    return play(tape, options, tell, signal).finally(() => nats.close());
  },
};
