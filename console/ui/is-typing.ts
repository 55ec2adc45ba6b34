/** Whether a key belongs to a field or a dialog, so that it is no shortcut of the page. */
export const isTyping = ({ target }: KeyboardEvent): boolean =>
  target instanceof HTMLElement && target.closest('input, select, textarea, dialog') !== null;
