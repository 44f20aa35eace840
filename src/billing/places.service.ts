/** Places in which work goes on, so many at once; what finds none waits for its turn. */
export class Places {
  private readonly waiting: (() => void)[] = [];
  private busy = 0;

  constructor(private readonly count: number) {}

  /** How many have a place or wait for one. */
  get taken(): number {
    return this.busy + this.waiting.length;
  }

  async hold<Result>(work: () => Promise<Result>): Promise<Result> {
    // Who is woken has the place of who woke it.
    if (this.busy < this.count) this.busy += 1;
    else await new Promise<void>((wake) => this.waiting.push(wake));
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.busy -= 1;
      else next();
    }
  }
}
