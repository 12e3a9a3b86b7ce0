/** What a worker tells the state machine by failing: the name is matched by its Catch, the message is read by it. */
export class UnitError extends Error {
  constructor(
    name: 'RetryLater' | 'RunFailed' | 'RunRejected' | 'RunClosed' | 'StaleGeneration' | 'Unavailable',
    message: string,
  ) {
    super(message);
    this.name = name;
  }
}
