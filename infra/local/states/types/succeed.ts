import type { StateType } from '../frame.ts';

/** Succeed ends its thread with its Output, or its input (States Language, "Succeed State"). */
export const succeed: StateType = { enter: (frame) => frame.leave({ output: frame.thread.input }) };
