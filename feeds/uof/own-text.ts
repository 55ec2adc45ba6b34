/** The same text in memory of its own: a part of a message that is kept would otherwise keep all of the message. */
export const ownText = (part: string): string => Buffer.from(part, 'utf8').toString('utf8');
