/** An exchange to record: its side of the protocol over TLS, and what it plays. */
export { CERTIFICATE } from '../../exchange/testing/certificate.ts';
export { madeUpStream } from '../../exchange/testing/made-up-stream.ts';
export { asRecording, startStreamServer } from '../../exchange/testing/stream-server.ts';
