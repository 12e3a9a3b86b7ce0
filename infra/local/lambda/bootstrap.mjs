// Runs one bundle in a process of its own: takes calls over IPC, one at a time, and answers what the handler answered or threw.
// The process follows the moved clock and ends with its parent.
const RealDate = Date;
let offset = 0;
globalThis.Date = class extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(RealDate.now() + offset);
    else super(...given);
  }
  static now() {
    return RealDate.now() + offset;
  }
};
process.on('disconnect', () => process.exit(0));
const { handler } = await import(process.argv[2]);
process.on('message', async ({ event, context, clockOffset }) => {
  offset = clockOffset;
  try {
    const result = await handler(event, {
      ...context,
      getRemainingTimeInMillis: () => Math.max(0, context.deadline - Date.now()),
    });
    process.send({ result: JSON.stringify(result === undefined ? null : result) });
  } catch (error) {
    const { name, message, stack } = error instanceof Error ? error : { name: 'Error', message: String(error) };
    const trace = String(stack ?? '').split('\n');
    process.send({ error: JSON.stringify({ errorType: name, errorMessage: message, trace }) });
  }
});
process.send({ ready: true });
