import { type FitViewOptions, useOnViewportChange, useReactFlow, useStore, useStoreApi } from '@xyflow/react';
import { useCallback, useEffect, useRef } from 'react';
import { lookAt } from './look-at.ts';
import { box } from './place-graph.ts';

/** Room that a step has to the edge of the canvas, in pixels of the screen. */
const margin = 24;
/** After somebody moved the canvas it stays where it is for so long. */
const patienceMs = 15_000;
const movingMs = 300;
/** A step that is followed is not drawn smaller than this. */
const leastZoom = 0.65;

/** Fits the graph anew when the canvas gets another size, and brings a step into view when it is another than before, unless somebody has just moved the canvas by hand. */
export function KeepInView({ path, fit }: { path: string | undefined; fit: FitViewOptions }) {
  const canvas = useReactFlow();
  const store = useStoreApi();
  const size = useStore(({ width, height }) => `${width} ${height}`);
  const touched = useRef(0);
  const seen = useRef({ path, size });
  useOnViewportChange({
    // A move that this component makes goes through the same store, and is not a hand.
    onStart: useCallback(() => {
      if (store.getState().paneDragging) touched.current = Date.now();
    }, [store]),
  });
  useEffect(() => {
    const before = seen.current;
    seen.current = { path, size };
    if (before.path === path && (before.size === size || before.size === '0 0')) return;
    if (Date.now() - touched.current < patienceMs) return;
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const duration = still ? 0 : movingMs;
    void (async () => {
      if (before.size !== size) await canvas.fitView({ ...fit, duration: 0 });
      const node = path === undefined ? undefined : canvas.getNode(path);
      if (node === undefined) return;
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
      const step = { ...node.position, ...box };
      const all = canvas.getNodesBounds(canvas.getNodes());
      await canvas.setViewport(lookAt(step, all, { width, height }, Math.max(zoom, leastZoom)), { duration });
    })();
  }, [path, size, canvas, store, fit]);
  return null;
}
