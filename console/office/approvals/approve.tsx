import { useState } from 'react';

type ApproveProps = Readonly<{
  /** "Yes, change 412 bets": what the second press does. */
  yes: string;
  isPending: boolean;
  onApprove: () => void;
}>;

/** Two presses: the first says what the second does. */
export function Approve({ yes, isPending, onApprove }: ApproveProps) {
  const [isAsked, setAsked] = useState(false);
  if (!isAsked)
    return (
      <button type="button" className="button primary" onClick={() => setAsked(true)}>
        Approve…
      </button>
    );
  return (
    <span className="decision-sure" role="group" aria-label="Approve for good">
      <button
        type="button"
        className="button primary"
        autoFocus
        disabled={isPending}
        onClick={onApprove}
      >
        {isPending ? 'Approving…' : yes}
      </button>
      <button type="button" className="button ghost" onClick={() => setAsked(false)}>
        No
      </button>
    </span>
  );
}
