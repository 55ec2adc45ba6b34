import { useRelease, type Hold } from '../../api/approvals.ts';
import { dateTimeText } from '../../format/time-text.ts';
import { useLiveStore } from '../../stream/use-live.ts';
import { nameOfFixture, nameOfMarket, teamsOf } from '../../ui/names.ts';
import { Because } from '../because.tsx';

/** What is held, by whom and why. One that waits for a decision ends with it. */
export function HoldCard({ hold }: Readonly<{ hold: Hold }>) {
  const store = useLiveStore();
  const release = useRelease();
  const board = hold.fixtureId === null ? undefined : store.board(hold.fixtureId);
  const teams = teamsOf(board);
  const fixture = board === undefined ? (hold.fixtureId ?? '') : nameOfFixture(teams);
  const what =
    hold.betId === null
      ? [fixture, hold.marketKey === null ? 'every market' : nameOfMarket(hold.marketKey, teams)]
      : ['Bet', hold.betId];
  const title = what.join(', ');
  return (
    <article className="card decision" aria-label={`Held: ${title}`}>
      <h3>{title}</h3>
      <p className="decision-why">
        “{hold.reason}”{' '}
        <span className="hint">
          {hold.heldBy}, {dateTimeText(hold.heldAt)}
        </span>
      </p>
      {hold.decisionId === null ? (
        <footer className="decision-foot">
          <Because
            verb="Release"
            isPending={release.isPending}
            onGive={(reason) => {
              release.mutate({ id: hold.holdId, reason });
            }}
          />
        </footer>
      ) : (
        <p className="hint">It ends with the decision above.</p>
      )}
      {release.error !== null && (
        <p className="problem" role="alert">
          {release.error.message}
        </p>
      )}
    </article>
  );
}
