import { evaluationError } from '../evaluate.ts';
import { field, type StateType, seconds } from '../frame.ts';

/** ISO 8601 with `T`, seconds and an offset, as Step Functions wants it. */
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** Wait parks its thread for Seconds or until Timestamp (States Language, "Wait State"). */
export const wait: StateType = {
  async enter(frame) {
    if (frame.state.Timestamp !== undefined) {
      const text = String(await field(frame, 'Timestamp'));
      const at = instant.test(text) ? Date.parse(text) : Number.NaN;
      if (Number.isNaN(at))
        throw evaluationError(
          frame.bindings(),
          `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${text}`,
          'Timestamp',
          true,
        );
      return frame.park({ kind: 'timer', at });
    }
    const length = (await seconds(frame, 'Seconds')) ?? 0;
    if (length < 0 || length > 99_999_999)
      throw evaluationError(
        frame.bindings(),
        `The Seconds field must be between 0 and 99999999, but was ${length}.`,
        'Seconds',
        true,
      );
    return frame.park({ kind: 'timer', at: frame.now + length * 1000 });
  },
};
