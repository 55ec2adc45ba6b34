import {
  LayOffAnswerSchema,
  Refusal,
  subjects,
  type LayOffAnswer,
  type LayOffRequest,
} from '#contracts/mod.ts';
import { parserOf, requestJson, type Nats } from '#platform/mod.ts';

/** A question to the desk that lays risk off. Throws UNAVAILABLE when there is no answer, LAY_OFF_REFUSED for a no. */
export type LayOffPort = (request: LayOffRequest) => Promise<Extract<LayOffAnswer, { ok: true }>>;

const DEADLINE_MS = 10_000;
const parse = parserOf(LayOffAnswerSchema);

/** Asks the desk over NATS. */
export const natsLayOff =
  (nats: Nats): LayOffPort =>
  async (request) => {
    try {
      const options = { deadlineMs: DEADLINE_MS, parse };
      const answer = await requestJson(nats, subjects.layOff, request, options);
      if (answer.ok) return answer;
      const { field, message: why } = answer;
      throw new Refusal('LAY_OFF_REFUSED', { field, why });
    } catch (error) {
      if (error instanceof Refusal) throw error;
      const because = error instanceof Error ? error.message : String(error);
      throw new Refusal('UNAVAILABLE', { because });
    }
  };
