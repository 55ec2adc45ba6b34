import { pino, type DestinationStream, type Logger as PinoLogger } from 'pino';
import type { LogLevel } from './config.ts';

export type Logger = PinoLogger;

/** Fields that never reach a log, wherever they sit in the logged object. */
const SECRET_FIELDS = [
  'password',
  'passwordHash',
  'token',
  'secret',
  'jwtSecret',
  'authorization',
  'cookie',
  'set-cookie',
  'idempotency-key',
];

export type LoggerOptions = Readonly<{
  /** The service or component; a field of every line. */
  name: string;
  level?: LogLevel;
  /** `text` is for people at a terminal, `json` (the default) for everything that reads logs. */
  format?: 'json' | 'text';
  /** Standard error unless given, so that standard output stays free for a command's own answer. */
  destination?: DestinationStream;
}>;

/** A structured logger. Secrets are cut out by field name and credentials in URLs by pattern. */
export function createLogger(options: LoggerOptions): Logger {
  const target = options.destination ?? pino.destination({ fd: 2, sync: true });
  const destination = options.format === 'text' ? textStream(target) : target;
  return pino(
    {
      name: options.name,
      level: options.level ?? 'info',
      base: {},
      redact: {
        paths: SECRET_FIELDS.flatMap((field) => [
          `["${field}"]`,
          `*["${field}"]`,
          `*.*["${field}"]`,
        ]),
        censor: '[redacted]',
      },
      hooks: { streamWrite: redactUrls },
    },
    destination,
  );
}

export const silentLogger = (): Logger => pino({ level: 'silent' });

/** Drivers put whole connection URLs into error messages. */
export const redactUrls = (text: string): string =>
  text.replace(/([a-z][a-z0-9+.-]*:\/\/)[^\s/@"'\\]+@/gi, '$1[redacted]@');

function textStream(target: DestinationStream): DestinationStream {
  return {
    write(line) {
      target.write(formatLine(line));
    },
  };
}

function formatLine(line: string): string {
  const parsed: unknown = JSON.parse(line);
  if (typeof parsed !== 'object' || parsed === null) return line;
  const { level, time, name, msg, err, ...rest } = parsed as Record<string, unknown>;
  const clock = typeof time === 'number' ? new Date(time).toISOString().slice(11, 23) : '';
  const label = typeof level === 'number' ? (pino.levels.labels[level] ?? '') : '';
  const extra = Object.keys(rest).length === 0 ? '' : ` ${JSON.stringify(rest)}`;
  const cause = isRecord(err) && typeof err['message'] === 'string' ? `: ${err['message']}` : '';
  return `${clock} ${label.toUpperCase().padEnd(5)} ${typeof name === 'string' ? name : ''}: ${typeof msg === 'string' ? msg : ''}${cause}${extra}\n`;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
