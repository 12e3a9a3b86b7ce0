import type { StateType } from '../frame.ts';

/** Pass: its Output, or its input (States Language, "Pass State"). */
export const pass: StateType = {
  enter: (frame) => frame.leave({ next: frame.state.Next as string | undefined, output: frame.thread.input }),
};
