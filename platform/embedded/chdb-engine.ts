import { Session, type RawInsertFormat } from 'chdb';
import { inspectSql } from './chdb-guard.ts';

export type EngineRequest = Readonly<{
  sql: string;
  /** Rows of an INSERT, in the format that the statement names. */
  data: Buffer | undefined;
  database: string | undefined;
  /** Query parameters as they came over the wire, that is with TSV escapes. */
  parameters: ReadonlyMap<string, string>;
  /** For a statement that names none. */
  defaultFormat: string | undefined;
}>;

export type EngineAnswer = Readonly<{
  body: Uint8Array;
  readRows: number;
  readBytes: number;
  writtenRows: number;
  writtenBytes: number;
  elapsedNs: number;
}>;

/** What ClickHouse's HTTP interface answers, but in place of the settings of each request. */
const CONNECTION_ARGS = [
  '--output_format_json_quote_64bit_integers=1',
  '--output_format_json_quote_decimals=1',
  '--date_time_input_format=best_effort',
];

/** Runs requests on a few sessions of one data folder, each session one request at a time. */
export class ChdbEngine {
  readonly #idle: Slot[] = [];
  readonly #all: Slot[] = [];
  readonly #waiting: ((slot: Slot) => void)[] = [];
  readonly #maxWaiting: number;

  constructor(dir: string, sessions: number, maxWaiting = 1_000) {
    this.#maxWaiting = maxWaiting;
    for (let i = 0; i < sessions; i += 1) {
      const session = new Session(dir, { connectionArgs: CONNECTION_ARGS });
      this.#all.push({ session, database: 'default' });
    }
    this.#idle.push(...this.#all);
  }

  async run(request: EngineRequest): Promise<EngineAnswer> {
    const { refusal, parameters, verb } = inspectSql(request.sql);
    if (refusal !== undefined)
      throw new Error(`Code: 497. DB::Exception: ${refusal}. (ACCESS_DENIED)`);
    const missing = parameters.find((name) => !request.parameters.has(name));
    if (missing !== undefined)
      throw new Error(
        `Code: 456. DB::Exception: Substitution \`${missing}\` is not set. (UNKNOWN_QUERY_PARAMETER)`,
      );
    // Over HTTP each request is a session of its own, so these have no effect there either.
    if (verb === 'set' || verb === 'use') return EMPTY;
    const slot = await this.#acquire();
    try {
      await prepare(slot, request, parameters);
      return request.data === undefined
        ? await query(slot.session, request)
        : await insert(slot.session, request, request.data);
    } finally {
      this.#release(slot);
    }
  }

  close(): void {
    for (const { session } of this.#all) session.close();
  }

  #acquire(): Promise<Slot> {
    const slot = this.#idle.pop();
    if (slot) return Promise.resolve(slot);
    if (this.#waiting.length >= this.#maxWaiting)
      throw new Error(
        'Code: 202. DB::Exception: Too many simultaneous queries. (TOO_MANY_SIMULTANEOUS_QUERIES)',
      );
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #release(slot: Slot): void {
    const next = this.#waiting.shift();
    if (next) next(slot);
    else this.#idle.push(slot);
  }
}

interface Slot {
  readonly session: Session;
  database: string;
}

const EMPTY: EngineAnswer = {
  body: new Uint8Array(),
  readRows: 0,
  readBytes: 0,
  writtenRows: 0,
  writtenBytes: 0,
  elapsedNs: 0,
};

async function prepare(
  slot: Slot,
  request: EngineRequest,
  parameters: readonly string[],
): Promise<void> {
  const database = request.database ?? 'default';
  const statements: string[] = [];
  if (slot.database !== database) {
    // Unknown until it worked: a failed USE leaves the session where it was.
    await slot.session.queryAsync(`USE \`${database.replace(/[\\`]/g, String.raw`\$&`)}\``);
    slot.database = database;
  }
  // SET takes the wire form as it is. The library's own binding escapes strings again and breaks arrays.
  for (const name of parameters)
    statements.push(`SET param_${name} = ${quote(request.parameters.get(name) ?? '')}`);
  if (statements.length > 0) await slot.session.queryAsync(statements.join('; '));
}

const quote = (text: string): string => `'${text.replace(/[\\']/g, String.raw`\$&`)}'`;

async function query(session: Session, request: EngineRequest): Promise<EngineAnswer> {
  const result = await session.queryAsync(request.sql, {
    format: request.defaultFormat ?? 'TabSeparated',
  });
  return {
    ...EMPTY,
    body: result.bytes(),
    readRows: result.rowsRead,
    readBytes: result.bytesRead,
    elapsedNs: Math.round(result.elapsed * 1e9),
  };
}

const RAW_INSERT =
  /^\s*INSERT\s+INTO\s+(?:TABLE\s+)?([\w.]+)\s*(?:\(([\w\s,`]+)\)\s*)?FORMAT\s+(JSONEachRow|JSONCompactEachRow|TabSeparated|TSV|CSV|CSVWithNames|TabSeparatedWithNames)\s*$/i;

async function insert(
  session: Session,
  request: EngineRequest,
  data: Buffer,
): Promise<EngineAnswer> {
  if (data.length === 0) return EMPTY;
  const match = RAW_INSERT.exec(request.sql);
  if (!match) {
    await session.queryAsync(`${request.sql}\n${data.toString('utf8')}`, {
      format: 'TabSeparated',
    });
    return EMPTY;
  }
  const [, table = '', columns, format = ''] = match;
  // The bytes go to the engine as they are; JavaScript never builds the rows.
  const result = await session.insert({
    table,
    values: data,
    format: format as RawInsertFormat,
    ...(columns === undefined
      ? {}
      : { columns: columns.split(',').map((name) => name.replace(/[`\s]/g, '')) }),
  });
  return {
    ...EMPTY,
    writtenRows: result.rowsWritten,
    writtenBytes: result.bytesWritten,
    elapsedNs: Math.round(result.elapsed * 1e9),
  };
}
