import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { MailSettings } from './mail-settings.js';
import { SmtpFailure, type SmtpPhase } from './smtp-failure.js';

/** The server to speak to, with the secret for it. */
export type SmtpServer = Pick<MailSettings, 'host' | 'port' | 'security' | 'user'> & {
  readonly password: string | undefined;
};

/** From whom and to whom a message goes, one address each. */
export type Envelope = { readonly from: string; readonly to: string };

const CONNECT_TIMEOUT_MS = 15_000;
const SILENCE_TIMEOUT_MS = 60_000;
const CHUNK_BYTES = 16_384;

/**
 * A message that the server waits for: it has taken sender and recipient and said 354. Nothing of the message has left
 * yet, so the caller may look a last time at what it says.
 */
export class AwaitedMessage {
  private dotSent = false;
  private chunks: Buffer[] | undefined;
  private wanted = false;
  private readonly stream = new Readable({
    read: () => {
      this.wanted = true;
      this.reportAwaited();
      this.pump();
    },
  });
  private reportAwaited: () => void = () => undefined;
  private readonly answer: Promise<string>;

  private constructor(
    private readonly connection: SMTPConnection,
    envelope: Envelope,
    broken: Promise<never>,
  ) {
    const answered = new Promise<string>((resolve, reject) => {
      connection.send({ from: envelope.from, to: [envelope.to] }, this.stream, (error, info) =>
        error === null ? resolve(info.response ?? '') : reject(error),
      );
    });
    this.answer = Promise.race([answered, broken]);
    this.answer.catch(() => undefined);
  }

  /** Connects, encrypts, signs in and names sender and recipient. Throws `SmtpFailure` when the server does not ask for the message. */
  static async open(server: SmtpServer, envelope: Envelope): Promise<AwaitedMessage> {
    const connection = new SMTPConnection(optionsOf(server));
    const broken = new Promise<never>((_resolve, reject) => connection.on('error', reject));
    broken.catch(() => undefined);
    let phase: SmtpPhase = 'connect';
    try {
      await Promise.race([connected(connection, server), broken]);
      phase = 'envelope';
      const message = new AwaitedMessage(connection, envelope, broken);
      const awaited = new Promise<void>((resolve) => {
        message.reportAwaited = resolve;
        if (message.wanted) resolve();
      });
      await Promise.race([awaited, message.answer]);
      return message;
    } catch (error) {
      connection.close();
      throw failureOf(error, phase);
    }
  }

  /** Sends the message and gives the server's answer. Throws `SmtpFailure`, which knows whether the final dot had left. */
  async transmit(content: Buffer): Promise<string> {
    this.chunks = chunksOf(content);
    if (this.wanted) this.pump();
    try {
      const answer = await this.answer;
      this.connection.quit();
      return answer;
    } catch (error) {
      this.connection.close();
      throw failureOf(error, this.dotSent ? 'final' : 'content');
    }
  }

  /** Breaks off: without its final dot the server forgets the message. */
  abandon(): void {
    this.connection.close();
    this.stream.destroy();
  }

  /** One chunk for each time that the connection asks; when it asks after the last one, the final dot may leave. */
  private pump(): void {
    if (this.chunks === undefined) return;
    this.wanted = false;
    const next = this.chunks.shift();
    if (next === undefined) this.dotSent = true;
    this.stream.push(next ?? null);
  }
}

function connected(connection: SMTPConnection, { user, password }: SmtpServer): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.connect((error?: Error | null) => {
      if (error) reject(error);
      else if (user === null) resolve();
      else {
        const credentials = { user, pass: password ?? '' };
        connection.login({ credentials }, (refused?: Error | null) => (refused ? reject(refused) : resolve()));
      }
    });
  });
}

function optionsOf({ host, port, security }: SmtpServer) {
  return {
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    dnsTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SILENCE_TIMEOUT_MS,
    allowInternalNetworkInterfaces: true,
    tls: { minVersion: 'TLSv1.2' as const },
    logger: false,
  };
}

function chunksOf(content: Buffer): Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = 0; at < content.length; at += CHUNK_BYTES) chunks.push(content.subarray(at, at + CHUNK_BYTES));
  return chunks;
}

function failureOf(error: unknown, phase: SmtpPhase): SmtpFailure {
  const { responseCode, command, message } = error as { responseCode?: number; command?: string; message?: string };
  const facts = { phase, responseCode: responseCode ?? null, command: command ?? null };
  return new SmtpFailure(facts, String(message ?? error).slice(0, 500), error);
}
