import { type DynamicModule, Module } from '@nestjs/common';
import { ACCESS_MATRIX } from './access-matrix.js';
import { AssessmentsModule } from './assessments/assessments.module.js';
import { BillingModule } from './billing/billing.module.js';
import { ClaimsModule } from './claims/claims.module.js';
import { ConsoleModule } from './console/console.module.js';
import { CustomersModule } from './customers/customers.module.js';
import { PortalModule } from './portal/portal.module.js';
import { PrivacyModule } from './people/privacy.module.js';
import { DemoModule } from './demo/demo.module.js';
import { IncidentsModule } from './incidents/incidents.module.js';
import { LettersModule } from './letters/letters.module.js';
import { MeetingsModule } from './meetings/meetings.module.js';
import { OffersModule } from './offers/offers.module.js';
import { OutreachModule } from './outreach/outreach.module.js';
import { IngestModule } from './platform/ingest/ingest.module.js';
import { PlatformModule, type PlatformOptions } from './platform/platform.module.js';
import { SettingsModule } from './platform/settings/settings.module.js';
import { PoliciesModule } from './policies/policies.module.js';

@Module({})
export class AppModule {
  static forRoot(options: Omit<PlatformOptions, 'matrix'>): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.forRoot({ ...options, matrix: ACCESS_MATRIX }),
        SettingsModule,
        IngestModule,
        CustomersModule,
        MeetingsModule,
        IncidentsModule,
        PoliciesModule,
        AssessmentsModule,
        OffersModule,
        ClaimsModule,
        LettersModule,
        OutreachModule,
        BillingModule,
        PortalModule,
        ConsoleModule,
        PrivacyModule,
        DemoModule,
      ],
    };
  }
}
