import { connectNats, loadConfig, requestJson, RequestFailedError } from '#platform/mod.ts';

import { serverUrls } from './servers.ts';
import { UsageError } from './usage-error.ts';

type Question<Answer> = Readonly<{
  subject: string;
  request: unknown;
  parse: (body: unknown) => Answer;
  deadlineMs: number;
  /** Who asks, as NATS shows it, and who is asked, as the user knows it. */
  name: string;
  asked: string;
}>;

/** What a part of the running engine answers. @throws UsageError when it does not. */
export async function askEngine<Answer>(question: Question<Answer>): Promise<Answer> {
  const { subject, request, parse, deadlineMs, name, asked } = question;
  const { natsUrl } = serverUrls(loadConfig());
  const nats = await connectNats({ url: natsUrl, name });
  try {
    return await requestJson(nats, subject, request, { deadlineMs, parse });
  } catch (error) {
    if (!(error instanceof RequestFailedError)) throw error;
    throw new UsageError(`${asked} does not answer: ${error.message}.`);
  } finally {
    await nats.close();
  }
}
