/** What the front needs to know of a statement before it lets the engine see it. */
export type Inspection = Readonly<{
  /** Why it may not run; undefined when it may. */
  refusal: string | undefined;
  /** Names of the {name:Type} parameters that it uses. */
  parameters: readonly string[];
  /** First word, lower case. */
  verb: string;
}>;

/** Functions and engines that read or write outside the data folder. */
const OUTSIDE = new Set(
  `file fileCluster filesystem url urlCluster http s3 s3Cluster gcs oss cosn hdfs hdfsCluster
  azureBlobStorage azureBlobStorageCluster deltaLake deltaLakeCluster deltaLakeLocal deltaLakeS3
  deltaLakeAzure hudi hudiCluster iceberg icebergCluster icebergLocal icebergS3 icebergAzure icebergHDFS
  paimon paimonLocal paimonS3 paimonAzure paimonHDFS remote remoteSecure cluster clusterAllReplicas
  mysql postgresql materializedPostgreSQL mongodb redis sqlite odbc jdbc kafka nats rabbitmq
  executable executablePool python fileglob s3Queue azureQueue ytsaurus arrowFlight prometheusQuery source`
    .toLowerCase()
    .split(/\s+/),
);

const REFUSED_VERBS = new Set(['system', 'backup', 'restore', 'attach', 'detach', 'kill']);

type Token = Readonly<{ kind: 'word' | 'name' | 'text' | 'sign'; text: string }>;

/** Reads the statement's words outside comments and quotes. Never changes it. */
export function inspectSql(sql: string): Inspection {
  const tokens = tokenise(sql);
  const words = tokens.map(({ kind, text }) => (kind === 'word' ? text.toLowerCase() : ''));
  return {
    refusal: findRefusal(tokens, words),
    parameters: parametersOf(tokens),
    verb: words.find((word) => word !== '') ?? '',
  };
}

function findRefusal(tokens: readonly Token[], words: readonly string[]): string | undefined {
  const verb = words[0] ?? '';
  if (REFUSED_VERBS.has(verb))
    return `${verb.toUpperCase()} is not available in the embedded engine`;
  for (const [i, token] of tokens.entries()) {
    const previous = words[i - 1] ?? '';
    const next = tokens[i + 1];
    if (token.text === ';' && next) return 'multi-statements are not allowed';
    const name = token.kind === 'word' || token.kind === 'name' ? token.text.toLowerCase() : '';
    if (next?.text === '(' && OUTSIDE.has(name)) return `${token.text}() is not allowed`;
    if (token.kind === 'name' && /[/\\]/.test(token.text)) return 'files as tables are not allowed';
    if (token.kind === 'text' && ['from', 'join', 'into', 'table'].includes(previous))
      return 'files as tables are not allowed';
    if (name === 'outfile' && previous === 'into') return 'INTO OUTFILE is not allowed';
    if (name === 'infile' && previous === 'from') return 'FROM INFILE is not allowed';
  }
  return undefined;
}

function parametersOf(tokens: readonly Token[]): string[] {
  const names = tokens.flatMap((token, i) => {
    const name = tokens[i + 1];
    return token.text === '{' && name?.kind === 'word' && tokens[i + 2]?.text === ':'
      ? [name.text]
      : [];
  });
  return [...new Set(names)];
}

const PATTERN = new RegExp(
  [
    String.raw`(?<comment>--[^\n]*|#[! ][^\n]*|/\*[\s\S]*?\*/)`,
    String.raw`(?<text>'(?:[^'\\]|\\[\s\S]|'')*')`,
    String.raw`(?<heredoc>\$(?<tag>\w*)\$[\s\S]*?\$\k<tag>\$)`,
    '(?<name>`(?:[^`\\\\]|\\\\[\\s\\S]|``)*`|"(?:[^"\\\\]|\\\\[\\s\\S]|"")*")',
    String.raw`(?<word>[\p{L}_][\p{L}\p{N}_]*)`,
    String.raw`(?<sign>[^\s\p{L}\p{N}_])`,
  ].join('|'),
  'gu',
);

function tokenise(sql: string): Token[] {
  const tokens: Token[] = [];
  for (const { groups } of sql.matchAll(PATTERN)) {
    const { text, heredoc, name, word, sign } = groups ?? {};
    const literal = text ?? heredoc;
    if (literal !== undefined) tokens.push({ kind: 'text', text: literal });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name.slice(1, -1) });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign });
  }
  return tokens;
}
