import { type ArgumentsHost, Catch, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../kernel/domain-error.js';
import { ProblemFilter } from '../platform/http/problem.filter.js';
import { sendPage } from './portal-headers.js';
import { PortalHtmlService } from './portal-html.service.js';

/** Tells a customer in a page what a program would be told in JSON: to wait, or that a form came from elsewhere. */
@Catch()
@Injectable()
export class PortalFilter extends ProblemFilter {
  constructor(private readonly html: PortalHtmlService) {
    super();
  }

  override catch(exception: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (!(exception instanceof DomainError) || !['rate_limited', 'foreign_origin'].includes(exception.code)) {
      // oxlint-disable-next-line promise/valid-params -- a filter's method, not a promise's
      super.catch(exception, host);
      return;
    }
    const isLimit = exception.code === 'rate_limited';
    const seconds = exception.details['retryAfterSeconds'];
    if (typeof seconds === 'number') void reply.header('retry-after', seconds);
    const html = this.html.notice(isLimit ? 'too_many' : 'not_ours', request.cspNonce);
    void sendPage(request, reply.status(isLimit ? 429 : 403)).send(html);
  }
}
