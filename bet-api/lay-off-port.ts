import {
  LayOffAnswerSchema,
  Refusal,
  subjects,
  type LayOffAnswer,
  type LayOffRequest,
} from '#contracts/mod.ts';
import { parserOf, requestJson, type Nats } from '#platform/mod.ts';

/** A question to the desk that lays risk off. Throws UNAVAILABLE when there is no answer. */
export type LayOffPort = (
  request: Extract<LayOffRequest, { op: 'list' }>,
) => Promise<Extract<LayOffAnswer, { ok: true }>>;

const DEADLINE_MS = 10_000;
const parse = parserOf(LayOffAnswerSchema);

/** Asks the desk over NATS. */
export const natsLayOff =
  (nats: Nats): LayOffPort =>
  async (request) => {
    try {
      const options = { deadlineMs: DEADLINE_MS, parse };
      const answer = await requestJson(nats, subjects.layOff, request, options);
      if (!answer.ok) throw new Error(answer.message);
      return answer;
    } catch (error) {
      const because = error instanceof Error ? error.message : String(error);
      throw new Refusal('UNAVAILABLE', { because });
    }
  };
