import { Readable } from 'node:stream';
import { isDeepStrictEqual } from 'node:util';
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

/** A connection over which the server takes messages, one after the other. */
type Line = {
  readonly connection: SMTPConnection;
  readonly server: SmtpServer;
  /** Rejected once it breaks. */
  readonly broken: Promise<never>;
  isOver: boolean;
  sentCount: number;
};

/** What becomes of a connection once its message was taken. */
type Afterwards = (line: Line) => void;

/** Servers that count messages seldom bear more on one connection. */
const MAX_MESSAGES = 100;

/**
 * Connects to a server once for many messages, for as long as their sender is at work: connecting, encrypting and signing
 * in take many times as long as handing a message over. To be closed after use.
 */
export class SmtpLine {
  private kept: Line | undefined;

  /** As `AwaitedMessage.open`. A kept connection that the server has given up meanwhile is replaced without a word. */
  async open(server: SmtpServer, envelope: Envelope): Promise<AwaitedMessage> {
    const kept = this.take(server);
    if (kept !== undefined) {
      try {
        return await AwaitedMessage.over(kept, envelope, (line) => this.keep(line));
      } catch (error) {
        if (!(error instanceof SmtpFailure) || !isGivenUp(error)) throw error;
      }
    }
    return AwaitedMessage.over(await connect(server), envelope, (line) => this.keep(line));
  }

  close(): void {
    this.kept?.connection.quit();
    this.kept = undefined;
  }

  private keep(line: Line): void {
    line.sentCount += 1;
    if (line.isOver || line.sentCount >= MAX_MESSAGES) line.connection.quit();
    else this.kept = line;
  }

  private take(server: SmtpServer): Line | undefined {
    const { kept } = this;
    this.kept = undefined;
    if (kept === undefined || (!kept.isOver && isDeepStrictEqual(kept.server, server))) return kept;
    kept.connection.close();
    return undefined;
  }
}

/** The server hung up, or says that it will (421); it has seen nothing of the message. */
function isGivenUp({ facts: { responseCode } }: SmtpFailure): boolean {
  return responseCode === null || responseCode === 421;
}

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
    private readonly line: Line,
    envelope: Envelope,
    private readonly afterwards: Afterwards,
  ) {
    const answered = new Promise<string>((resolve, reject) => {
      line.connection.send({ from: envelope.from, to: [envelope.to] }, this.stream, (error, info) =>
        error === null ? resolve(info.response ?? '') : reject(error),
      );
    });
    this.answer = Promise.race([answered, line.broken]);
    this.answer.catch(() => undefined);
  }

  /** Connects, encrypts, signs in and names sender and recipient. Throws `SmtpFailure` when the server does not ask for the message. */
  static async open(server: SmtpServer, envelope: Envelope): Promise<AwaitedMessage> {
    return AwaitedMessage.over(await connect(server), envelope, ({ connection }) => connection.quit());
  }

  /** Names sender and recipient over a connection that is there. Throws as `open`, and closes the connection then. */
  static async over(line: Line, envelope: Envelope, afterwards: Afterwards): Promise<AwaitedMessage> {
    try {
      const message = new AwaitedMessage(line, envelope, afterwards);
      const awaited = new Promise<void>((resolve) => {
        message.reportAwaited = resolve;
        if (message.wanted) resolve();
      });
      await Promise.race([awaited, message.answer]);
      return message;
    } catch (error) {
      line.connection.close();
      throw failureOf(error, 'envelope');
    }
  }

  /** Sends the message and gives the server's answer. Throws `SmtpFailure`, which knows whether the final dot had left. */
  async transmit(content: Buffer): Promise<string> {
    this.chunks = chunksOf(content);
    if (this.wanted) this.pump();
    try {
      const answer = await this.answer;
      this.afterwards(this.line);
      return answer;
    } catch (error) {
      this.line.connection.close();
      throw failureOf(error, this.dotSent ? 'final' : 'content');
    }
  }

  /** Breaks off: without its final dot the server forgets the message. */
  abandon(): void {
    this.line.connection.close();
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

/** Throws `SmtpFailure` when the server cannot be reached, or does not let us in. */
async function connect(server: SmtpServer): Promise<Line> {
  const connection = new SMTPConnection(optionsOf(server));
  const broken = new Promise<never>((_resolve, reject) => connection.on('error', reject));
  broken.catch(() => undefined);
  const line: Line = { connection, server, broken, isOver: false, sentCount: 0 };
  connection.on('error', () => (line.isOver = true));
  connection.on('end', () => (line.isOver = true));
  try {
    await Promise.race([letIn(connection, server), broken]);
    return line;
  } catch (error) {
    connection.close();
    throw failureOf(error, 'connect');
  }
}

function letIn(connection: SMTPConnection, { user, password }: SmtpServer): Promise<void> {
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
