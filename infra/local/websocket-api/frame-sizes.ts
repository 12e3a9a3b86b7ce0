/** Bytes of a frame's header that a parser must have seen to know how long it and its payload are (RFC 6455 §5.2). */
function headerOf(bytes: Buffer): { header: number; payload: number } | undefined {
  const [, second] = bytes;
  if (second === undefined) return undefined;
  const short = second & 0x7f;
  const mask = (second & 0x80) === 0 ? 0 : 4;
  const extended = short === 126 ? 2 : short === 127 ? 8 : 0;
  if (bytes.length < 2 + extended) return undefined;
  const payload = short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short;
  return { header: 2 + extended + mask, payload };
}

/** Watches a stream of WebSocket frames go by, in chunks as they arrive, and tells of each frame's size: `ws` limits messages only. */
export function watchFrames(onFrame: (payload: number) => void): (chunk: Buffer) => void {
  let unread = Buffer.alloc(0);
  let toSkip = 0;
  return (chunk) => {
    unread = Buffer.concat([unread, chunk]);
    for (;;) {
      const skipped = Math.min(toSkip, unread.length);
      unread = unread.subarray(skipped);
      toSkip -= skipped;
      const frame = toSkip > 0 ? undefined : headerOf(unread);
      if (frame === undefined) return;
      onFrame(frame.payload);
      toSkip = frame.header + frame.payload;
    }
  };
}
