import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A question that comes with the project, kept in analytics/queries/<name>.sql. */
export type NamedQuery = Readonly<{
  name: string;
  /** The question in words: the first comment of the file. */
  question: string;
  sql: string;
}>;

const FOLDER = join(import.meta.dirname, '..', 'queries');

export const namedQueries = (): readonly NamedQuery[] =>
  readdirSync(FOLDER)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => readNamedQuery(file.slice(0, -'.sql'.length)));

function readNamedQuery(name: string): NamedQuery {
  const text = readFileSync(join(FOLDER, `${name}.sql`), 'utf8').trim();
  const question = /^-- (.*)$/m.exec(text)?.[1] ?? name;
  return { name, question, sql: text };
}
