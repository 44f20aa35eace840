import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '../kernel/domain-error.js';
import { isSameOrigin } from '../platform/access/same-origin.js';
import { SettingsService } from '../platform/settings/settings.service.js';

/** Forms of our own pages, whoever is in front of us: what a script or a foreign page sends is not taken. */
@Injectable()
export class OwnFormsService {
  constructor(private readonly settings: SettingsService) {}

  /** Throws `form_required`, `foreign_origin`. */
  async require(request: FastifyRequest): Promise<void> {
    if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? '')) {
      throw new DomainError('unsupported', 'form_required', 'Send the form of the page.');
    }
    const { publicUrl } = await this.settings.get();
    const publicOrigin = publicUrl === null ? undefined : new URL(publicUrl).origin;
    if (isSameOrigin(request, undefined) || (publicOrigin !== undefined && isSameOrigin(request, publicOrigin))) return;
    throw new DomainError('forbidden', 'foreign_origin', 'This form comes from a page that is not of Amends.');
  }
}
