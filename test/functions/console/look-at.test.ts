import { describe, expect, it } from 'vitest';
import { lookAt } from '../../../functions/console/src/canvas/look-at.ts';

const screen = { width: 1000, height: 600 };
const graph = { x: 0, y: 0, width: 3000, height: 400 };
const step = (x: number) => ({ x, y: 100, width: 150, height: 132 });

describe('what is shown of a graph that is wider than the canvas', () => {
  it('has the step in its middle', () => {
    expect(lookAt(step(1425), graph, screen, 1)).toEqual({ x: -1000, y: 100, zoom: 1 });
  });
  it('begins where the graph begins, and ends where it ends', () => {
    expect(lookAt(step(0), graph, screen, 1).x).toBe(32);
    expect(lookAt(step(2850), graph, screen, 1).x).toBe(1000 - 32 - 3000);
  });
  it('is all of it, in the middle, where it fits', () => {
    const { x, y } = lookAt(step(0), { x: 0, y: 0, width: 500, height: 200 }, screen, 1);
    expect([x, y]).toEqual([250, 200]);
  });
  it('counts in pixels of the screen when it is seen from afar', () => {
    expect(lookAt(step(0), graph, screen, 0.5).x).toBe(32);
    expect(lookAt(step(2850), graph, screen, 0.5).x).toBe(1000 - 32 - 1500);
  });
});
