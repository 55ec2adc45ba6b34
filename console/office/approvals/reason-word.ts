const LONGEST = 40;

/**
 * A reason as payments keep it, small letters, digits and underscores: "documents_missing" of "Documents missing".
 * Undefined where too little is left of it.
 */
export function reasonWord(text: string): string | undefined {
  const word = text
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, '_')
    .replace(/^[_0-9]+/u, '')
    .slice(0, LONGEST)
    .replace(/_$/u, '');
  return word.length < 3 ? undefined : word;
}
