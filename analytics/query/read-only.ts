/** A query that is not one statement that only reads; the message says what to change. */
export class QueryRefusedError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'QueryRefusedError';
  }
}

const READING = ['select', 'with', 'show', 'describe', 'desc', 'explain'];

const COMMENT_OR_QUOTED =
  /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^'\\]|\\[\s\S]|'')*'|`(?:[^`\\]|\\[\s\S]|``)*`|"(?:[^"\\]|\\[\s\S]|"")*"/g;

/** Output formats of ClickHouse, by how their names begin. */
const FORMAT =
  /\bformat\s+(?:json|csv|tsv|tabseparated|tskv|pretty|values|vertical|parquet|native|rowbinary|markdown|xml|null|arrow|orc|avro|template|custom|line|raw|sql|hash|msgpack|protobuf|capn|bson)\w*$/i;

/**
 * The statement without its closing semicolon, when it is one and only reads. Guards against mistakes: what
 * a query may touch is for the rights of the ClickHouse user to say. Throws QueryRefusedError.
 */
export function readOnlyStatement(sql: string): string {
  const statement = sql.trim().replace(/[;\s]+$/, '');
  const bare = statement.replace(COMMENT_OR_QUOTED, ' ? ').trim();
  const words = bare.toLowerCase().match(/[a-z_][a-z0-9_]*/g) ?? [];
  const [verb = ''] = words;
  if (!READING.includes(verb))
    throw new QueryRefusedError(
      `A query starts with SELECT, WITH, SHOW, DESCRIBE or EXPLAIN${verb ? `, not with ${verb.toUpperCase()}` : ''}.`,
    );
  if (bare.includes(';'))
    throw new QueryRefusedError('Ask one question at a time: remove the ";".');
  for (const [at, word] of words.entries()) {
    const next = words[at + 1];
    if (word === 'insert' && next === 'into')
      throw new QueryRefusedError('A query only reads: INSERT is refused.');
    if (word === 'into' && next === 'outfile')
      throw new QueryRefusedError('INTO OUTFILE is refused: redirect the output of the command.');
  }
  if (FORMAT.test(bare))
    throw new QueryRefusedError('Leave out FORMAT: ask for a table or for JSON instead.');
  return statement;
}
