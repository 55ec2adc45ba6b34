import { lazy, Suspense, useState } from 'react';

import type { FixtureId } from '#contracts/mod.ts';

const OpeningDialog = lazy(async () => ({
  default: (await import('./opening-dialog.tsx')).OpeningDialog,
}));

/** Opens the form for markets that neither a model nor other books price. */
export function OpeningButton({ fixtureId }: Readonly<{ fixtureId: FixtureId }>) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="chip" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        Open markets…
      </button>
      {isOpen && (
        <Suspense>
          <OpeningDialog
            fixtureId={fixtureId}
            onClose={() => {
              setOpen(false);
            }}
          />
        </Suspense>
      )}
    </>
  );
}
