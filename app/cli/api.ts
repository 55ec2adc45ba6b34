import { loadConfig } from '#platform/mod.ts';

import { UsageError } from './usage-error.ts';

/** Who asks, and whom: the running engine unless `api` names another. */
export type ApiLogin = Readonly<{ api?: string; user: string; password: string }>;
/** GET without a body, POST with one. */
export type AskApi = <Answer>(path: string, body?: unknown) => Promise<Answer>;

async function ask<Answer>(url: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, init).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`No engine answers at ${new URL(url).origin} (${why}): start it first.`);
  });
  const body = (await response.json()) as Readonly<Record<string, unknown>>;
  if (!response.ok) {
    const { code, message, detail } = body;
    const more = detail === undefined ? '' : ` ${JSON.stringify(detail)}`;
    throw new UsageError(`${String(code)}: ${String(message)}${more}`);
  }
  return body as Answer;
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** Logs in; what is asked afterwards is asked with that login. Throws UsageError with what the API refused. */
export async function logIn({ api: named, user, password }: ApiLogin): Promise<AskApi> {
  const { host, apiPort } = loadConfig();
  const api = named ?? `http://${host}:${String(apiPort)}`;
  const { token } = await ask<{ token: string }>(`${api}/v1/auth/login`, {
    method: 'POST',
    headers: JSON_TYPE,
    body: JSON.stringify({ username: user, password }),
  });
  const authorization = `Bearer ${token}`;
  return (path, body) =>
    body === undefined
      ? ask(api + path, { headers: { authorization } })
      : ask(api + path, {
          method: 'POST',
          headers: { ...JSON_TYPE, authorization },
          body: JSON.stringify(body),
        });
}
