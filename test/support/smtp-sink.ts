import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { callbackify } from 'node:util';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerEnvelope } from 'smtp-server';

export type ReceivedMail = { readonly to: readonly string[]; readonly raw: Buffer; readonly parsed: Email };

/** A real SMTP server on loopback that keeps what it takes. `refuse` says no to recipients. */
export class SmtpSink {
  readonly mails: ReceivedMail[] = [];
  /** The code and text with which a recipient is refused. */
  refuse: ((address: string) => { code: number; text: string } | undefined) | undefined;
  connections = 0;
  private readonly server: SMTPServer;

  constructor() {
    this.server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      logger: false,
      onConnect: (_session, callback) => {
        this.connections += 1;
        callback();
      },
      onRcptTo: ({ address }, _session, callback) => {
        const no = this.refuse?.(address);
        if (no === undefined) return callback();
        return callback(Object.assign(new Error(no.text), { responseCode: no.code }));
      },
      onData: (stream, { envelope }, callback) => {
        callbackify(() => this.keep(stream, envelope))((error) => callback(error));
      },
    });
  }

  /** Gives the port. */
  listen(): Promise<number> {
    return new Promise((resolve) => {
      const server = this.server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private async keep(stream: AsyncIterable<Buffer>, { rcptTo }: SMTPServerEnvelope): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    const raw = Buffer.concat(chunks);
    const parsed = await PostalMime.parse(raw);
    this.mails.push({ to: rcptTo.map(({ address }) => address), raw, parsed });
  }
}

export const SMTP_PHASES = ['greeting', 'ehlo', 'mail', 'rcpt', 'data', 'content', 'dot'] as const;
export type DropPhase = (typeof SMTP_PHASES)[number];

/**
 * The smallest server that cuts the connection at one phase: `data` instead of asking for the message, `content` amid it,
 * `dot` after it was whole and before saying so. Without a phase it takes what it gets. Counts whole messages by their id.
 */
export class DroppingServer {
  drop: DropPhase | undefined;
  /** Hangs up after each message that it took, as servers do that let one be left idle. */
  hangsUp = false;
  readonly taken = new Map<string, number>();
  private readonly server: Server = createServer((socket) => this.serve(socket));

  listen(): Promise<number> {
    return new Promise((resolve) => {
      this.server.listen(0, '127.0.0.1', () => resolve((this.server.address() as AddressInfo).port));
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private serve(socket: Socket): void {
    let pending = '';
    let content: string | undefined;
    const cutAt = (phase: DropPhase): boolean => {
      if (this.drop !== phase) return false;
      socket.destroy();
      return true;
    };
    socket.on('error', () => undefined);
    if (cutAt('greeting')) return;
    socket.write('220 dropping.example\r\n');
    socket.on('data', (chunk: Buffer) => {
      pending += chunk.toString('latin1');
      if (content !== undefined) {
        content += pending;
        pending = '';
        if (cutAt('content')) return;
        if (!content.endsWith('\r\n.\r\n')) return;
        this.take(content);
        content = undefined;
        if (!cutAt('dot')) socket.write('250 taken\r\n');
        if (this.hangsUp) socket.end();
        return;
      }
      for (let end = pending.indexOf('\r\n'); end >= 0 && content === undefined; end = pending.indexOf('\r\n')) {
        const line = pending.slice(0, end).toUpperCase();
        pending = pending.slice(end + 2);
        if (line.startsWith('EHLO')) void (cutAt('ehlo') || socket.write('250 dropping.example\r\n'));
        else if (line.startsWith('MAIL')) void (cutAt('mail') || socket.write('250 ok\r\n'));
        else if (line.startsWith('RCPT')) void (cutAt('rcpt') || socket.write('250 ok\r\n'));
        else if (line.startsWith('DATA')) {
          if (cutAt('data')) return;
          content = '';
          socket.write('354 go on\r\n');
        } else if (line.startsWith('QUIT')) socket.end('221 bye\r\n');
      }
    });
  }

  private take(content: string): void {
    const id = /^message-id: <([^>]+)>/im.exec(content)?.[1] ?? 'none';
    this.taken.set(id, (this.taken.get(id) ?? 0) + 1);
  }
}
