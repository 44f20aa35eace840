import { Module } from '@nestjs/common';
import { IncidentsModule } from '../incidents/incidents.module.js';
import { OffersModule } from '../offers/offers.module.js';
import { IngestModule } from '../platform/ingest/ingest.module.js';
import { PoliciesModule } from '../policies/policies.module.js';
import { AnswerOffersService } from './answer-offers.service.js';
import { LoadDemoService } from './load-demo.service.js';

@Module({
  imports: [IngestModule, IncidentsModule, PoliciesModule, OffersModule],
  providers: [AnswerOffersService, LoadDemoService],
})
export class DemoModule {}
