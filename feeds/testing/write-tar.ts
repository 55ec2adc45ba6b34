/** A tar archive by the book (POSIX ustar): a header of 512 bytes, the content filled up to 512, two empty blocks. */
export function writeTar(
  entries: readonly Readonly<{ name: string; content: Uint8Array; kind?: string }>[],
): Buffer {
  const blocks = entries.flatMap(({ name, content, kind = '0' }) => {
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write('0000644\0', 100);
    header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
    header.write('        ', 148);
    header.write(kind, 156);
    header.write('ustar\0' + '00', 257);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return [header, content, Buffer.alloc((512 - (content.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}
