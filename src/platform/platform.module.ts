import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { Clock } from '../kernel/clock.js';
import { ACCESS_MATRIX_OF_APPLICATION, AccessGuard } from './access/access.guard.js';
import type { AccessMatrix } from './access/access-rule.js';
import { AccessService } from './access/access.service.js';
import { ApiKeysController } from './access/api-keys.controller.js';
import { PeopleController } from './access/people.controller.js';
import { PeopleService } from './access/people.service.js';
import { ProviderController } from './access/provider.controller.js';
import { ProviderService } from './access/provider.service.js';
import { ProviderSignInService } from './access/provider-sign-in.service.js';
import { SessionsService } from './access/sessions.service.js';
import { DEFAULT_SIGN_IN, SIGN_IN_SETTINGS, type SignInSettings } from './access/sign-in-settings.js';
import { SignInController } from './access/sign-in.controller.js';
import { SignInService } from './access/sign-in.service.js';
import { AccountPrivacyService } from './access/account-privacy.service.js';
import { AuditController } from './audit/audit.controller.js';
import { ANCHORS_PATH, AuditTrailService } from './audit/audit-trail.service.js';
import { AuditService } from './audit/audit.service.js';
import { Database } from './database/database.js';
import { LINK_KEY, passingLinkKey } from './env/link-key.js';
import { Secrets } from './env/secrets.service.js';
import { EtagInterceptor } from './http/etag.interceptor.js';
import { HealthController } from './http/health.controller.js';
import { IdempotencyInterceptor } from './http/idempotency.interceptor.js';
import { IdempotencyService } from './http/idempotency.service.js';
import { ProblemFilter } from './http/problem.filter.js';
import { makeValidationPipe } from './http/validation.js';
import { JobsController } from './jobs/jobs.controller.js';
import { JobsService } from './jobs/jobs.service.js';
import { SchedulerService } from './jobs/scheduler.service.js';
import { WorkerService } from './jobs/worker.service.js';
import { RateLimitGuard } from './limits/rate-limit.guard.js';
import { RateLimitsService } from './limits/rate-limits.service.js';
import { OutboxService } from './outbox/outbox.service.js';
import { PersonalDataService } from './personal/personal-data.service.js';
import { MetricsController } from './telemetry/metrics.controller.js';
import { MetricsService } from './telemetry/metrics.service.js';
import { OutgoingService } from './outgoing/outgoing.service.js';

/** What the process was started with: opened outside, so that the command line, tests and the server share one way in. */
export type PlatformOptions = {
  readonly database: Database;
  readonly clock: Clock;
  readonly matrix: AccessMatrix;
  /** AMENDS_ALLOW_LOOPBACK; off unless said. */
  readonly allowLoopback?: boolean;
  readonly signIn?: SignInSettings;
  /** Signs customers' links; one of this process alone unless said. */
  readonly linkKey?: string;
  /** From the environment unless said. */
  readonly secrets?: Secrets;
  /** Where the ends of the audit chains are written down; nowhere unless said. */
  readonly anchorsPath?: string;
};

const CONTROLLERS = [
  HealthController,
  MetricsController,
  JobsController,
  SignInController,
  ProviderController,
  PeopleController,
  ApiKeysController,
  AuditController,
];

/** What every feature may ask for. */
const SHARED = [
  PersonalDataService,
  AccountPrivacyService,
  AccessService,
  AuditService,
  AuditTrailService,
  PeopleService,
  SessionsService,
  SignInService,
  ProviderService,
  ProviderSignInService,
  RateLimitsService,
  JobsService,
  OutboxService,
  SchedulerService,
  WorkerService,
  IdempotencyService,
  MetricsService,
];

@Global()
@Module({})
export class PlatformModule {
  static forRoot(options: PlatformOptions): DynamicModule {
    const { database, clock, matrix, allowLoopback = false, signIn = DEFAULT_SIGN_IN, secrets } = options;
    return {
      module: PlatformModule,
      controllers: [...CONTROLLERS],
      providers: [
        { provide: Database, useValue: database },
        { provide: Clock, useValue: clock },
        { provide: Secrets, useValue: secrets ?? new Secrets(process.env) },
        { provide: ACCESS_MATRIX_OF_APPLICATION, useValue: matrix },
        { provide: SIGN_IN_SETTINGS, useValue: signIn },
        { provide: ANCHORS_PATH, useValue: options.anchorsPath },
        { provide: LINK_KEY, useValue: options.linkKey ?? passingLinkKey() },
        { provide: OutgoingService, useFactory: () => new OutgoingService({ allowLoopback }) },
        ...SHARED,
        { provide: APP_GUARD, useClass: RateLimitGuard },
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_PIPE, useFactory: makeValidationPipe },
        { provide: APP_INTERCEPTOR, useClass: EtagInterceptor },
        { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
      ],
      exports: [Database, Clock, Secrets, LINK_KEY, OutgoingService, ...SHARED],
    };
  }
}
