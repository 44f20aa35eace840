/** How far a message came: nothing of it was sent, or a part of it, or its final dot too. */
export type SmtpPhase = 'connect' | 'envelope' | 'content' | 'final';

/** What is known of a message that was not taken. */
export type SmtpFacts = {
  readonly phase: SmtpPhase;
  /** The server's last answer, when it was one to this failure. */
  readonly responseCode: number | null;
  /** The command that it answered, as nodemailer names it. */
  readonly command: string | null;
};

/**
 * What follows: `temporary` may be tried again, `refused` says that this recipient takes no mail, `permanent` that this
 * message is not taken, and `unknown` that the server may have taken it (RFC 1047), so that only a person may send again.
 */
export type SmtpVerdict = 'temporary' | 'refused' | 'permanent' | 'unknown';

/** A message that was not taken, or of which nobody knows. */
export class SmtpFailure extends Error {
  constructor(
    readonly facts: SmtpFacts,
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause });
    this.name = 'SmtpFailure';
  }

  get verdict(): SmtpVerdict {
    return verdictOf(this.facts);
  }
}

/**
 * The verdict over a failure. After the final dot only a clear no of the server is a no; a server that says 421 closes
 * the connection for reasons of its own and may have taken the message before.
 */
export function verdictOf({ phase, responseCode, command }: SmtpFacts): SmtpVerdict {
  if (phase === 'final') {
    if (responseCode === null || responseCode === 421 || responseCode < 400) return 'unknown';
    return responseCode >= 500 ? 'permanent' : 'temporary';
  }
  if (responseCode === null || responseCode < 500) return 'temporary';
  return phase === 'envelope' && command === 'RCPT TO' ? 'refused' : 'permanent';
}
