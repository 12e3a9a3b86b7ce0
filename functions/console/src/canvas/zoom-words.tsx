import { useStore } from '@xyflow/react';
import { useEffect } from 'react';

/** The largest that words and strokes are made when the canvas is seen from afar. */
const mostWords = 1.6;
const mostStroke = 2.2;
/** Seen from further away than this, captions are left out and titles take their place. */
const farZoom = 0.62;

/** Keeps words legible and strokes visible when the canvas is small: both grow as it shrinks. */
export function ZoomWords() {
  const zoom = useStore(({ transform }) => Math.round(transform[2] * 20) / 20);
  const canvas = useStore(({ domNode }) => domNode);
  useEffect(() => {
    if (canvas === null) return;
    canvas.style.setProperty('--thick', String(Math.min(mostStroke, Math.max(1, 1 / zoom))));
    canvas.style.setProperty('--words', String(Math.min(mostWords, Math.max(1, 0.82 / zoom))));
    canvas.dataset.far = String(zoom < farZoom);
  }, [canvas, zoom]);
  return null;
}
