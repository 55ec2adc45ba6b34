/** Says what a stake looks like, when what was typed is none. */
export const StakeHint = ({ isShown }: Readonly<{ isShown: boolean }>) =>
  isShown && (
    <p className="hint" role="status">
      A stake is an amount above 0, like 2 or 2.50.
    </p>
  );
