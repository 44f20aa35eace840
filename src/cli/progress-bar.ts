import cliProgress from 'cli-progress';

/** A bar on a terminal, and nothing in a file or a pipe. */
export class ProgressBar {
  private readonly bar: cliProgress.SingleBar | undefined;
  private started = false;

  constructor(label: string) {
    if (!process.stderr.isTTY) return;
    this.bar = new cliProgress.SingleBar(
      { format: `${label} {bar} {value}/{total}`, hideCursor: true, clearOnComplete: true, stream: process.stderr },
      cliProgress.Presets.shades_classic,
    );
  }

  show(doneCount: number, totalCount: number): void {
    if (this.bar === undefined || totalCount === 0) return;
    if (!this.started) this.bar.start(totalCount, doneCount);
    this.started = true;
    this.bar.setTotal(totalCount);
    this.bar.update(doneCount);
  }

  end(): void {
    if (this.started) this.bar?.stop();
  }
}
