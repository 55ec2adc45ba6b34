/** Names in the recordings carry unicode escapes as plain text (`Jos\u00e9`), a slip of their export. */
export const decodeName = (name: string): string =>
  name
    .replace(/\\u([0-9a-fA-F]{4})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
    .trim();
