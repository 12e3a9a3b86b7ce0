import fc from 'fast-check';
import { expect, it } from 'vitest';
import { watchFrames } from '../../../../infra/local/websocket-api/frame-sizes.ts';

/** A frame as a client sends it: final, text, masked (RFC 6455 §5.2). */
function frame(payload: number): Buffer {
  const head =
    payload < 126
      ? Buffer.from([0x81, 0x80 | payload])
      : payload < 65_536
        ? Buffer.from([0x81, 0x80 | 126, payload >> 8, payload & 0xff])
        : Buffer.from([
            0x81,
            0x80 | 127,
            0,
            0,
            0,
            0,
            payload >>> 24,
            (payload >> 16) & 0xff,
            (payload >> 8) & 0xff,
            payload & 0xff,
          ]);
  return Buffer.concat([head, Buffer.alloc(4 + payload, 0xff)]);
}

it('tells the size of every frame, however the stream is cut', () => {
  const size = fc.oneof(fc.nat(130), fc.constantFrom(0, 125, 126, 65_535, 65_536, 70_000));
  fc.assert(
    fc.property(fc.array(size, { maxLength: 5 }), fc.array(fc.integer({ min: 1, max: 40_000 })), (sizes, cuts) => {
      const seen: number[] = [];
      const watch = watchFrames((payload) => seen.push(payload));
      let left = Buffer.concat(sizes.map(frame));
      for (const cut of cuts) {
        watch(left.subarray(0, cut));
        left = left.subarray(cut);
      }
      watch(left);
      expect(seen).toEqual(sizes);
    }),
  );
});
