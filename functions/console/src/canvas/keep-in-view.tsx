import { useOnViewportChange, useReactFlow, useStoreApi } from '@xyflow/react';
import { useCallback, useEffect, useRef } from 'react';
import { box } from './place-graph.ts';

/** Room that a step has to the edge of the canvas, in pixels of the screen. */
const margin = 24;
/** After somebody moved the canvas it stays where it is for so long. */
const patienceMs = 15_000;

/** Brings a step into view when it is another than before, unless somebody has just moved the canvas by hand. */
export function KeepInView({ path }: { path: string | undefined }) {
  const canvas = useReactFlow();
  const store = useStoreApi();
  const touched = useRef(0);
  const first = useRef(true);
  useOnViewportChange({
    onStart: useCallback(() => {
      // A move that this component makes goes through the same store, and is not a hand.
      if (store.getState().paneDragging) touched.current = Date.now();
    }, [store]),
  });
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    const node = path === undefined ? undefined : canvas.getNode(path);
    if (node === undefined || Date.now() - touched.current < patienceMs) return;
    const { width, height, transform } = store.getState();
    const [x, y, zoom] = transform;
    const left = node.position.x * zoom + x;
    const top = node.position.y * zoom + y;
    const inside =
      left > margin &&
      top > margin &&
      left + box.width * zoom < width - margin &&
      top + box.height * zoom < height - margin;
    if (inside) return;
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    void canvas.setCenter(node.position.x + box.width / 2, node.position.y + box.height / 2, {
      zoom: Math.max(zoom, 0.5),
      duration: still ? 0 : 300,
    });
  }, [path, canvas, store]);
  return null;
}
