/** What a client that does not use a WebSocket library has to send, as bytes. */

const FIN_TEXT = 0x81;
const MASKED = 0x80;
const MASK_BYTES = 4;

/** The request for a WebSocket; the key is fixed, because the answer is not looked at. */
export const upgradeRequest = (path: string, port: number): string =>
  [
    `GET ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${String(port)}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: b3ZlcnJvdW5kLWxvYWQtMA==',
    '\r\n',
  ].join('\r\n');

/** A masked text message in one frame (RFC 6455, 5.2); the mask of zeros leaves the text as it is. */
export function clientFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  const { length } = payload;
  if (length > 0xffff) throw new RangeError(`${String(length)} bytes are too many for this frame`);
  const header =
    length < 126
      ? Buffer.from([FIN_TEXT, MASKED | length])
      : Buffer.from([FIN_TEXT, MASKED | 126, length >> 8, length & 0xff]);
  return Buffer.concat([header, Buffer.alloc(MASK_BYTES), payload]);
}
