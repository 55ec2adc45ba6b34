import 'vitest';

export const TEMPLATE_DATABASE = 'overround_template';

/** The servers of this test run; provided by global-setup.ts. */
export type TestServers = Readonly<{
  dir: string;
  databaseUrl: string;
  natsUrl: string;
  clickhouseUrl: string | undefined;
  /** Why the migrated template database could not be made. */
  templateProblem: string | undefined;
}>;

declare module 'vitest' {
  interface ProvidedContext {
    servers: TestServers;
  }
}
