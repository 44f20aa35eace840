/** The one source of "now". Services take it by injection; pure code and SQL take the instant as an argument. */
export class Clock {
  now(): Date {
    return new Date();
  }
}

/** A clock that stands where it is put. */
export class SetClock extends Clock {
  constructor(private instant: Date) {
    super();
  }

  override now(): Date {
    return new Date(this.instant);
  }

  set(instant: Date | string): void {
    this.instant = new Date(instant);
  }
}

/** A clock that shows `startAt` when it is made and goes on from there, as if the process ran on that day. */
export class ShiftedClock extends Clock {
  private readonly shiftMs: number;

  constructor(startAt: Date) {
    super();
    this.shiftMs = startAt.getTime() - Date.now();
  }

  override now(): Date {
    return new Date(Date.now() + this.shiftMs);
  }
}
