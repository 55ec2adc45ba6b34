import type { DecisionView } from '#contracts/mod.ts';

import { useApprove, useReject } from '../../api/approvals.ts';
import { session } from '../../api/session.ts';
import { dateTimeText } from '../../format/time-text.ts';
import { useValue } from '../../state.ts';
import { useBoard } from '../../stream/use-live.ts';
import { nameOfFixture, teamsOf } from '../../ui/names.ts';
import { Because } from '../because.tsx';
import { Approve } from './approve.tsx';
import { EffectTable } from './effect-table.tsx';
import { actionLines, KIND_TITLES } from './action-text.ts';

/** One decision: what would be done, what it does to money, and who may say yes or no. */
export function DecisionCard({ decision }: Readonly<{ decision: DecisionView }>) {
  const { decisionId, kind, fixtureId, reason, status, effect } = decision;
  const board = useBoard(fixtureId);
  const teams = teamsOf(board ?? { fixtureId, info: undefined });
  const fixture = board === undefined ? fixtureId : nameOfFixture(teams);
  const title = `${KIND_TITLES[kind]}: ${fixture}`;
  return (
    <article className="card decision" data-status={status} aria-label={title}>
      <header>
        <h3>{title}</h3>
        {status !== 'waiting' && <span className={`tag tag-${status}`}>{status}</span>}
      </header>
      <ul className="decision-action">
        {actionLines(decision, teams).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <p className="decision-why">
        “{reason}” <span className="hint">{proposalText(decision)}</span>
      </p>
      <EffectTable effect={effect} />
      {status === 'waiting' ? (
        <Verdict key={decisionId} decision={decision} />
      ) : (
        <p className="hint">{verdictText(decision)}</p>
      )}
    </article>
  );
}

const proposalText = ({ proposedBy, proposedAt, expiresAt }: DecisionView): string =>
  `${proposedBy}, ${dateTimeText(proposedAt)}` +
  (expiresAt === null ? '' : `; ends ${dateTimeText(expiresAt)}`);

function verdictText({ status, decidedBy, decidedAt, decisionReason }: DecisionView): string {
  const who = decidedBy === null ? '' : ` by ${decidedBy}`;
  const when = decidedAt === null ? '' : `, ${dateTimeText(decidedAt)}`;
  const why = decisionReason === null ? '' : `: ${decisionReason}`;
  return `${status}${who}${when}${why}`;
}

function Verdict({ decision }: Readonly<{ decision: DecisionView }>) {
  const username = useValue(session)?.username;
  const isOwn = decision.proposedBy === username;
  const { bets } = decision.effect;
  const approve = useApprove();
  const reject = useReject();
  const error = approve.error ?? reject.error;
  return (
    <footer className="decision-foot">
      {isOwn ? (
        <p className="hint">
          You proposed this, so somebody else must approve it. You can take it back.
        </p>
      ) : (
        <Approve
          yes={`Yes, change ${String(bets)} ${bets === 1 ? 'bet' : 'bets'}`}
          isPending={approve.isPending}
          onApprove={() => {
            approve.mutate(decision);
          }}
        />
      )}
      <Because
        verb={isOwn ? 'Take back' : 'Reject'}
        isPending={reject.isPending}
        onGive={(reason) => {
          reject.mutate({ id: decision.decisionId, reason });
        }}
      />
      {error !== null && (
        <p className="problem" role="alert">
          {error.message.replace(/; see `\w+`\.$/u, '.')} The figures above are those of now.
        </p>
      )}
    </footer>
  );
}
