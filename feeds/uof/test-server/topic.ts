/** Whether a routing key fits a binding: words by dots, `*` one word, `#` any number of them. */
export function topicMatches(binding: string, key: string): boolean {
  const [wanted, words] = [binding.split('.'), key.split('.')];
  const from = (at: number, wordAt: number): boolean => {
    const want = wanted[at];
    if (want === undefined) return wordAt === words.length;
    if (want === '#') {
      for (let next = wordAt; next <= words.length; next += 1) if (from(at + 1, next)) return true;
      return false;
    }
    const word = words[wordAt];
    return word !== undefined && (want === '*' || want === word) && from(at + 1, wordAt + 1);
  };
  return from(0, 0);
}
