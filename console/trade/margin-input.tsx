import { useEffect, useState } from 'react';

import { LARGEST_MARGIN_BPS, marginOf } from './margin.ts';

type MarginInputProps = Readonly<{
  label: string;
  /** Null when it stands for several margins that differ. */
  marginBps: number | null;
  onChange: (marginBps: number) => void;
}>;

const STEP_BPS = 25;
/** What the host has not taken up by then was refused, or stands under a margin of the market's own. */
const PATIENCE_MS = 4000;

/** A margin that is sent on Enter or when left, and shows what the host really uses otherwise. */
export function MarginInput({ label, marginBps, onChange }: MarginInputProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const [sent, setSent] = useState<number | null>(null);
  useEffect(() => {
    setSent(null);
  }, [marginBps]);
  useEffect(() => {
    if (sent === null) return undefined;
    const timer = setTimeout(() => {
      setSent(null);
    }, PATIENCE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [sent]);
  const commit = (): void => {
    const next = marginOf(draft ?? '');
    setDraft(null);
    if (next === undefined || next === marginBps) return;
    setSent(next);
    onChange(next);
  };
  return (
    <span className="margin" data-pending={sent !== null}>
      <input
        type="number"
        min={0}
        max={LARGEST_MARGIN_BPS}
        step={STEP_BPS}
        aria-label={label}
        data-margin
        placeholder={marginBps === null ? 'mixed' : undefined}
        value={draft ?? String(sent ?? marginBps ?? '')}
        onChange={({ target }) => {
          setDraft(target.value);
        }}
        onBlur={commit}
        onKeyDown={({ key, currentTarget }) => {
          if (key === 'Escape') setDraft(null);
          if (key === 'Enter' || key === 'Escape') currentTarget.blur();
        }}
      />
      <span aria-hidden="true">bp</span>
    </span>
  );
}
