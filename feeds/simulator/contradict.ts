import type { EventDraft } from '../script.ts';

/** The same event said otherwise: a goal or card of the other side, a result with another score. */
export function contradictEvent(draft: EventDraft): EventDraft | undefined {
  const eventId = `${draft.eventId}-otherwise`;
  switch (draft.kind) {
    case 'goal':
    case 'card':
    case 'corner':
      return { ...draft, eventId, side: draft.side === 'home' ? 'away' : 'home' };
    case 'result': {
      const { home, away } = draft.secondHalf;
      return { ...draft, eventId, secondHalf: { home: home + 1, away } };
    }
    default:
      return undefined;
  }
}
