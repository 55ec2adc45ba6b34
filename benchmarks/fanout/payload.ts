/** What peers send: as long as is asked, with what a reader needs to check it. */
export function payloadOf(seq: number, dueMs: number, bytes: number): string {
  const bare = JSON.stringify({ seq, dueMs, odds: '' });
  return JSON.stringify({ seq, dueMs, odds: 'x'.repeat(Math.max(0, bytes - bare.length)) });
}
