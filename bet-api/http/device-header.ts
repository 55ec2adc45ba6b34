import { Type } from 'typebox';

/**
 * Headers of a request that may say which device it comes from. The id is opaque: whoever writes a client makes one at
 * random and keeps it on the device.
 */
export const DeviceHeadersSchema = Type.Object({
  'x-device-id': Type.Optional(
    Type.String({
      pattern: '^[A-Za-z0-9_-]{16,64}$',
      description:
        'Made at random by the client and kept on the device, 16 to 64 letters, digits, - or _. Optional; stored as a keyed hash.',
      examples: ['8f2c1e5ab0d94c7e'],
    }),
  ),
});
