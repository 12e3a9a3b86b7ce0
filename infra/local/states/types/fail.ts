import { field, type StateType } from '../frame.ts';
import { StatesError } from '../states-error.ts';

/** Fail ends its thread with an error; both texts may be expressions (States Language, "Fail State"). */
export const fail: StateType = {
  async enter(frame) {
    const error = frame.state.Error === undefined ? undefined : String(await field(frame, 'Error'));
    const cause = frame.state.Cause === undefined ? undefined : String(await field(frame, 'Cause'));
    throw new StatesError(error, cause);
  },
};
