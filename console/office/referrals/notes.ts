/** What is kept beside a verdict that was given without words. */
export const NOTES = { accept: 'Accepted', reject: 'Rejected', offer: 'Other terms' } as const;
