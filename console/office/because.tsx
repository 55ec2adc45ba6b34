import { useId, useState, type SubmitEvent } from 'react';

const SHORTEST = 3;

type BecauseProps = Readonly<{
  /** "Reject", "Release": what the press does. */
  verb: string;
  isPending: boolean;
  onGive: (reason: string) => void;
}>;

/** A step that wants a reason, which is kept with the name of who took it. */
export function Because({ verb, isPending, onGive }: BecauseProps) {
  const [reason, setReason] = useState('');
  const [isShort, setShort] = useState(false);
  const id = useId();
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const isTooShort = reason.trim().length < SHORTEST;
    setShort(isTooShort);
    if (!isTooShort) onGive(reason.trim());
  };
  return (
    <form className="because" onSubmit={submit}>
      <label>
        <span className="visually-hidden">Reason to {verb.toLowerCase()}</span>
        <input
          value={reason}
          maxLength={200}
          placeholder="Reason"
          aria-invalid={isShort}
          aria-describedby={isShort ? id : undefined}
          onChange={({ target }) => setReason(target.value)}
        />
      </label>
      <button type="submit" className="button ghost" disabled={isPending}>
        {isPending ? 'Sending…' : verb}
      </button>
      {isShort && (
        <span id={id} className="problem-text" role="alert">
          Say why in a few words.
        </span>
      )}
    </form>
  );
}
